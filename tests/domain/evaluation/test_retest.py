"""A refinement never saves anyone: worked examples, and properties that hold for any marks and weights."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.down_select import out_of_order
from assurance.domain.evaluation.retest import Assessed, retest


def tree(clinical: int = 60, *, least: int | None = None, of_group: int | None = None) -> CriteriaTree:
    """Quality 80 of two criteria marked 0 to 5, price 20."""
    both = tuple(
        Criterion(code, code.title(), Decimal(weight), Kind.SCORED, scale=5, minimum=minimum)
        for code, weight, minimum in (
            ("clinical", clinical, None if least is None else Decimal(least)), ("workforce", 100 - clinical, None),
        )
    )  # fmt: skip
    minimum = None if of_group is None else Decimal(of_group)
    quality = Criterion("quality", "Quality", Decimal(80), Kind.GROUP, both, minimum=minimum)
    return CriteriaTree((quality, Criterion("price", "Price", Decimal(20), Kind.PRICE)))


def bidder(name: str, clinical: int, workforce: int, *, kept: bool) -> Assessed:
    return Assessed(name, kept, {"clinical": clinical, "workforce": workforce})


KEPT, GONE = bidder("Alder", 5, 3, kept=True), bidder("Cedar", 2, 4, kept=False)


def test_weights_that_turn_the_order_save_the_eliminated_by_their_figures() -> None:
    found = retest([KEPT, GONE], tree(), tree(20))
    assert [(line.name, line.before.figure, line.after.figure) for line in found.lines] == [
        ("Cedar", 56, 72), ("Alder", 84, 68),
    ]  # fmt: skip
    (saved,) = found.saved
    assert saved.saved == (
        "it would stand above Alder, which was kept: 72 against 68, where it was 56 against 84",
    )  # fmt: skip


def test_standing_level_would_have_saved_it_because_equals_are_treated_equally() -> None:
    """At 25 to 75 both stand at 70: 25 × 5/5 + 75 × 3/5 and 25 × 2/5 + 75 × 4/5."""
    (saved,) = retest([KEPT, GONE], tree(), tree(25)).saved
    assert saved.saved[0].startswith("it would stand level with Alder, which was kept: 70 against 70")
    assert retest([KEPT, GONE], tree(), tree(26)).saved == ()


def test_a_minimum_lowered_or_taken_away_saves_whoever_missed_it() -> None:
    (saved,) = retest([KEPT, GONE], tree(least=3), tree(least=2)).saved
    assert saved.saved == ("it missed the minimum of “Clinical” (2 of at least 3), and would miss nothing",)
    assert retest([KEPT, GONE], tree(least=3), tree()).saved != ()
    assert retest([KEPT, GONE], tree(of_group=60), tree(of_group=56)).saved != (), "56 reaches 56"
    assert retest([KEPT, GONE], tree(of_group=60), tree(of_group=57)).saved == ()


def test_a_minimum_raised_above_whoever_was_kept_saves_whoever_reaches_it() -> None:
    weak, strong = bidder("Birch", 1, 5, kept=True), bidder("Dogwood", 2, 2, kept=False)
    (saved,) = retest([weak, strong], tree(20), tree(20, least=2)).saved
    assert "above Birch" in saved.saved[0]
    assert "missed" in saved.saved[0]


def test_what_stood_out_of_order_before_is_not_the_doing_of_the_refinement() -> None:
    odd = [bidder("Birch", 1, 1, kept=True), bidder("Dogwood", 5, 5, kept=False)]
    assert retest(odd, tree(), tree(50)).saved == ()


def test_nobody_assessed_is_nobody_saved() -> None:
    assert retest([], tree(), tree(1)).saved == ()
    assert retest([], tree(), tree(1)).as_data() == {"bidders": []}


MARKS = st.integers(0, 5)
EVERYONE = st.lists(st.tuples(MARKS, MARKS), min_size=2, max_size=6)


def decided(marks: list[tuple[int, int]], weight: int, keep: int) -> list[Assessed]:
    """Keep the best by the published weights, and none below or level with anyone eliminated."""
    figures = sorted({weight * a + (100 - weight) * b for a, b in marks}, reverse=True)
    least = figures[min(keep, len(figures)) - 1]
    return [
        bidder(f"B{number}", a, b, kept=weight * a + (100 - weight) * b >= least)
        for number, (a, b) in enumerate(marks)
    ]  # fmt: skip


@given(EVERYONE, st.integers(1, 99), st.integers(1, 3))
def test_the_published_weights_themselves_save_nobody(marks: list[tuple[int, int]], weight: int, keep: int) -> None:
    assert retest(decided(marks, weight, keep), tree(weight), tree(weight)).saved == ()


@given(EVERYONE, st.integers(1, 99), st.integers(1, 99), st.integers(1, 3))
def test_it_is_refused_exactly_when_the_same_decisions_could_not_be_taken_again(
    marks: list[tuple[int, int]], before: int, after: int, keep: int
) -> None:
    """The rule of the down-selection itself is the oracle: nobody kept stands below or level with one eliminated."""
    everyone = decided(marks, before, keep)
    found = retest(everyone, tree(before), tree(after))
    figures = {each.name: (each.is_kept, figure(each, after)) for each in everyone}
    for line in found.lines:
        others = {name: given for name, given in figures.items() if name != line.name}
        contradicted = not line.is_kept and bool(out_of_order(False, figures[line.name][1], others))
        assert bool(line.saved) is contradicted
    assert all(line.after.figure == figures[line.name][1] for line in found.lines)


def figure(each: Assessed, weight: int) -> Fraction:
    return Fraction(weight * each.marks["clinical"] + (100 - weight) * each.marks["workforce"], 5)


def test_a_bidder_kept_is_never_called_saved() -> None:
    found = retest([KEPT, replace(GONE, is_kept=True)], tree(least=3), tree(1))
    assert found.saved == ()
    assert found.eliminated == 0
