"""What officers type of the providers of today, and the owner of prices that nobody can pay."""

from __future__ import annotations

from decimal import Decimal

from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import MoneyField, choices
from assurance.web.forms.validators import longest, optional, required

SURPLUS, DEFICIT = "surplus", "deficit"


class IncumbentForm(VersionedForm):
    """A provider of today: what it has from the programme, how its year ended, and what depends on it."""

    name = StringField("Name of the provider", [required("Enter the name of the provider"), longest(200)])
    income = MoneyField(
        "Income from this programme in a year", [required("Enter what it has from the programme in a year")],
        noun="The income",
    )  # fmt: skip
    ended = RadioField(
        "How its latest year ended, as a whole", [InputRequired("Select whether it ended in surplus or in deficit")],
        choices=choices([(SURPLUS, "In surplus, or even"), (DEFICIT, "In deficit")]),
    )  # fmt: skip
    amount = MoneyField(
        "Amount of the surplus or deficit", [required("Enter the amount, 0 if the year ended even")], noun="The amount"
    )
    dependents = TextAreaField(
        "Services that depend on the same people or beds", [optional(), longest(2000)],
        description="For example a trauma rota. Every bidder says what becomes of them.",
    )  # fmt: skip
    submit = SubmitField("Save the provider")

    @property
    def result(self) -> Decimal:
        """The surplus, or the deficit as a negative amount."""
        amount: Decimal = self.data["amount"]
        return -amount if self.ended.data == DEFICIT else amount


class NobodyLosesForm(BaseForm):
    """Why no provider of today loses by the programme."""

    reason = TextAreaField(
        "Why no provider of today loses income", [required("Say why no provider loses income"), longest(4000)],
        description="Checkpoint 1 tests it. Registering a provider later takes this statement away.",
    )  # fmt: skip
    submit = SubmitField("Record that nobody loses")


class DecideAffordabilityForm(BaseForm):
    """Why the procurement goes on although everybody costs more than the envelope."""

    reason = TextAreaField(
        "How it can become affordable", [required("Enter the reason"), longest(4000)],
        description="Say what money could be found, or what could be left out, and who has agreed to that.",
    )  # fmt: skip
    submit = SubmitField("Record the decision to go on")


class ConfirmForm(BaseForm):
    """A button and nothing else."""

    submit = SubmitField("Confirm")
