"""What the lead provider types: a result with what shows it, and a subcontractor with its terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import ValidationError

from assurance.domain.provision.partners import LONGEST_PAYMENT_DAYS, PaymentBasis
from assurance.services.contracting.reporting import Result
from assurance.services.contracting.subcontracting import Subcontract
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import DateField, PercentField, WholeNumberField, choices
from assurance.web.forms.figures import FigureField
from assurance.web.forms.validators import longest, optional, required

_MEMBER = re.compile(r"(.{1,120});\s*([0-9][0-9,]{0,11})\s*;\s*(-?[0-9]{1,6}(?:\.[0-9]{1,4})?)\s*%?", re.ASCII)


class ReportForm(BaseForm):
    """One result, as a whole or provider by provider."""

    actual = FigureField(
        "Result for the contract year so far", [optional()], noun="The result",
        description="Leave it empty when you give the result of each provider below.",
    )  # fmt: skip
    members = TextAreaField(
        "Or the results of each provider", [optional(), longest(6000)],
        description="One in a line: name; people it answers for; result. They are pooled by people, never averaged.",
    )  # fmt: skip
    evidence = TextAreaField(
        "What shows the result, and where it is kept", [required("Say what shows the result"), longest(2000)]
    )
    submit = SubmitField("Report the result")

    def validate_members(self, field: Any) -> None:
        """Name the first line that cannot be read."""
        for number, line in enumerate(_lines(field.data), start=1):
            if not _MEMBER.fullmatch(line):
                raise ValidationError(f"Line {number} must be like: Kettering practices; 4000; 82.5")

    @property
    def result(self) -> Result:
        """The result as it was typed."""
        found = [_MEMBER.fullmatch(line) for line in _lines(self.members.data)]
        members = tuple(
            (each[1].strip(), Decimal(each[2].replace(",", "")), Decimal(each[3])) for each in found if each
        )
        return Result(self.actual.data, members, self.evidence.data or "")


class SubcontractForm(BaseForm):
    """A subcontractor to be added, or to come in the place of another."""

    replaces = SelectField("In whose place does it come?", [optional()])
    name = StringField("Name", [required("Enter the name"), longest(200)])
    company_number = StringField(
        "Company number", [optional()],
        description="8 characters, from the register of companies. Leave it empty for an NHS trust or a practice.",
    )  # fmt: skip
    delivers = StringField("What it delivers", [required("Enter what it delivers"), longest(300)])
    payment_basis = RadioField(
        "What does its payment follow?", [required("Select what its payment follows")], choices=choices(PaymentBasis)
    )
    share_percent = PercentField("Share of the contract value", [required("Enter the share")], noun="The share")
    payment_days = WholeNumberField(
        "Days in which it is paid", [required("Enter the days in which it is paid")], noun="The days", least=1,
        most=LONGEST_PAYMENT_DAYS,
    )  # fmt: skip
    outcome_share_percent = PercentField(
        "Outcome risk passed down", [required("Enter the share of outcome risk, 0 for none")], noun="The share"
    )
    flows_down = BooleanField("The duties of the contract with the authority are in its contract too")
    from_on = DateField("From when", [required("Enter from when")], noun="The day")
    reason = TextAreaField("Why it is needed", [required("Say why it is needed"), longest(2000)])
    submit = SubmitField("Ask the authority")

    def __init__(self, names: Sequence[str], **given: Any) -> None:
        super().__init__(**given)
        self.replaces.choices = choices([(name, name) for name in names], prompt="It is added")

    @property
    def wanted(self) -> Subcontract:
        """The subcontractor as it was typed."""
        return Subcontract(
            replaces=self.replaces.data or "", name=self["name"].data or "",
            company_number=self.company_number.data or "", delivers=self.delivers.data or "",
            payment_basis=PaymentBasis(self.payment_basis.data), share_percent=self.share_percent.data or Decimal(0),
            payment_days=self.payment_days.data or 0, from_on=self["from_on"].data, flows_down=self.flows_down.data,
            outcome_share_percent=self.outcome_share_percent.data or Decimal(0), reason=self.reason.data or "",
        )  # fmt: skip


class AgreeForm(BaseForm):
    """A button and nothing else."""

    submit = SubmitField("Sign for the lead provider")


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
