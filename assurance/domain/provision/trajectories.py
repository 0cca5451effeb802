"""What a bidder promises on each outcome, contract year by contract year, and what is remarkable about it.

A promise is never changed or refused for being modest. But one that is worse than today, that earns nothing or that
falls back is told to whoever writes it, who then has to say why; and told again to whoever reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assurance.domain.contracts.outcomes import Indicator, Rule, is_falling, share
from assurance.domain.errors import InvalidInput
from assurance.domain.money import plain, round_out
from assurance.domain.provision.price_schedule import year_field

LIMIT = Decimal(10) ** 9
PER_CENT = "%"


@dataclass(frozen=True, slots=True)
class Goal:
    """An outcome of the programme as it was published; `baseline` is the result today where it is known."""

    code: str
    name: str
    unit: str
    rule: Rule
    target: Decimal
    threshold: Decimal | None = None
    baseline: Decimal | None = None

    @property
    def lower_is_better(self) -> bool:
        """Say in which direction the result should move; where nothing tells, more is better."""
        return is_falling(self.rule, self.target, self.threshold, self.baseline)

    def is_worse(self, found: Decimal, other: Decimal) -> bool:
        """Say whether a result is worse than another."""
        return found > other if self.lower_is_better else found < other

    def written(self, figure: Decimal) -> str:
        """Write a figure with its unit."""
        return f"{plain(figure)}{'' if self.unit.startswith(PER_CENT) else ' '}{self.unit}"


class Kind(StrEnum):
    """What can be remarkable about a promise."""

    WORSE_THAN_TODAY = "worse_than_today"
    EARNS_NOTHING = "earns_nothing"
    FALLS_BACK = "falls_back"
    NEVER_IN_FULL = "never_in_full"

    @property
    def wants_reason(self) -> bool:
        """Say whether the bidder has to give a reason; that the target is not reached is only told."""
        return self is not Kind.NEVER_IN_FULL


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to be told about the promise for one contract year, counted from 1."""

    kind: Kind
    year: int
    message: str


def remarks(goal: Goal, promises: Sequence[Decimal]) -> tuple[Remark, ...]:
    """List what is remarkable, year by year; of one year only the gravest is told."""
    found = [each for at, _ in enumerate(promises) if (each := _of_year(goal, promises, at)) is not None]
    if promises and earned(goal, promises[-1]) < 100 and not any(each.year == len(promises) for each in found):
        last, target = goal.written(promises[-1]), goal.written(goal.target)
        message = f"The target of {target} is not reached by the last year, which promises {last}"
        found.append(Remark(Kind.NEVER_IN_FULL, len(promises), message))
    return tuple(found)


def earned(goal: Goal, promise: Decimal) -> Decimal:
    """Return how much of this outcome’s money the promise would earn if it is kept, in per cent, for showing."""
    indicator = Indicator(
        goal.code, Decimal(1), goal.rule, goal.target, goal.threshold if goal.rule is Rule.LINEAR else None, promise,
        lower_is_better=goal.rule is Rule.PASS_FAIL and goal.lower_is_better,
    )  # fmt: skip
    return Decimal(round_out(share(indicator) * 100, 2))


def checked_promises(goal: Goal, promises: Sequence[Decimal], reason: str, term: int) -> tuple[Decimal, ...]:
    """Return the promises; raise `InvalidInput` at the cell that is no result, or that a reason is wanted for."""
    if len(promises) != term:
        raise InvalidInput(year_field(1), f"The term is {term} years, and {len(promises)} promises are given")
    for fault in _figure_faults(goal, promises):
        raise fault
    for each in remarks(goal, promises):
        if each.kind.wants_reason and not reason.strip():
            raise InvalidInput(year_field(each.year), f"{each.message}. Change it, or say below why you promise this")
    return tuple(promises)


def _figure_faults(goal: Goal, promises: Sequence[Decimal]) -> Iterator[InvalidInput]:
    for year, each in enumerate(promises, start=1):
        if not each.is_finite() or abs(each) >= LIMIT or each * 100 % 1:
            yield InvalidInput(year_field(year), "Enter a number with at most 2 figures after the point")
        elif goal.unit == PER_CENT and not 0 <= each <= 100:
            yield InvalidInput(year_field(year), "A percentage is from 0 to 100")


def _of_year(goal: Goal, promises: Sequence[Decimal], at: int) -> Remark | None:
    promise, year = promises[at], at + 1
    said = f"Year {year} promises {goal.written(promise)}"
    if goal.baseline is not None and goal.is_worse(promise, goal.baseline):
        return Remark(Kind.WORSE_THAN_TODAY, year, f"{said}, which is worse than today’s {goal.written(goal.baseline)}")
    if at and goal.is_worse(promise, promises[at - 1]):
        before = goal.written(promises[at - 1])
        return Remark(Kind.FALLS_BACK, year, f"{said}, which falls back from {before} the year before")
    if goal.threshold is not None and goal.is_worse(promise, goal.threshold):
        words = f"{said}, which is short of {goal.written(goal.threshold)} and earns nothing"
        return Remark(Kind.EARNS_NOTHING, year, words)
    return None
