"""Whether a running contract may be changed on a ground: its value limit computed, refused above, warned of before.

What a law asks beside figures is left to people, in the words of `Ground.caution`. Percentages are of the value of the
contract when it was entered into, exact; a limit is warned of from four fifths on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assurance.domain.contracts.grounds import Ground, Limit
from assurance.domain.money import format_gbp, percent, plain
from assurance.domain.procedures.regimes import Regime

WARN_FROM = Fraction(4, 5)
PSR_NOTICE_FROM = Decimal(500_000)
PA23_NOTICE_ABOVE = Fraction(10)


@dataclass(frozen=True, slots=True)
class Change:
    """What one amendment does to the value, in pounds, and to the term, in months; negative takes away."""

    ground: str
    value: Decimal
    months: int = 0


@dataclass(frozen=True, slots=True)
class Original:
    """The contract when it was entered into."""

    value: Decimal
    longest_months: int
    """The longest term provided for on award: with every extension."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the figures of an amendment come to, and what the law says of them."""

    percent: Fraction
    """This change, in per cent of the original value."""
    cumulative: Decimal
    cumulative_percent: Fraction
    """All changes so far and this one, net."""
    refusals: tuple[str, ...]
    warnings: tuple[str, ...]


def judge(original: Original, earlier: Sequence[Change], change: Change, ground: Ground) -> Judgement:
    """Work out the percentages, and say in words what is above a limit and what comes near it."""
    together = sum((each.value for each in earlier), change.value)
    refusals = [*_over(original, earlier, change, ground), *_too_long(original, change, ground)]
    warnings = [] if refusals else list(_near(original, earlier, change, ground))
    if ground.caution:
        warnings.append(f"{ground.caution} ({ground.provision})")
    return Judgement(
        _share(change.value, original), together, _share(together, original), tuple(refusals), tuple(warnings)
    )


def notice_needed(
    regime: Regime, judgement: Judgement, change: Change, *, is_own_decision: bool, is_light_touch: bool, months: int
) -> str:
    """Say which notice the law asks for because of an amendment, and when; empty where it asks for none.

    `months` is the longest term provided for on award.
    """
    if regime is Regime.PSR:
        if change.ground == "urgent":
            return "A notice of the urgent modification is due within 30 days (PSR 2023 reg 14(4) and (5))."
        if is_own_decision and abs(judgement.cumulative) >= PSR_NOTICE_FROM:
            return "A notice of the modification is due within 30 days (PSR 2023 reg 13(4) and (5))."
        return ""
    if regime is Regime.PA23:
        return _change_notice(judgement, change, is_light_touch=is_light_touch, months=months)
    if change.ground in ("additional", "unforeseeable"):
        return "A notice of the modification must be sent for publication (PCR 2015 reg 72(3))."
    return ""


def _change_notice(judgement: Judgement, change: Change, *, is_light_touch: bool, months: int) -> str:
    """Section 75(2) lets a notice be left out where the value or the term changes by a tenth or less."""
    if is_light_touch:
        return ""
    by_value = abs(judgement.percent) > PA23_NOTICE_ABOVE
    by_term = Fraction(abs(change.months) * 100, months) > PA23_NOTICE_ABOVE
    small = (change.value != 0 and not by_value) or (change.months != 0 and not by_term)
    untouched = change.value == 0 and change.months == 0
    if change.ground == "restructuring" or not (small or untouched):
        return "A contract change notice must be published before the contract is modified (PA 2023 s75(1))."
    return ""


def _over(original: Original, earlier: Iterable[Change], change: Change, ground: Ground) -> Iterator[str]:
    limit = ground.limit
    if limit is None:
        return
    measured = _measured(limit, earlier, change)
    found = abs(_share(measured, original))
    allowed = Fraction(limit.percent)
    is_over = found >= allowed if limit.reaching_is_over else found > allowed
    if is_over and not (limit.or_below is not None and abs(measured) < limit.or_below):
        yield f"{_comes_to(limit, measured, original)}; {_most(limit)} ({limit.provision})."


def _near(original: Original, earlier: Iterable[Change], change: Change, ground: Ground) -> Iterator[str]:
    limit = ground.limit
    if limit is None:
        return
    measured = _measured(limit, earlier, change)
    if abs(_share(measured, original)) >= Fraction(limit.percent) * WARN_FROM:
        yield f"{_comes_to(limit, measured, original)}, near the limit: {_most(limit)} ({limit.provision})."


def _too_long(original: Original, change: Change, ground: Ground) -> Iterator[str]:
    if ground.term_percent is None:
        return
    found = Fraction(abs(change.months) * 100, original.longest_months)
    if found > Fraction(ground.term_percent):
        yield (
            f"The term changes by {percent(found)} of the longest term provided for on award; not more than "
            f"{plain(ground.term_percent)}% is allowed on this ground ({ground.provision})."
        )


def _measured(limit: Limit, earlier: Iterable[Change], change: Change) -> Decimal:
    """Add up what the limit counts together; what is taken away does not count where only increases do."""
    counted = [change]
    if limit.is_cumulative:
        counted += [each for each in earlier if not limit.only_same_ground or each.ground == change.ground]
    total = sum((each.value for each in counted), Decimal(0))
    return max(total, Decimal(0)) if limit.only_increases else total


def _comes_to(limit: Limit, measured: Decimal, original: Original) -> str:
    what = "With the changes so far, the value changes" if limit.is_cumulative else "The value changes"
    return f"{what} by {format_gbp(abs(measured))}, {percent(abs(_share(measured, original)))} of the original value"


def _most(limit: Limit) -> str:
    words = f"{'less than' if limit.reaching_is_over else 'not more than'} {plain(limit.percent)}%"
    beside = f" or below {format_gbp(limit.or_below)}" if limit.or_below is not None else ""
    return f"{words}{beside} is allowed on this ground"


def _share(value: Decimal, original: Original) -> Fraction:
    return Fraction(value) * 100 / Fraction(original.value)
