"""What a bidder offers: price by year, partners and their terms, the cover of an element, promises on an outcome.

The boxes that follow from the programme, one for each year or provider, are added when a form is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, SubmitField, TextAreaField

from assurance.domain.provision.coverage import Line
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.provision.partners import LONGEST_PAYMENT_DAYS, Partner, PartnerRole, PaymentBasis
from assurance.domain.provision.price_schedule import schedule_faults, year_field
from assurance.persistence.queries.offers import ACCOUNTABLE, TAKES_PART
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import MoneyField, PercentField, WholeNumberField, choices
from assurance.web.forms.figures import FigureField
from assurance.web.forms.validators import longest, optional, required

PARTS = ((ACCOUNTABLE, "Accountable"), (TAKES_PART, "Takes part"))


class PriceForm(VersionedForm):
    """The price for the whole term, and for each year of it; made by `price_form`."""

    amount = MoneyField("Price for the whole term of the contract", noun="The price")
    submit = SubmitField("Save")

    term: int

    @property
    def years(self) -> list[Decimal | None]:
        """The price of each year as it was typed."""
        return [self[year_field(year)].data for year in range(1, self.term + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Say at every cell what is wrong with it, and at the price when the years do not come to it."""
        whole = super().validate(extra_validators)
        for fault in schedule_faults(self.amount.data, self.years, self.term):
            if not self[fault.path].errors:
                self[fault.path].errors = [fault.message]
                whole = False
        return whole


def price_form(kept: Any, term: int, **given: Any) -> PriceForm:
    """Make the form for a term of so many years, filled with the price that is kept; `given` goes to the form."""
    boxes = {
        year_field(year): MoneyField(f"Year {year}", noun=f"The price of year {year}") for year in range(1, term + 1)
    }
    kind = type("PriceFormOfTerm", (PriceForm,), {**boxes, "term": term})
    filled: dict[str, Any] = {}
    if kept is not None:
        filled = {year_field(at): each for at, each in enumerate(kept.years or (), start=1)} | {"amount": kept.amount}
    form: PriceForm = kind(version=kept.version if kept else 0, data=filled, **given)
    return form


class FormOfWorkingForm(BaseForm):
    """How the providers of the bid are bound to each other."""

    integration_form = RadioField(
        "How will you and your partners be bound to each other?", [required("Select one of the forms")]
    )
    was = HiddenField()
    """The form that was chosen when the page was opened."""
    submit = SubmitField("Save")

    def __init__(self, allowed: Sequence[str], **given: Any) -> None:
        super().__init__(**given)
        self.integration_form.choices = choices([(form, IntegrationForm(form).label) for form in allowed])


class PartnerForm(BaseForm):
    """A provider who delivers part of the care, and on what terms."""

    name = StringField("Name of the partner", [required("Enter the name"), longest(200)])
    role = RadioField("How does it take part?", [required("Select how it takes part")], choices=choices(PartnerRole))
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
        most=LONGEST_PAYMENT_DAYS, description="From a valid invoice.",
    )  # fmt: skip
    outcome_share_percent = PercentField(
        "Outcome risk passed down", [required("Enter the share of outcome risk, 0 for none")], noun="The share",
        description="How much of its own payment depends on the outcomes.",
    )  # fmt: skip
    flows_down = BooleanField("The duties of the contract with the authority are in its contract too")
    has_no_exclusion_ground = BooleanField("It has confirmed to us that no ground for exclusion applies to it")
    is_not_debarred = BooleanField("We looked for it on the debarment list and did not find it")
    has_signed_terms = BooleanField("It has signed heads of terms with us")
    submit = SubmitField("Save the partner")

    @property
    def partner(self) -> Partner:
        """The terms as they were typed."""
        return Partner(
            name=self["name"].data or "", role=PartnerRole(self.role.data),
            company_number=self.company_number.data or "", delivers=self.delivers.data or "",
            payment_basis=PaymentBasis(self.payment_basis.data), share_percent=self.share_percent.data or Decimal(0),
            payment_days=self.payment_days.data or 0, flows_down=self.flows_down.data,
            outcome_share_percent=self.outcome_share_percent.data or Decimal(0),
            has_no_exclusion_ground=self.has_no_exclusion_ground.data, is_not_debarred=self.is_not_debarred.data,
            has_signed_terms=self.has_signed_terms.data,
        )  # fmt: skip


