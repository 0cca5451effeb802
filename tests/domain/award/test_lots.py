"""Lots under a limit: by the published way, within the limit, foreseeable, and independent of the order of input."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.award.lots import LotRule, RankedLot, allocate
from assurance.domain.errors import InvalidInput


def lot(number: int, **totals: int) -> RankedLot:
    """Make a lot of bidders and their totals, best first."""
    ranking = sorted(totals.items(), key=lambda each: (-each[1], each[0]))
    return RankedLot(number, tuple((bidder, Decimal(total)) for bidder, total in ranking))


NORTH, SOUTH, EAST = lot(1, alder=80, birch=70), lot(2, alder=90, birch=60), lot(3, birch=75, alder=74)


def test_without_a_bidder_above_the_limit_every_lot_goes_to_its_first() -> None:
    for rule in LotRule:
        found = allocate([NORTH, SOUTH, EAST], 2, rule)
        assert found.winners == {1: "alder", 2: "alder", 3: "birch"}
        assert found.passed == ()


def test_the_two_ways_can_differ_and_each_says_whom_it_passed_over() -> None:
    in_order = allocate([NORTH, SOUTH], 1, LotRule.IN_ORDER)
    assert in_order.winners == {1: "alder", 2: "birch"}, "140 points"
    best = allocate([NORTH, SOUTH], 1, LotRule.BEST_SUM)
    assert best.winners == {1: "birch", 2: "alder"}, "160 points"
    assert [(each.lot, each.bidder) for each in best.passed] == [(1, "alder")]
    assert best.passed[0].why == "It is awarded lot 2; the limit is 1 lot"


def test_of_equal_sums_the_lower_numbered_lot_goes_to_the_bid_ranked_higher() -> None:
    first, second = lot(1, alder=80, birch=70), lot(2, alder=80, birch=70)
    assert allocate([second, first], 1, LotRule.BEST_SUM).winners == {1: "alder", 2: "birch"}


def test_a_lot_nobody_within_the_limit_bid_for_has_no_winner() -> None:
    for rule in LotRule:
        assert allocate([lot(1, alder=80), lot(2, alder=90)], 1, rule).winners in (
            {1: "alder", 2: None}, {1: None, 2: "alder"},
        )  # fmt: skip


def test_a_limit_or_numbers_that_mean_nothing_are_refused() -> None:
    with pytest.raises(InvalidInput):
        allocate([NORTH], 0, LotRule.IN_ORDER)
    with pytest.raises(InvalidInput):
        allocate([NORTH, lot(1, alder=3)], 1, LotRule.IN_ORDER)
    with pytest.raises(InvalidInput, match="more than 50,000"):
        allocate([lot(n, **{f"bidder{m}": m for m in range(20)}) for n in range(20)], 3, LotRule.BEST_SUM)


def test_a_programme_of_many_lots_is_awarded_by_its_published_way() -> None:
    lots = [lot(n, **{f"bidder{m}": 100 - 7 * m - n for m in range(6)}) for n in range(1, 13)]
    found = allocate(lots, 2, LotRule.BEST_SUM)
    assert Counter(found.winners.values()) == dict.fromkeys([f"bidder{m}" for m in range(6)], 2)
    assert found.winners[1] == "bidder0", "of equal sums the lower-numbered lot goes to the bid ranked higher"


@pytest.mark.parametrize("rule", list(LotRule))
def test_what_is_settled_stands_and_counts_whatever_becomes_of_the_other_lots(rule: LotRule) -> None:
    settled = replace(lot(2, alder=90, birch=60), awarded="birch")
    assert allocate([lot(1, alder=80, birch=70), settled], 1, rule).winners == {1: "alder", 2: "birch"}
    found = allocate([lot(1, birch=70, cedar=50), settled], 1, rule)
    assert found.winners == {1: "cedar", 2: "birch"}, "alder left lot 1, and birch has its one lot"
    assert [(each.lot, each.bidder) for each in found.passed if each.lot == 1] == [(1, "birch")]


LOTS = st.lists(
    st.dictionaries(st.sampled_from(["alder", "birch", "cedar"]), st.integers(0, 100), max_size=3),
    min_size=1, max_size=4,
).map(lambda found: [lot(number, **totals) for number, totals in enumerate(found, 1)])  # fmt: skip


@given(LOTS, st.integers(1, 4), st.sampled_from(list(LotRule)))
def test_nobody_has_more_than_the_limit_and_the_order_of_input_is_nothing(
    lots: list[RankedLot], limit: int, rule: LotRule
) -> None:
    found = allocate(lots, limit, rule)
    assert max(Counter(w for w in found.winners.values() if w).values(), default=0) <= limit
    assert allocate(list(reversed(lots)), limit, rule) == found
    for each in found.passed:
        winner = found.winners[each.lot]
        order = [bidder for bidder, _ in next(x for x in lots if x.number == each.lot).ranking]
        assert winner is None or order.index(each.bidder) < order.index(winner)


@given(LOTS, st.integers(1, 4))
def test_no_way_within_the_limit_awards_more_lots_or_a_higher_sum(lots: list[RankedLot], limit: int) -> None:
    def worth(winners: tuple[str | None, ...]) -> tuple[int, Decimal]:
        totals = [dict(each.ranking) for each in lots]
        won = [t[w] for t, w in zip(totals, winners, strict=True) if w is not None]
        return len(won), sum(won, Decimal(0))

    found = allocate(lots, limit, LotRule.BEST_SUM)
    every = product(*[[None, *[bidder for bidder, _ in each.ranking]] for each in lots])
    within = [way for way in every if max(Counter(w for w in way if w).values(), default=0) <= limit]
    assert worth(tuple(found.winners[each.number] for each in lots)) == max(worth(way) for way in within)
