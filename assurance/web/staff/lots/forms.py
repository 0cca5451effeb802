"""What is typed to put lots together, to join them, and to leave them."""

from __future__ import annotations

from wtforms import RadioField, SelectField, StringField, SubmitField
from wtforms.validators import InputRequired, NumberRange

from assurance.domain.award.lots import LotRule
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import WholeNumberField, choices
from assurance.web.forms.validators import longest, required

_NUMBER = "Enter the number of the lot, from 1 to 50"


class StartLotsForm(BaseForm):
    """A new group of lots, of which this procurement is the first."""

    title = StringField("What the lots are together", [required("Enter what the lots are together"), longest(200)])
    number = WholeNumberField("Number of this lot", [InputRequired(_NUMBER), NumberRange(1, 50, _NUMBER)])
    most_lots = WholeNumberField(
        "Most lots one provider may be awarded",
        [InputRequired("Enter a number of lots"), NumberRange(1, 50, "Enter a number of lots from 1 to 50")],
    )
    rule = RadioField(
        "How it is chosen where a provider leads in more", [InputRequired("Select how it is chosen")],
        choices=choices(LotRule),
    )  # fmt: skip
    submit = SubmitField("Put the lots together")


class JoinLotsForm(BaseForm):
    """An existing group, and the number this procurement has in it."""

    group = SelectField("Lots of", [InputRequired("Select the lots it belongs to")])
    number = WholeNumberField("Number of this lot", [InputRequired(_NUMBER), NumberRange(1, 50, _NUMBER)])
    submit = SubmitField("Make it one of these lots")


class LeaveLotsForm(BaseForm):
    """A button and nothing else."""

    submit = SubmitField("Take this procurement out of the lots")
