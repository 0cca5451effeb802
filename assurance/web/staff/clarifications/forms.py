"""What staff type to answer questions, send addenda and move deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, StringField, SubmitField, TextAreaField

from assurance.domain.dialogue import disclosure as ideas
from assurance.services.clarifications.holding import SHORTEST_REASON as RELEASE_REASON
from assurance.services.clarifications.screening import SHORTEST_REASON
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import DateField, TimeField, WordLimitedTextField, choices
from assurance.web.forms.validators import longest, optional, required

APPROVE, RELEASE = "approve", "release"
PREFIX = "finding-"


class FindingsForm(VersionedForm):
    """A form whose texts are checked before they go out, with a reason for each finding that stays.

    What shares words with somebody's idea is not sent by the button but held for a second person.
    """

    findings: Sequence[Any] = ()

    @property
    def reasons(self) -> dict[str, str]:
        """The reasons given, by the key of the finding."""
        return {each.key: self[each.field].data or "" for each in self.findings}

    def validate(self, extra_validators: Any = None) -> bool:
        """Name every finding without a reason at once, unless the texts are only kept as a draft."""
        is_sound = super().validate(extra_validators)
        is_draft = "draft" in self and self["draft"].data
        for each in () if is_draft else self.findings:
            least = RELEASE_REASON if isinstance(each, ideas.Finding) else SHORTEST_REASON
            if len((self[each.field].data or "").strip()) < least:
                self[each.field].errors = [
                    f"{each.message}: change the text, or say in {least} characters why it stays"
                ]
                is_sound = False
        return bool(is_sound)

    @property
    def finding_fields(self) -> list[Any]:
        """The fields of the findings, in the order of the page."""
        return [self[each.field] for each in self.findings]

    @property
    def needs_release(self) -> bool:
        """Whether the texts, as they stand, go to a second person first."""
        return any(isinstance(each, ideas.Finding) for each in self.findings)


def with_findings(form: type[FindingsForm], findings: Sequence[Any]) -> type[FindingsForm]:
    """Add a field to a form for each finding."""
    fields = {each.field: StringField(_why(each)) for each in findings}
    return type(form.__name__, (form,), {**fields, "findings": tuple(findings), "__doc__": form.__doc__})


def _why(finding: Any) -> str:
    if isinstance(finding, ideas.Finding):
        return f"{finding.message}. Why it may be told"
    return f"Why “{finding.words}” may stay"


class PublishForm(FindingsForm):
    """Question and answer as everybody entitled will read them."""

    wording = WordLimitedTextField("The question, as it is published", limit=2_000)
    answer = WordLimitedTextField("The answer", limit=2_000)
    submit = SubmitField("Publish to everybody entitled")
    draft = SubmitField("Save as a draft")


class AnswerPrivatelyForm(FindingsForm):
    """An answer for the organisation alone."""

    answer = WordLimitedTextField("The answer", [required("Write the answer")], limit=2_000)
    reason = TextAreaField(
        "Why the others do not get it", [required("Say why the answer is not for everybody entitled")],
        description="On record for the auditor. The organisation that asked does not see it.",
    )  # fmt: skip
    submit = SubmitField("Answer privately")


class RefuseConfidenceForm(VersionedForm):
    """Why a question is not accepted as confidential."""

    reason = TextAreaField(
        "Why it is not commercially confidential", [required("Say why it is not commercially confidential")],
        description="The organisation that asked reads this.",
    )  # fmt: skip
    submit = SubmitField("Ask the organisation to choose")


class DecideHeldForm(VersionedForm):
    """Release of a text that shares words with somebody's idea, or not."""

    decision = RadioField(
        "Decision", [required("Select whether the text is released")],
        choices=choices([(RELEASE, "Release it: it is sent at once, as it stands"), ("keep", "Keep it back")]),
    )  # fmt: skip
    reason = TextAreaField("Reason, if you keep it back", [optional(), longest(2000)])
    submit = SubmitField("Decide")


class SetAsideForm(VersionedForm):
    """Closing a question whose organisation did not choose in time."""

    submit = SubmitField("Set the question aside")


class IssueAddendumForm(FindingsForm):
    """A change to the tender information."""

    title = StringField("Title", [required("Enter a title"), longest(160)])
    changes = TextAreaField(
        "What changes", [required("Say what changes")],
        description="The document or statement, and what it said before and says now",
    )  # fmt: skip
    text = TextAreaField("Text of the addendum", [required("Write the text")])
    effective_on = DateField("In effect from", [required("Enter the day")], noun="The day")
    is_asking = BooleanField("It changes what must be answered, so that submitted tenders have to be confirmed")
    submit = SubmitField("Send the addendum")


class SetQuestionsDueForm(BaseForm):
    """Until when questions may be asked."""

    due_on = DateField("Last day for questions", [required("Enter the last day")], noun="The last day")
    due_time = TimeField("Time on that day, in London", [required("Enter the time")], noun="The time")
    submit = SubmitField("Set the deadline for questions")


class ProposeDeadlineForm(BaseForm):
    """A later time for a deadline that bidders were told."""

    due_on = DateField("New last day", [required("Enter the new last day")], noun="The new last day")
    due_time = TimeField("Time on that day, in London", [required("Enter the time")], noun="The time")
    reason = TextAreaField("Reason", [required("Give the reason")], description="All who are entitled are told it")
    submit = SubmitField("Propose the later deadline")


class ProposeLongerStandstillForm(ProposeDeadlineForm):
    """A later last day of standstill, which runs to the midnight that ends it."""

    due_time = None  # type: ignore[assignment]  # reason: WTForms' way to leave a field out


class DecideDeadlineForm(VersionedForm):
    """Approval or refusal of a later deadline."""

    decision = RadioField(
        "Decision", [required("Select whether the deadline moves")],
        choices=choices(
            [(APPROVE, "Approve: it moves, and everybody entitled is told"), ("refuse", "Refuse: it stays")]
        ),
    )  # fmt: skip
    reason = TextAreaField("Reason, needed when you refuse", [optional()])
    submit = SubmitField("Decide")
