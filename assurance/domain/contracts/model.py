"""How a lead provider is paid, contract year by contract year: the payment model that is published with the call.

Every year has its capitated value, the share of it that rests on outcomes, and its step on the path from pay for
performance through shadow capitation to capitation (the forward plan of founding document 003), which says how much
of a saving or an overspend is settled. Exact throughout; nothing is rounded before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from assurance.domain.contracts.measures import Achieved, Measure
from assurance.domain.contracts.outcomes import indicator_faults
from assurance.domain.contracts.payments import Earning, earnings
from assurance.domain.contracts.risk_share import RiskShare
from assurance.domain.faults import Fault
from assurance.domain.money import from_pence, round_half_up


class Phase(StrEnum):
    """A step on the path to a capitated budget."""

    PERFORMANCE = "performance"
    SHADOW = "shadow"
    CAPITATION = "capitation"

    @property
    def label(self) -> str:
        """The step in the words shown to people."""
        return {
            "performance": "Pay for performance",
            "shadow": "Shadow capitation",
            "capitation": "Capitation",
        }[self.value]

    @property
    def meaning(self) -> str:
        """What the step means for payment."""
        return {
            "performance": "The value of the year is paid, and the outcome share by results. The commissioner bears "
            "what activity costs more, and keeps what it costs less.",
            "shadow": "As with pay for performance; besides, the population budget is reckoned as if it were in force. "
            "Of the gain or loss it would bring, only the part named for the year is settled.",
            "capitation": "One budget for the population, whatever the activity. Gain and loss are settled in full "
            "within the corridor.",
        }[self.value]


@dataclass(frozen=True, slots=True)
class ContractYear:
    """One year of the contract; fractions are from 0 to 1."""

    value: Decimal
    """The capitated value: the budget for the population, which is also the spend that is expected."""
    outcome_share: Decimal
    phase: Phase = Phase.CAPITATION
    settled: Decimal = Decimal(1)
    """How much of the provider’s gain or loss is paid in this year."""


@dataclass(frozen=True, slots=True)
class PaymentModel:
    """The model of a procurement; `limit` is the deviation, as a fraction of the value, beyond which none is shared."""

    years: tuple[ContractYear, ...]
    measures: tuple[Measure, ...]
    risk: RiskShare | None = None
    limit: Decimal | None = None
    population: int | None = None

    @property
    def value(self) -> Decimal:
        """The capitated value of the whole term."""
        return sum((each.value for each in self.years), Decimal(0))

    @property
    def on_outcomes(self) -> Decimal:
        """What of it rests on outcomes, exactly."""
        return sum((each.value * each.outcome_share for each in self.years), Decimal(0))

    def priced(self, years: Sequence[Decimal]) -> PaymentModel:
        """Return the same model with the value of each year as a bidder offers it."""
        return replace(
            self, years=tuple(replace(each, value=value) for each, value in zip(self.years, years, strict=True))
        )

    def priced_by(self, schedules: Sequence[Sequence[Decimal]]) -> PaymentModel:
        """Return the model with prices that were offered by year, all added up; as it is where none fit its term."""
        years = [sum(year, Decimal(0)) for year in zip(*schedules, strict=True)]
        return self.priced(years) if len(years) == len(self.years) and all(years) else self

    def with_shares(self, shares: Sequence[Decimal]) -> PaymentModel:
        """Return the same model with other outcome shares, to see what that would change."""
        changed = zip(self.years, shares, strict=True)
        return replace(self, years=tuple(replace(each, outcome_share=share) for each, share in changed))

    def faults(self) -> Iterator[Fault]:
        """List everything that keeps payments from being computed, each at its path."""
        if not self.years:
            yield Fault("years", "there are no years")
        for number, year in enumerate(self.years):
            yield from _year_faults(f"years[{number}]", year)
        order = [list(Phase).index(each.phase) for each in self.years]
        for number, (before, after) in enumerate(zip(order, order[1:], strict=False), start=1):
            if after < before:
                yield Fault(f"years[{number}].phase", "the path never goes back to an earlier step")
        yield from indicator_faults([each.with_result(each.target) for each in self.measures])
        if self.risk is not None:
            yield from self.risk.faults("risk")
        yield from self._limit_faults()

    def _limit_faults(self) -> Iterator[Fault]:
        if self.limit is not None and not 0 < self.limit <= 1:
            yield Fault("limit", "must be above 0 and at most 1")
        if self.risk is not None and self.limit is None and self.risk.largest_loss(Fraction(1)) is None:
            yield Fault("limit", "name the largest deviation that is shared: without it a loss has no end")


@dataclass(frozen=True, slots=True)
class YearIncome:
    """What one year brings, in exact pounds."""

    base: Fraction
    outcome_pool: Fraction
    earnings: tuple[Earning, ...]
    deviation: Fraction
    """What was spent less than expected, or below zero more."""
    reckoned: Fraction
    """The provider’s gain, or below zero its loss, as if it were settled in full."""
    gain: Fraction
    """The part of it that is settled in this year."""

    @property
    def earned(self) -> Fraction:
        """What the results earned of the outcome pool."""
        return sum((each.earned for each in self.earnings), Fraction(0))

    @property
    def total(self) -> Fraction:
        """Base, earned and gain or loss together."""
        return self.base + self.earned + self.gain


def year_income(model: PaymentModel, year: int, achieved: Achieved, actual_spend: Decimal | None = None) -> YearIncome:
    """Compute one contract year, counted from 1; without an `actual_spend` it was spent as expected."""
    terms = model.years[year - 1]
    value = Fraction(terms.value)
    pool = value * Fraction(terms.outcome_share)
    deviation = Fraction(0) if actual_spend is None else value - Fraction(actual_spend)
    reckoned = shared(model, year, deviation)
    results = [each.with_result(achieved[each.code]) for each in model.measures]
    return YearIncome(
        value - pool, pool, tuple(earnings(results, pool)), deviation, reckoned, reckoned * Fraction(terms.settled)
    )


def shared(model: PaymentModel, year: int, deviation: Fraction) -> Fraction:
    """Return the provider’s part of a saving, or below zero of an overspend, before what the year settles."""
    if model.risk is None:
        return Fraction(0)
    value = Fraction(model.years[year - 1].value)
    if model.limit is not None:
        most = value * Fraction(model.limit)
        deviation = max(min(deviation, most), -most)
    return model.risk.of_provider(deviation, value)


def largest_loss(model: PaymentModel, year: int) -> Fraction:
    """Return the most that the provider can have to pay back for one year’s overspend; a saving mirrors it."""
    value, settled = Fraction(model.years[year - 1].value), Fraction(model.years[year - 1].settled)
    if model.risk is None:
        return Fraction(0)
    bounded = model.risk.largest_loss(value)
    if model.limit is not None:
        return -shared(model, year, -value * Fraction(model.limit)) * settled
    if bounded is None:
        raise ValueError("this model bounds no loss")
    return bounded * settled


def worst_income(model: PaymentModel, year: int) -> Fraction:
    """Return what a year brings when no outcome is reached and the overspend is the largest that is shared."""
    terms = model.years[year - 1]
    return Fraction(terms.value) * (1 - Fraction(terms.outcome_share)) - largest_loss(model, year)


def best_income(model: PaymentModel, year: int) -> Fraction:
    """Return what a year brings when every outcome is reached and the saving is the largest that is shared."""
    return Fraction(model.years[year - 1].value) + largest_loss(model, year)


def yearly_losses(model: PaymentModel) -> tuple[Decimal, ...]:
    """Return the most that can have to be paid back for each year, to the penny."""
    years = range(1, len(model.years) + 1)
    return tuple(from_pence(round_half_up(largest_loss(model, year), 2)) for year in years)


def maximum_downside(model: PaymentModel) -> Decimal:
    """Return the most a provider can have to pay back for one year, in the worst of them, to the penny.

    This is what its reserves and guarantee are held against. Outcome money that is not earned is not in it: that is
    income missed and not a loss to be made good, and is told as `worst_income`.
    """
    return max(yearly_losses(model), default=Decimal(0))


def remarks(model: PaymentModel) -> list[str]:
    """List what is unusual about a model and yet allowed, in words for whoever sets or reads it."""
    return [message for rule in (_falling, _path, _unsettled) for message in rule(model)]


def _falling(model: PaymentModel) -> Iterator[str]:
    for number, (before, after) in enumerate(zip(model.years, model.years[1:], strict=False), start=2):
        if after.outcome_share < before.outcome_share:
            yield f"The outcome share falls in year {number}; it usually stays or rises"


def _path(model: PaymentModel) -> Iterator[str]:
    if model.years and model.years[-1].phase is not Phase.CAPITATION:
        yield f"The path ends at {model.years[-1].phase.label.lower()} and never reaches capitation"


def _unsettled(model: PaymentModel) -> Iterator[str]:
    if model.risk is None:
        yield "Gain and loss are not shared: the commissioner bears every overspend and keeps every saving"
    elif not any(each.settled for each in model.years):
        yield "Gain and loss are shared in words only: no year settles any part of them"


def _year_faults(path: str, year: ContractYear) -> Iterator[Fault]:
    if year.value <= 0:
        yield Fault(f"{path}.value", "must be above zero")
    for name in ("outcome_share", "settled"):
        if not 0 <= getattr(year, name) <= 1:
            yield Fault(f"{path}.{name}", "must be between 0 and 1")
    if year.phase is Phase.PERFORMANCE and year.settled:
        yield Fault(f"{path}.settled", "nothing is settled under pay for performance")
    if year.phase is Phase.SHADOW and year.settled >= 1:
        yield Fault(f"{path}.settled", "less than the whole is settled in shadow; the whole is capitation")
    if year.phase is Phase.CAPITATION and year.settled != 1:
        yield Fault(f"{path}.settled", "the whole is settled under capitation")
