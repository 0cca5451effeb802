"""Sets of dummy bids to start from, with prices about what the plan expects to pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.wind_tunnel.dummies import DummyBid
from assurance.domain.evaluation.wind_tunnel.wording import money
from assurance.domain.money import round_half_up

USUAL = Decimal(10_000_000)
"""A price to start from where neither a budget nor a ceiling is known."""
BELOW_CEILING = Fraction(95, 100)
MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class TypicalSet:
    """Dummy bids that ask one kind of question."""

    code: str
    label: str
    about: str
    bids: tuple[DummyBid, ...]


def typical_sets(tree: CriteriaTree, budget: Decimal | None) -> tuple[TypicalSet, ...]:
    """List the sets. `budget` is for the whole contract, none where it is not known."""
    most, source = _most(tree, budget)

    def share(part: int) -> Decimal:
        return _rounded(Fraction(most) * part / 100)

    spread = (("Cheap and adequate", share(80), 60), ("Middle", share(90), 72), ("Dear and excellent", share(100), 85))
    equal = tuple((name, share(90), quality) for name, _, quality in spread)
    known = (("A", 40 * MILLION, 62), ("B", 44 * MILLION, 72), ("C", 50 * MILLION, 80))
    about = f"Three bids up to {money(most)}, {source}."
    return (
        _set(tree, "spread", "Cheap, middle and dear", about, spread),
        _set(
            tree, "reference", "Three close bids",
            "Bids at £40m, £44m and £50m that eleven ways of ranking give to three different winners at weights of "
            "70 for quality and 30 for price.", known,
        ),
        _set(
            tree, "paradox", "Two bids that a third can turn round",
            "Bids at £80m and £104m: at equal weights, and with the lowest price divided by each price, a hopeless "
            "third bid changes which of them wins.", (("A", 80 * MILLION, 70), ("B", 104 * MILLION, 90)),
        ),
        _set(tree, "equal", "Equal prices", f"Three bids that all cost {money(share(90))}.", equal),
        _set(tree, "single", "A single bid", f"One bid at {money(share(90))}.", equal[1:2]),
    )  # fmt: skip


def _most(tree: CriteriaTree, budget: Decimal | None) -> tuple[Decimal, str]:
    ceilings = [each.price_parameters["max"] for each in tree.prices() if "max" in each.price_parameters]
    if ceilings and len(ceilings) == len(tree.prices()):
        total = sum(ceilings, Decimal(0))
        return _rounded(Fraction(total) * BELOW_CEILING), "a little below the price that earns no points"
    if budget:
        return _rounded(Fraction(budget)), "the budget chosen in the plan over all years of the contract"
    return USUAL, "a figure to start from, because no budget is chosen in the plan"


def _rounded(amount: Fraction) -> Decimal:
    """Round to a thousand pounds, or to a pound where that would leave little."""
    if amount >= 100_000:
        return Decimal(round_half_up(amount, -3) * 1000)
    return Decimal(max(round_half_up(amount, 0), 1))


def _set(tree: CriteriaTree, code: str, label: str, about: str, bids: Sequence[tuple[str, Decimal, int]]) -> TypicalSet:
    made = tuple(DummyBid(name, _split(tree, price), Decimal(quality)) for name, price, quality in bids)
    return TypicalSet(code, label, about, made)


def _split(tree: CriteriaTree, price: Decimal) -> dict[str, Decimal]:
    """Spread a price evenly over the price criteria; the first takes the pence that are left."""
    ids = [each.id for each in tree.prices()]
    if not ids:
        return {}
    each = (price / len(ids)).quantize(Decimal("0.01"))
    return {key: price - each * (len(ids) - 1) if n == 0 else each for n, key in enumerate(ids)}