class ChangePartnerForm(VersionedForm, PartnerForm):
    """The terms of a partner who is named already."""

    was = HiddenField()
    """The name under which it was kept when the page was opened."""


class RemoveForm(VersionedForm):
    """Takes one thing out of the tender."""

    name = HiddenField()
    submit = SubmitField("Remove")


class CoverForm(VersionedForm):
    """Who delivers one element of care; made by `cover_form`, with a part and a basis for each provider."""

    data_set = TextAreaField(
        "What goes with the patient", [optional(), longest(300)],
        description="The data set that is handed over, and how soon. For example: referral and imaging, the same day.",
    )  # fmt: skip
    submit = SubmitField("Save")
    go_on = SubmitField("Save and go to the next element")

    providers: Sequence[str]

    def boxes(self) -> list[tuple[str, Any, Any]]:
        """List each provider with the box for its part and the one for its basis."""
        return [(name, self[f"part_{at}"], self[f"basis_{at}"]) for at, name in enumerate(self.providers)]

    def lines(self, element: str) -> list[Line]:
        """The cover as it was chosen; who has no part in the element is left out."""
        return [
            Line(element, name, part.data == ACCOUNTABLE, basis.data or "", self.data_set.data or "")
            for name, part, basis in self.boxes()
            if part.data
        ]


def cover_form(bases: Mapping[str, str], kept: Any, **options: Any) -> CoverForm:
    """Make the form for the providers of a bid, each with the basis it is usually paid by, filled with what is kept."""
    boxes: dict[str, Any] = {"providers": list(bases)}
    given = {each["name"]: each for each in kept.providers} if kept else {}
    filled: dict[str, Any] = {"data_set": kept.data_set if kept else ""}
    for at, (name, basis) in enumerate(bases.items()):
        boxes[f"part_{at}"] = SelectField(f"Part of {name}", choices=choices(PARTS, prompt="No part"))
        boxes[f"basis_{at}"] = SelectField(f"Payment of {name}", choices=choices(PaymentBasis, prompt="Not said"))
        part = given.get(name, {"part": "", "payment_basis": basis})
        filled |= {f"part_{at}": part["part"], f"basis_{at}": part["payment_basis"]}
    kind = type("CoverFormOfBid", (CoverForm,), boxes)
    form: CoverForm = kind(version=kept.version if kept else 0, data=filled, **options)
    return form


class TrajectoryForm(VersionedForm):
    """What is promised on one outcome, year by year; made by `trajectory_form`."""

    reason = TextAreaField(
        "Why you can promise this", [optional(), longest(1000)],
        description="Needed when a promise is worse than today, earns nothing or falls back.",
    )  # fmt: skip
    submit = SubmitField("Save")
    go_on = SubmitField("Save and go to the next outcome")

    term: int

    @property
    def years(self) -> list[Any]:
        """The boxes of the years."""
        return [self[year_field(year)] for year in range(1, self.term + 1)]

    @property
    def today(self) -> Decimal | None:
        """The result today, where it was asked for."""
        return self["baseline"].data if "baseline" in self else None


def trajectory_form(kept: Any, term: int, *, asks_today: bool, **options: Any) -> TrajectoryForm:
    """Make the form for a term of so many years; `asks_today` where the programme does not know today’s result."""
    boxes: dict[str, Any] = {
        year_field(year): FigureField(f"Year {year}", [required(f"Enter the promise for year {year}")],
                                      noun=f"The promise for year {year}")
        for year in range(1, term + 1)
    }  # fmt: skip
    if asks_today:
        boxes["baseline"] = FigureField("The result today", [optional()], noun="The result today")
    filled = {year_field(at): each for at, each in enumerate(kept.promises, start=1)} if kept else {}
    given = {**filled, "reason": kept.reason, "baseline": kept.baseline} if kept else {}
    kind = type("TrajectoryFormOfTerm", (TrajectoryForm,), {**boxes, "term": term})
    form: TrajectoryForm = kind(version=kept.version if kept else 0, data=given, **options)
    return form
