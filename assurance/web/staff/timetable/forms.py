"""What an officer types to have a timetable proposed, or to plan other days for a stage."""

from __future__ import annotations

from wtforms import RadioField, SubmitField

from assurance.domain.timetable.direction import Direction
from assurance.web.forms.base import VersionedForm
from assurance.web.forms.fields import DateField, choices
from assurance.web.forms.validators import required


class ProposeTimetableForm(VersionedForm):
    """From which end the dates are worked out, and the day they are worked out from."""

    direction = RadioField(
        "Work the dates out", [required("Select from which end to work the dates out")], choices=choices(Direction)
    )
    anchor_on = DateField(
        "From that day", [required("Enter the day")], noun="The day",
        description="The day the present stage may begin, or the day the service starts. For example, 1 4 2027",
    )  # fmt: skip
    submit = SubmitField("Propose the dates")


class ChangeStageForm(VersionedForm):
    """The planned days of one stage."""

    starts_on = DateField("First day", [required("Enter the first day")], noun="The first day")
    ends_on = DateField("Last day", [required("Enter the last day")], noun="The last day")
    submit = SubmitField("Save the days")
