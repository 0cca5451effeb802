"""What is typed to propose an amendment and to decide on one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, SubmitField, TextAreaField

from assurance.domain.contracts.grounds import Ground
from assurance.domain.contracts.schedule_changes import SCHEDULES, Amount
from assurance.services.contracting.amending import Proposal
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import DateField, MoneyField, WholeNumberField, choices
from assurance.web.forms.validators import longest, optional, required

DIRECTIONS = (("none", "It does not change"), ("adds", "More is paid"), ("takes", "Less is paid"))


class ProposeAmendmentForm(BaseForm):
    """An amendment: what changes, why, on which ground in law, and by how much."""

    title = StringField("What changes, in a few words", [required("Say in a few words what changes"), longest(200)])
    reason = TextAreaField(
        "Why the contract has to change", [required("Say why the contract has to change")],
        description="What happened, and why it cannot be met within the contract as it is.",
    )  # fmt: skip
    ground = RadioField("On which ground may it be changed?", [required("Select the ground")])
    is_own_decision = BooleanField("The change is attributable to a decision of the authority")
    direction = RadioField(
        "How does the value change?", [required("Select how the value changes")], choices=choices(list(DIRECTIONS)),
        default="none",
    )  # fmt: skip
    change = MoneyField("By how much, over all years it is for", [optional()], noun="The amount")
    from_year = WholeNumberField(
        "From which contract year on", [optional()], least=1, most=30, noun="The year",
        description="The amount is spread over this and all later years in equal parts.",
    )  # fmt: skip
    years_added = WholeNumberField(
        "Years by which the term is extended", [optional()], most=10, noun="The extension",
        description="The amount is then the price of the added years. Leave it empty for none.",
    )  # fmt: skip
    schedule = SelectField("Which schedule changes in its words", [optional()])
    text = TextAreaField("The words of the change", [optional(), longest(4000)])
    effective_on = DateField("When it takes effect", [required("Enter when it takes effect")], noun="The day")
    submit = SubmitField("Propose the amendment")

    def __init__(self, grounds: Sequence[Ground], **given: Any) -> None:
        super().__init__(**given)
        self.ground.choices = choices([(each.code, f"{each.label} ({each.provision})") for each in grounds])
        self.schedule.choices = choices(list(SCHEDULES.items()), prompt="No schedule changes in its words")

    @property
    def proposal(self) -> Proposal:
        """The amendment as it was typed."""
        amount = self.change.data or Decimal(0)
        signed = {"none": Decimal(0), "adds": amount, "takes": -amount}[self.direction.data]
        clauses = {self.schedule.data: self.text.data} if self.schedule.data and self.text.data else {}
        return Proposal(
            title=self.title.data or "", reason=self.reason.data or "", ground=self.ground.data,
            is_own_decision=self.is_own_decision.data, effective_on=self["effective_on"].data,
            amount=Amount(signed, self.from_year.data or 1, self.years_added.data or 0), clauses=clauses,
        )  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the amount where the value changes, and for the words where a schedule does."""
        whole = super().validate(extra_validators)
        if self.direction.data in ("adds", "takes") and not self.change.data and not self.change.errors:
            self.change.errors = ["Enter by how much the value changes"]
            whole = False
        if self.schedule.data and not self.text.data:
            self.text.errors = ["Enter the words of the change"]
            whole = False
        if self.text.data and not self.schedule.data:
            self.schedule.errors = ["Select the schedule whose words change"]
            whole = False
        return whole


class DecideAmendmentForm(BaseForm):
    """The decision on an amendment."""

    decision = RadioField(
        "Your decision", [required("Select your decision")],
        choices=choices([("approve", "Approve"), ("refuse", "Refuse")]),
    )  # fmt: skip
    reason = TextAreaField("Reason", [required("Enter the reason")])
    submit = SubmitField("Put the decision on record")


class WithdrawAmendmentForm(BaseForm):
    """A button and nothing else."""

    submit = SubmitField("Withdraw the amendment")
