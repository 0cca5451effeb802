"""What is typed to hold records, to erase them or to keep them longer, and to set a period."""

from __future__ import annotations

from wtforms import RadioField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from assurance.domain.retention.classes import LONGEST, Kind
from assurance.web.forms.base import BaseForm
from assurance.web.forms.dates import DateField
from assurance.web.forms.fields import WholeNumberField, choices
from assurance.web.forms.validators import longest, required


class PlaceHoldForm(BaseForm):
    """Why every record is kept."""

    reason = TextAreaField(
        "Why the records are kept", [required("Say why the records are kept"), longest(4000)],
        description="For example: a claim is expected, or an inquiry asks for them.",
    )  # fmt: skip
    submit = SubmitField("Place the hold")


class EndHoldForm(BaseForm):
    """Why the hold is no longer needed."""

    reason = TextAreaField(
        "Why the hold is no longer needed", [required("Say why the hold is no longer needed"), longest(4000)]
    )
    submit = SubmitField("End the hold")


class ApproveErasureForm(BaseForm):
    """A button and nothing else."""

    submit = SubmitField("Approve the erasure")


class KeepLongerForm(BaseForm):
    """Until when the records are kept, and why."""

    keep_until = DateField("Keep them until", [required("Enter until when they are kept")])
    reason = TextAreaField("Why they are kept longer", [required("Say why they are kept longer"), longest(4000)])
    submit = SubmitField("Keep them longer")


class PeriodForm(BaseForm):
    """How long the authority keeps one kind of record."""

    kind = RadioField(
        "Kind of record", [InputRequired("Select a kind of record")],
        choices=choices([(each.value, each.label) for each in Kind]),
    )  # fmt: skip
    years = WholeNumberField("Years", [required("Enter the years")], least=1, most=LONGEST)
    reason = TextAreaField(
        "Where this comes from", [required("Name the schedule or the decision this comes from"), longest(1000)],
        description="For example: retention schedule of the board, version 4, 12 May 2025.",
    )  # fmt: skip
    submit = SubmitField("Set the period")
