"""What a dialogue lead types: a session, its minutes, marks and decisions of the down-selection."""

from __future__ import annotations

from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import DateField, TimeField, choices
from assurance.web.forms.validators import longest, required

KEEP, ELIMINATE = "keep", "eliminate"


class HoldSessionForm(BaseForm):
    """When and where a session is, what it is about, and who attends."""

    held_on = DateField("Day of the session", [required("Enter the day")], noun="The day")
    held_time = TimeField("Time it begins, in London", [required("Enter the time")], noun="The time")
    place = StringField("Place", [required("Enter the place"), longest(200)], description="A room, or “by video”")
    agenda = TextAreaField("Agenda", [required("Enter the agenda")])
    attendance = TextAreaField("Who attends for the authority", [required("Enter who attends for the authority")])
    supplier_attendance = TextAreaField(
        "Who attends for the participant", [required("Enter who attends for the participant")]
    )
    submit = SubmitField("Save the session")


class RearrangeSessionForm(VersionedForm, HoldSessionForm):
    """The same, for a session that is already on record."""


class WriteMinutesForm(VersionedForm):
    """The minutes of a session."""

    minutes = TextAreaField("Minutes", [required("Enter the minutes")])
    submit = SubmitField("Save the minutes")


class AgreeMinutesForm(VersionedForm):
    """Agrees the minutes as the person read them."""

    submit = SubmitField("Agree the minutes for the authority")


class MarkForm(BaseForm):
    """A mark against one published criterion, and why."""

    mark = RadioField("Mark", [InputRequired("Choose a mark")], coerce=int)
    reason = TextAreaField("Reason", [required("Enter the reason"), longest(4000)])
    submit = SubmitField("Save the mark")


class DecideForm(BaseForm):
    """Whether a participant goes on, and why."""

    keep = RadioField(
        "Decision", [InputRequired("Keep or eliminate")],
        choices=choices([(KEEP, "Keep: goes on to the second round"), (ELIMINATE, "Eliminate: takes no further part")]),
    )  # fmt: skip
    reason = TextAreaField(
        "Reason", [required("Enter the reason"), longest(4000)],
        description="By the published criteria. The participant is told it as you write it.",
    )  # fmt: skip
    submit = SubmitField("Record the decision")
