"""What a dialogue team types beside sessions: actions, ideas, consent, information, decisions on competition."""

from __future__ import annotations

from wtforms import RadioField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

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
    """A version of the specification, which every participant gets."""

    changes = TextAreaField(
        "What changed, and because of what", [required("Say what changed and because of what"), longest(4000)],
        description="Participants read it beside the marked changes. For the first version, say what it rests on.",
    )  # fmt: skip


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
