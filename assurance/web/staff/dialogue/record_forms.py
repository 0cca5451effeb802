"""What a dialogue team types beside sessions: actions, ideas, consent, information, decisions on competition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from assurance.domain.errors import InvalidInput
from assurance.domain.provision.specification import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    UNTITLED,
    Section,
    assembled,
    checked_text,
    taken_apart,
)
from assurance.services.dialogue import SIDES
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import DateField, choices
from assurance.web.forms.validators import longest, optional, required

ALL, NAMED = "all", "named"


class RecordActionForm(BaseForm):
    """What one side is to do, by whom and by when."""

    text = TextAreaField("What is to be done", [required("Enter what is to be done"), longest(2000)])
    side = RadioField(
        "Whose action it is", [InputRequired("Select whose action it is")], choices=choices(SIDES.items())
    )
    owner = StringField("Name of the person", [required("Enter who will do it"), longest(120)])
    due_on = DateField("Due", [required("Enter the date")], noun="The date")
    submit = SubmitField("Record the action")


class RecordIdeaForm(BaseForm):
    """An idea of a participant, in words that tell it apart."""

    title = StringField("Short title", [required("Enter a short title"), longest(120)])
    text = TextAreaField(
        "What tells it apart", [required("Say what tells this idea apart"), longest(4000)],
        description="In the participant’s own words where you can: what goes to others is checked against these.",
    )  # fmt: skip
    source = RadioField(
        "Where it was told", [InputRequired("Select where it was told")],
        choices=choices([("session", "In a session"), ("outline", "In an outline solution")]),
    )  # fmt: skip
    submit = SubmitField("Record the idea")


class AmendIdeaForm(VersionedForm):
    """Another wording of an idea on record."""

    title = StringField("Short title", [required("Enter a short title"), longest(120)])
    text = TextAreaField("What tells it apart", [required("Say what tells this idea apart"), longest(4000)])
    submit = SubmitField("Save the wording")


class AskConsentForm(BaseForm):
    """The exact words that would be told, and to whom."""

    wording = TextAreaField(
        "The exact words that would be told", [required("Write the exact words"), longest(4000)],
        description="Consent covers these words and no others. A general consent cannot be asked for.",
    )  # fmt: skip
    reach = RadioField(
        "To whom", [InputRequired("Select to whom")],
        choices=choices([(ALL, "To all other participants"), (NAMED, "Only to those I select")]),
    )  # fmt: skip
    to = SelectMultipleField("Participants", [optional()])
    submit = SubmitField("Ask for consent")


class WriteOutgoingForm(VersionedForm):
    """Information for participants before its check."""

    title = StringField("Title", [required("Enter a title"), longest(160)])
    text = TextAreaField("Text", [required("Enter the text")])
    submit = SubmitField("Save and check")


class WriteBriefingForm(WriteOutgoingForm):
    """A briefing, and to whom it goes."""

    reach = RadioField(
        "To whom", [InputRequired("Select to whom")],
        choices=choices([(ALL, "To every participant"), (NAMED, "Only to those I select")]),
    )  # fmt: skip
    to = SelectMultipleField("Participants", [optional()])
    unequal_reason = TextAreaField(
        "Why not everybody is told", [optional(), longest(2000)],
        description="Needed when you select some: without it the round cannot be ended.",
    )  # fmt: skip


class WriteSpecificationForm(WriteOutgoingForm):
    """A version of the specification, which every participant gets; see `specification_form`."""

    titles: Sequence[str] = ()
    """The sections it is written by; none where the text has no sections."""

    changes = TextAreaField(
        "What changed, and because of what", [required("Say what changed and because of what"), longest(4000)],
        description="Participants read it beside the marked changes. For the first version, say what it rests on.",
    )  # fmt: skip

    @property
    def boxes(self) -> list[Any]:
        """The box of each section."""
        return [self[f"section_{at}"] for at in range(len(self.titles))]

    @property
    def said(self) -> str:
        """The whole text; a section whose box is empty is left out, and a new one stands at the end."""
        if not self.titles:
            return str(self.text.data or "")
        pairs = [*zip(self.titles, (box.data or "" for box in self.boxes), strict=True)]
        pairs.append((self["new_title"].data or "", self["new_text"].data or ""))
        return assembled(Section(title, text) for title, text in pairs if title and text.strip())

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse what begins a section inside another, and a new section that is not whole."""
        whole = super().validate(extra_validators)
        for box in self.boxes:
            try:
                checked_text(box.data or "")
            except InvalidInput as refused:
                box.errors, whole = [refused.message], False
        if self.titles and bool(self["new_title"].data) != bool(self["new_text"].data):
            self["new_title"].errors, whole = ["Give a new section both a title and a text"], False
        return whole


def specification_form(text: str, **given: Any) -> WriteSpecificationForm:
    """Make the form over the sections of a text, or over the text itself where it has none."""
    sections = taken_apart(text)
    if [each.title for each in sections] in ([], [UNTITLED]):
        return WriteSpecificationForm(data={"text": text}, **given)
    boxes: dict[str, Any] = {
        f"section_{at}": TextAreaField(each.title, [optional(), longest(LONGEST_TEXT)])
        for at, each in enumerate(sections)
    }
    boxes["new_title"] = StringField("Title of a new section", [optional(), longest(LONGEST_TITLE)])
    boxes["new_text"] = TextAreaField("What it says", [optional(), longest(LONGEST_TEXT)])
    boxes["text"] = HiddenField()
    kind = type("SpecificationBySection", (WriteSpecificationForm,), {**boxes, "titles": [s.title for s in sections]})
    form: WriteSpecificationForm = kind(data={f"section_{at}": each.text for at, each in enumerate(sections)}, **given)
    return form


class AnswerFindingForm(BaseForm):
    """Why a finding of the check may stand."""

    reason = StringField(
        "Why this may be told", [required("Say why this may be told"), longest(1000)],
        description="For example: public before, in the engagement summary of 3 March 2025. Somebody else releases it.",
    )  # fmt: skip
    submit = SubmitField("Answer the finding")


class GoForm(VersionedForm):
    """Sends, releases or gives up what the person saw."""

    submit = SubmitField("Go on")


class ExplainForm(BaseForm):
    """Why not every participant has what some have."""

    reason = TextAreaField("Why not everybody has it", [required("Say why not everybody has it"), longest(2000)])
    submit = SubmitField("Put on record")


class DecideCompetitionForm(BaseForm):
    """Why the procurement goes on with few bidders."""

    reason = TextAreaField(
        "Why there is still genuine competition", [required("Enter the reason"), longest(4000)],
        description="Say what those who are left know of each other, and what their offers are held against.",
    )  # fmt: skip
    submit = SubmitField("Record the decision to go on")
