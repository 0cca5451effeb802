"""The drafted criteria under every other price formula and every other method, each with its figures.

A figure that is not drafted is the usual one, or is derived from the dummy prices by one rule and said so: a straight
line runs from an eighth below the lowest price to a tenth above the highest, and one per cent of quality is worth half
a per cent of the lowest price. Each feature of the coefficient is worth what its criterion counts for in the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.criterion import Criterion, Kind
from assurance.domain.evaluation.document import Evaluation
from assurance.domain.evaluation.methods import COEFFICIENT, METHODS, MONETISED, VALUE_PER_POINT, WEIGHTED_SUM, Method
from assurance.domain.evaluation.precise import decimal
from assurance.domain.evaluation.pricing import FORMULAS, PriceFormula
from assurance.domain.evaluation.sensitivity.variants import STANDS_FOR, Parameters, Source, with_formula
from assurance.domain.money import from_pence, round_half_up

FROM_LOWEST, FROM_HIGHEST = Fraction(7, 8), Fraction(11, 10)
WORTH = Fraction(1, 200)
MIXED = "as-drafted"


@dataclass(frozen=True, slots=True)
class Variation:
    """One way of ranking the same bids."""

    name: str
    """Of the formula or of the method; several drafted formulas together have a name of their own."""
    is_formula: bool
    evaluation: Evaluation
    is_drafted: bool = False
    parameters: Mapping[str, Parameters] = field(default_factory=dict)
    """By price criterion; those of a method stand under an empty name."""
    source: Source = Source.NONE

    @property
    def compares(self) -> bool:
        """Say whether what a bid earns depends on the other bids in a way that can change their order."""
        criteria = self.evaluation.tree.walk()
        if self.is_formula:
            return any(each.is_relative for each in criteria)
        return any(each.normalise for each in criteria)


def drafted(evaluation: Evaluation) -> Variation:
    """Give the criteria as they stand."""
    prices = evaluation.tree.prices()
    formulas = {each.price_formula for each in prices}
    if not evaluation.method.is_weighted_sum:
        worth = evaluation.method.value_per_point
        given: dict[str, Parameters] = {"": {VALUE_PER_POINT: worth}} if worth else {}
        return Variation(evaluation.method.name, False, evaluation, True, given, _published(given))
    name = formulas.pop() if len(formulas) == 1 else MIXED
    drawn: dict[str, Parameters] = {each.id: each.price_parameters for each in prices if each.price_parameters}
    return Variation(name, True, evaluation, True, drawn, _published(drawn))


def _published(given: Mapping[str, Parameters]) -> Source:
    return Source.PUBLISHED if given else Source.NONE


def others(evaluation: Evaluation) -> Iterator[Variation]:
    """Give every other formula in the weighted sum, then every other method."""
    own = drafted(evaluation)
    for formula in FORMULAS.values():
        if not (own.is_formula and own.name == formula.name):
            yield _with_formula(evaluation, formula)
    for name in METHODS:
        if name not in {WEIGHTED_SUM, evaluation.method.name}:
            yield _with_method(evaluation, name)


def _with_formula(evaluation: Evaluation, formula: PriceFormula) -> Variation:
    chosen = {each.id: _parameters(each, formula, evaluation.bids) for each in evaluation.tree.prices()}
    parameters = {key: given for key, (given, _) in chosen.items() if given}
    source = max((source for _, source in chosen.values()), key=list(Source).index)
    tree = CriteriaTree(with_formula(evaluation.tree.criteria, formula.name, parameters))
    by_points = replace(evaluation, tree=tree, method=Method())
    return Variation(formula.name, True, by_points, False, parameters, source)


def _parameters(criterion: Criterion, formula: PriceFormula, bids: tuple[BidInput, ...]) -> tuple[Parameters, Source]:
    known = criterion.price_parameters
    names = [each.name for each in formula.parameters]
    if criterion.price_formula == formula.name:
        return known, _published({"": known} if known else {})
    given = {name: known.get(name, known.get(STANDS_FOR.get(name, ""))) for name in names}
    if names and all(value is not None for value in given.values()):
        return {name: value for name, value in given.items() if value is not None}, Source.PUBLISHED
    defaults = {each.name: each.default for each in formula.parameters if each.default is not None}
    if len(defaults) == len(names):
        return defaults, Source.DEFAULT if names else Source.NONE
    prices = [Fraction(bid.prices[criterion.id]) for bid in bids]
    low, high = FROM_LOWEST * min(prices), FROM_HIGHEST * max(prices)
    return {name: _pence(high if name == "max" else low) for name in names}, Source.DERIVED


def _pence(amount: Fraction) -> Decimal:
    return from_pence(max(round_half_up(amount, 2), 1))


def _with_method(evaluation: Evaluation, name: str) -> Variation:
    if name == MONETISED:
        worth = _pence(WORTH * min(bid.total_price for bid in evaluation.bids))
        method = Method(name, worth)
        given = {"": {VALUE_PER_POINT: worth}}
        return Variation(name, False, replace(evaluation, method=method), False, given, Source.DERIVED)
    if name == COEFFICIENT:
        return Variation(name, False, as_features(evaluation), False, {}, Source.DERIVED)
    return Variation(name, False, replace(evaluation, method=Method(name)))


def as_features(evaluation: Evaluation) -> Evaluation:
    """Turn each scored criterion into a feature worth what it counts for in the whole; to fifty digits."""
    tree = evaluation.tree
    worth = {each.id: tree.global_weight(each.id) / 100 / Fraction(each.scale or 1) for each in tree.scored()}
    bids = tuple(
        replace(bid, scores={key: decimal(worth[key] * Fraction(mark)) for key, mark in bid.scores.items()})
        for bid in evaluation.bids
    )
    criteria = tuple(_features(each, worth) for each in tree.criteria)
    return replace(evaluation, tree=CriteriaTree(criteria), bids=bids, method=Method(COEFFICIENT))


def _features(criterion: Criterion, worth: Mapping[str, Fraction]) -> Criterion:
    if criterion.kind is not Kind.SCORED:
        return replace(criterion, children=tuple(_features(each, worth) for each in criterion.children))
    each = worth[criterion.id]
    minimum = None if criterion.minimum is None else decimal(each * Fraction(criterion.minimum))
    return replace(criterion, scale=decimal(each * Fraction(criterion.scale or 1)), minimum=minimum)
