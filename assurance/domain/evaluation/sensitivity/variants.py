"""Who would win under every other price formula and every other method, on the same marks and prices.

Only what was published decides; this shows how much it decides (the 38 formulas compared by Stilger et al. name
different winners for the same bids). A parameter that was never published is taken from its default or derived from
the prices by one rule, and marked so; where no rule is sensible the row says that it needs parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.criterion import Criterion, Kind
from assurance.domain.evaluation.pricing import FORMULAS, PriceFormula
from assurance.domain.evaluation.result import Result
from assurance.domain.evaluation.sensitivity.published import is_weighted_sum, method_name
from assurance.domain.faults import FaultsFound
from assurance.domain.money import from_pence, round_half_up

if TYPE_CHECKING:
    from assurance.domain.evaluation.document import Evaluation

Parameters = Mapping[str, Decimal]
BAND = {"min": Fraction(1, 2), "optimal": Fraction(1, 2), "max": Fraction(3, 2)}
"""Derived bounds of a band, as parts of the mean price still in."""
STANDS_FOR = {"min": "optimal", "optimal": "min"}
"""Two names of the same thing: the price that earns everything."""


class Status(StrEnum):
    """How a row came about."""

    PUBLISHED = "published"
    COMPUTED = "computed"
    NEEDS_PARAMETERS = "needs-parameters"
    NOT_APPLICABLE = "not-applicable"


class Source(StrEnum):
    """Where the parameters of a formula come from."""

    NONE = ""
    PUBLISHED = "published"
    DEFAULT = "default"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Variant:
    """One formula or method, and who would be first under it."""

    name: str
    label: str
    status: Status
    leaders: tuple[str, ...] = ()
    parameters: Mapping[str, Parameters] = field(default_factory=dict)
    """By price criterion."""
    source: Source = Source.NONE
    why: str = ""
    """Why there is no winner to name."""


def other_formulas(evaluation: Evaluation, result: Result) -> tuple[Variant, ...]:
    """List every price formula with its winner, in the weighted sum; empty where no criterion is a price."""
    if not evaluation.tree.prices() or not result.ranked:
        return ()
    return tuple(_formula_row(evaluation, result, formula) for formula in FORMULAS.values())


def other_methods(evaluation: Evaluation, result: Result) -> tuple[Variant, ...]:
    """List every method of ranking with its winner; empty where no criterion is a price."""
    if not evaluation.tree.prices() or not result.ranked:
        return ()
    from assurance.domain.evaluation.methods import METHODS

    return tuple(_method_row(evaluation, result, name) for name in METHODS)


def _formula_row(evaluation: Evaluation, result: Result, formula: PriceFormula) -> Variant:
    chosen = {each.id: _parameters(each, formula, evaluation, result) for each in evaluation.tree.prices()}
    parameters = {key: given for key, (given, _) in chosen.items() if given}
    source = max((source for _, source in chosen.values()), key=list(Source).index)
    is_published = is_weighted_sum(evaluation) and all(
        each.price_formula == formula.name for each in evaluation.tree.prices()
    )
    status = Status.PUBLISHED if is_published else Status.COMPUTED
    tree = CriteriaTree(with_formula(evaluation.tree.criteria, formula.name, parameters))
    row = Variant(formula.name, formula.label, status, (), parameters, source)
    return _computed(row, _by_weighted_sum(replace(evaluation, tree=tree)))


def with_formula(
    criteria: tuple[Criterion, ...], name: str, parameters: Mapping[str, Parameters]
) -> tuple[Criterion, ...]:
    """Give the same criteria with every price marked by one formula, its parameters by price criterion."""
    return tuple(
        replace(each, price_formula=name, price_parameters=parameters.get(each.id, {}))
        if each.kind is Kind.PRICE
        else replace(each, children=with_formula(each.children, name, parameters))
        for each in criteria
    )


def _parameters(
    criterion: Criterion, formula: PriceFormula, evaluation: Evaluation, result: Result
) -> tuple[Parameters, Source]:
    """Take the published parameters of the formula, else defaults, else what can be derived from the prices."""
    if criterion.price_formula == formula.name:
        return criterion.price_parameters, Source.PUBLISHED if criterion.price_parameters else Source.NONE
    if not formula.parameters:
        return {}, Source.NONE
    if all(each.default is not None for each in formula.parameters):
        return {each.name: each.default for each in formula.parameters if each.default is not None}, Source.DEFAULT
    still_in = set(result.ranking)
    prices = [Fraction(bid.prices[criterion.id]) for bid in evaluation.bids if bid.id in still_in]
    mean = sum(prices, Fraction(0)) / len(prices)
    known = criterion.price_parameters
    derived = {}
    for each in formula.parameters:
        given = known.get(each.name, known.get(STANDS_FOR.get(each.name, "")))
        derived[each.name] = given or from_pence(round_half_up(BAND[each.name] * mean, 2))
    return derived, Source.DERIVED


def _by_weighted_sum(evaluation: Evaluation) -> Evaluation:
    if is_weighted_sum(evaluation):
        return evaluation
    from assurance.domain.evaluation.methods import Method

    return _with_method(evaluation, Method())


def _method_row(evaluation: Evaluation, result: Result, name: str) -> Variant:
    from assurance.domain.evaluation.methods import COEFFICIENT, METHODS, MONETISED, Method

    label = METHODS[name].label
    if name == method_name(evaluation):
        return Variant(name, label, Status.PUBLISHED, result.leaders)
    if name == MONETISED:
        return Variant(
            name, label, Status.NEEDS_PARAMETERS,
            why="Nothing published says what one per cent of quality is worth in pounds.",
        )  # fmt: skip
    if name == COEFFICIENT:
        return Variant(
            name, label, Status.NOT_APPLICABLE,
            why="It needs features whose marks are fractions of the price, not marks on a scale.",
        )  # fmt: skip
    return _computed(Variant(name, label, Status.COMPUTED), _with_method(evaluation, Method(name)))


def _with_method(evaluation: Evaluation, method: object) -> Evaluation:
    change: dict[str, Any] = {"method": method}
    return replace(evaluation, **change)


def _computed(row: Variant, evaluation: Evaluation) -> Variant:
    try:
        return replace(row, leaders=evaluation.result().leaders)
    except FaultsFound as found:
        return replace(row, status=Status.NOT_APPLICABLE, why="; ".join(str(fault) for fault in found.faults))
    except InvalidInput as wrong:
        return replace(row, status=Status.NOT_APPLICABLE, why=wrong.message)
