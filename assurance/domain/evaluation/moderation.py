"""How far evaluators are apart, and what an agreed mark needs. Consensus is argued, never averaged.

The mean and the standard deviation are shown for reference only; *Lancashire Care v Lancashire County Council* [2018]
EWHC 1589 (TCC) asks that the record show why a mark was agreed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from assurance.domain.evaluation.rationale import ENOUGH_CHARACTERS
from assurance.domain.faults import Fault
from assurance.domain.money import round_out

FAR_APART = 2
"""Marks this far apart need to be discussed before they are agreed."""

_PRECISE = Context(prec=50, rounding=ROUND_HALF_UP)

_MEAN = re.compile(
    r"\b(?:averag\w*|mean|median|midpoint|middle|rounded|rounding|split the difference)\b", re.IGNORECASE
)
_ABOUT = (
    "a about agreed all an and are arithmetic arithmetical as at average averaged averages averaging because both by "
    "calculated chosen consensus decided difference down each evaluator evaluators figure final five for four from "
    "given half has have in individual is it just mark marks mean median member members middle midpoint moderator "
    "nearest number of on one our out panel panels result rounded rounding score scored scorers scores simple simply "
    "so split taken that the their them therefore these they this three to took two under up used was we were which "
    "whole with zero"
)
_ABOUT_MARKS = frozenset(_ABOUT.split())
_WORDS_OF_SUBSTANCE = 5


@dataclass(frozen=True, slots=True)
class Spread:
    """How evaluators' marks for one bid and criterion lie; figures to two places, for showing."""

    lowest: Decimal
    highest: Decimal
    range: Decimal
    mean: Decimal
    standard_deviation: Decimal | None
    """Of the sample; None for a single mark."""

    @property
    def needs_discussion(self) -> bool:
        """Say whether the marks are too far apart to be agreed without discussion."""
        return self.range >= FAR_APART


def spread(marks: Sequence[Decimal | int]) -> Spread | None:
    """Describe a set of marks, or None if there are none."""
    if not marks:
        return None
    exact = [Fraction(mark) for mark in marks]
    mean = sum(exact, Fraction(0)) / len(exact)
    lowest, highest = min(exact), max(exact)
    return Spread(
        lowest=_shown(lowest),
        highest=_shown(highest),
        range=_shown(highest - lowest),
        mean=_shown(mean),
        standard_deviation=_deviation(exact, mean) if len(exact) > 1 else None,
    )


def _deviation(exact: Sequence[Fraction], mean: Fraction) -> Decimal:
    variance = sum(((mark - mean) ** 2 for mark in exact), Fraction(0)) / (len(exact) - 1)
    root = _PRECISE.sqrt(_PRECISE.divide(Decimal(variance.numerator), Decimal(variance.denominator)))
    return _shown(Fraction(root))


def _shown(value: Fraction) -> Decimal:
    return Decimal(round_out(value, 2))


def needs_discussion(marks: Sequence[Decimal | int]) -> bool:
    """Say whether marks are two or more apart."""
    found = spread(marks)
    return found is not None and found.needs_discussion


def consensus_faults(scale_top: int, mark: Decimal | int, reason: str) -> tuple[Fault, ...]:
    """List what keeps an agreed mark from being recorded; the paths are the fields `mark` and `reason`."""
    return tuple(_consensus_faults(scale_top, mark, reason))


def _consensus_faults(scale_top: int, mark: Decimal | int, reason: str) -> Iterator[Fault]:
    if mark not in range(scale_top + 1):
        yield Fault("mark", f"The agreed mark must be a whole number from 0 to {scale_top}")
    words = " ".join(reason.split())
    if len(words) < ENOUGH_CHARACTERS:
        yield Fault("reason", f"Say in at least {ENOUGH_CHARACTERS} characters why this mark was agreed")
    elif is_only_the_mean(words):
        yield Fault("reason", "An average is not a reason: say what in the bid earns this mark")


def is_only_the_mean(reason: str) -> bool:
    """Say whether a reason rests on the average of the marks and says next to nothing about the bid."""
    if not _MEAN.search(reason):
        return False
    substance = [word for word in re.findall(r"[a-z]+", reason.lower()) if word not in _ABOUT_MARKS]
    return len(substance) < _WORDS_OF_SUBSTANCE
