from __future__ import annotations

import statistics
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.evaluation.moderation import consensus_faults, is_only_the_mean, needs_discussion, spread

REASON = "Weekend cover is explained in section 4, but nobody is named for the hand-over to community teams."


def test_a_spread_is_described_to_two_places() -> None:
    found = spread([2, 3, 5])
    assert found
    assert (found.lowest, found.highest, found.range) == (Decimal(2), Decimal(5), Decimal(3))
    assert found.mean == Decimal("3.33")
    assert found.standard_deviation == Decimal("1.53")


def test_one_mark_has_no_deviation_and_none_has_no_spread() -> None:
    single = spread([4])
    assert single
    assert (single.mean, single.standard_deviation, single.needs_discussion) == (Decimal(4), None, False)
    assert spread([]) is None
    assert not needs_discussion([])


@pytest.mark.parametrize(("marks", "far"), [([3, 3], False), ([3, 4], False), ([2, 4], True), ([0, 5, 5], True)])
def test_marks_two_or_more_apart_need_discussion(marks: list[int], far: bool) -> None:
    assert needs_discussion(marks) is far


@given(st.lists(st.integers(0, 5), min_size=2, max_size=9))
def test_the_spread_agrees_with_the_textbook(marks: list[int]) -> None:
    found = spread(marks)
    assert found
    assert found.lowest <= found.mean <= found.highest
    assert float(found.mean) == pytest.approx(statistics.mean(marks), abs=0.006)
    assert float(found.standard_deviation or 0) == pytest.approx(statistics.stdev(marks), abs=0.006)


def test_a_mark_on_the_scale_with_a_reason_of_substance_can_be_recorded() -> None:
    assert consensus_faults(5, 3, REASON) == ()
    assert consensus_faults(5, Decimal(0), REASON) == ()


@pytest.mark.parametrize("mark", [-1, 6, Decimal("3.5"), Decimal("NaN")])
def test_the_agreed_mark_is_on_the_scale(mark: Decimal | int) -> None:
    assert [fault.path for fault in consensus_faults(5, mark, REASON)] == ["mark"]


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "Agreed after discussion." + " " * 40,
        "The agreed mark is the average of the three individual marks, rounded up.",
        "We took the mean of the marks given by all evaluators: (3 + 4 + 4) / 3 = 3.67, so 4.",
        "The panel split the difference between their individual scores of two and four.",
    ],
)
def test_an_average_or_next_to_nothing_is_no_reason(reason: str) -> None:
    assert [fault.path for fault in consensus_faults(5, 3, reason)] == ["reason"]


def test_mentioning_the_average_beside_a_reason_is_no_fault() -> None:
    assert not is_only_the_mean("Above the average of 3: " + REASON)
    assert not is_only_the_mean(REASON)
