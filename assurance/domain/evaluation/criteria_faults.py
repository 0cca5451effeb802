"""What keeps a tree of criteria from being published, each fault at the path where it can be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from assurance.domain.evaluation.criterion import HIGHEST, MIN_MAX, NORMALISATIONS, Criterion, Kind
from assurance.domain.evaluation.pricing import FORMULAS, is_relative
from assurance.domain.faults import Fault
from assurance.domain.money import plain, round_out

LOWEST_PRICE = "lowest-price"
EARLIEST = "earliest"
TIE_RULES = frozenset({LOWEST_PRICE, EARLIEST})
"""Names of tie-break rules, which therefore no criterion may have."""


def criteria_faults(criteria: Sequence[Criterion], *, weighted: bool = True) -> tuple[Fault, ...]:
    """List every fault of a tree; `weighted` is False for a method that ignores the weights."""
    if not criteria:
        return (Fault("criteria", "there are no criteria"),)
    checks = (_weight_faults, *_CHECKS) if weighted else _CHECKS
    found = [*_sum_faults("criteria", "at the top", criteria)] if weighted else []
    for path, criterion in _walk("criteria", criteria):
        for check in checks:
            found.extend(check(path, criterion))
    found.extend(_id_faults(criteria))
    if not any(each.kind is Kind.SCORED for _, each in _walk("", criteria)):
        found.append(Fault("criteria", "at least one criterion must be scored by evaluators"))
    return tuple(found)


def _walk(path: str, criteria: Sequence[Criterion]) -> Iterator[tuple[str, Criterion]]:
    for number, criterion in enumerate(criteria):
        here = f"{path}[{number}]"
        yield here, criterion
        yield from _walk(f"{here}.children", criterion.children)


def _sum_faults(path: str, where: str, criteria: Sequence[Criterion]) -> Iterator[Fault]:
    """Weights sum to 100, unless everything here is pass or fail and so counts for nothing."""
    if all(not each.is_judged for each in criteria):
        return
    weights = [Fraction(each.weight) for each in criteria if each.weight.is_finite()]
    if sum(weights) != 100:
        yield Fault(path, f"weights {where} sum to {round_out(sum(weights), 30)}, not 100")


def _weight_faults(path: str, criterion: Criterion) -> Iterator[Fault]:
    weight = criterion.weight
    if not weight.is_finite() or not 0 <= weight <= 100:
        yield Fault(f"{path}.weight", "a weight is between 0 and 100")
    elif weight and not criterion.is_judged and criterion.kind is not Kind.GROUP:
        yield Fault(f"{path}.weight", "a pass or fail criterion carries no weight")
    elif weight and not criterion.is_judged and criterion.children:
        yield Fault(f"{path}.weight", "a group of nothing but pass or fail criteria carries no weight")
    if criterion.children:
        yield from _sum_faults(f"{path}.weight", f'under "{criterion.id}"', criterion.children)


def _kind_faults(path: str, criterion: Criterion) -> Iterator[Fault]:
    is_group = criterion.kind is Kind.GROUP
    if is_group and not criterion.children:
        yield Fault(f"{path}.children", "a group needs at least one criterion under it")
    if not is_group and criterion.children:
        yield Fault(f"{path}.children", "only a group has criteria under it")
    if criterion.kind is Kind.PRICE:
        yield from _formula_faults(f"{path}.price", criterion)


def _formula_faults(path: str, criterion: Criterion) -> Iterator[Fault]:
    formula = FORMULAS.get(criterion.price_formula)
    if formula is None:
        yield Fault(f"{path}.formula", f'there is no price formula called "{criterion.price_formula}"')
        return
    for name, message in formula.parameter_faults(criterion.price_parameters):
        yield Fault(f"{path}.{name}", message)


def _scale_faults(path: str, criterion: Criterion) -> Iterator[Fault]:
    if criterion.kind is not Kind.SCORED:
        if criterion.scale is not None:
            yield Fault(f"{path}.scale", "only a scored criterion has a scale")
    elif criterion.scale is None or criterion.scale <= 0:
        yield Fault(f"{path}.scale", "a scored criterion needs a top mark above zero")


def _minimum_faults(path: str, criterion: Criterion) -> Iterator[Fault]:
    minimum = criterion.minimum
    if minimum is None:
        return
    here = f"{path}.minimum"
    if criterion.kind in {Kind.PRICE, Kind.PASS_FAIL}:
        yield Fault(here, "only a scored criterion or a group has a minimum")
    elif any(each.kind is Kind.PRICE and is_relative(each.price_formula) for each in criterion.walk()):
        yield Fault(here, "a group that holds a price has no minimum: who is left decides what its price earns")
    elif not criterion.is_judged and criterion.kind is Kind.GROUP:
        yield Fault(here, "a group of nothing but pass or fail criteria has no minimum")
    else:
        yield from _range_faults(here, criterion, minimum)


def _range_faults(path: str, criterion: Criterion, minimum: Decimal) -> Iterator[Fault]:
    top = 100 if criterion.kind is Kind.GROUP else criterion.scale or 0
    if not minimum.is_finite() or not 0 <= minimum <= top:
        shown = plain(minimum) if minimum.is_finite() else str(minimum)
        unit = "per cent" if criterion.kind is Kind.GROUP else "marks"
        yield Fault(path, f"{shown} is not between 0 and {top} {unit}")


def _normalise_faults(path: str, criterion: Criterion) -> Iterator[Fault]:
    if criterion.normalise not in NORMALISATIONS:
        yield Fault(f"{path}.normalise", f'"{criterion.normalise}" is neither "{HIGHEST}" nor "{MIN_MAX}"')
    elif criterion.normalise and criterion.kind not in {Kind.SCORED, Kind.GROUP}:
        yield Fault(f"{path}.normalise", "only a scored criterion or a group is normalised")
    elif criterion.normalise and not criterion.is_judged:
        yield Fault(f"{path}.normalise", "a group of nothing but pass or fail criteria is not normalised")


def _other_faults(path: str, criterion: Criterion) -> Iterator[Fault]:
    if not criterion.id.strip():
        yield Fault(f"{path}.id", "a criterion needs an id")
    if criterion.id in TIE_RULES:
        yield Fault(f"{path}.id", f'"{criterion.id}" is the name of a tie-break rule')
    if criterion.word_limit is not None and criterion.word_limit <= 0:
        yield Fault(f"{path}.word_limit", "a word limit is above zero")


def _id_faults(criteria: Sequence[Criterion]) -> Iterator[Fault]:
    counts = Counter(each.id for _, each in _walk("criteria", criteria))
    seen: set[str] = set()
    for path, criterion in _walk("criteria", criteria):
        if counts[criterion.id] > 1 and criterion.id in seen:
            yield Fault(f"{path}.id", f'"{criterion.id}" is used more than once')
        seen.add(criterion.id)


_CHECKS: tuple[Callable[[str, Criterion], Iterator[Fault]], ...] = (
    _kind_faults,
    _scale_faults,
    _minimum_faults,
    _normalise_faults,
    _other_faults,
)
