"""Standing between the rounds: marks by published weight; equals are treated equally."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assurance.domain.evaluation.down_select import DownSelectMark, out_of_order, standing


def test_marks_count_by_weight() -> None:
    marks = {"a": DownSelectMark(5, 5, Fraction(48)), "b": DownSelectMark(0, 5, Fraction(32))}
    assert standing(marks) == 60


def test_without_weights_marks_count_evenly() -> None:
    assert standing({"a": DownSelectMark(4, 4, Fraction(0)), "b": DownSelectMark(1, 4, Fraction(0))}) == Fraction(
        125, 2
    )


def test_nothing_marked_stands_at_nothing() -> None:
    assert standing({}) == 0


@pytest.mark.parametrize(
    ("keep", "own", "found"),
    [(True, 60, ()), (True, 50, ("B",)), (True, 40, ("B",)), (False, 60, ("A",)), (False, 70, ("A",)), (False, 59, ())],
)
def test_a_decision_contradicts_those_the_marks_put_the_other_way(keep: bool, own: int, found: tuple[str, ...]) -> None:
    others = {"A": (True, Fraction(60)), "B": (False, Fraction(50))}
    assert out_of_order(keep, Fraction(own), others) == found
