from __future__ import annotations

from assurance.domain.evaluation.agreed import Given, Point, named_in, point_faults, unanswered
from assurance.domain.evaluation.rationale import Finding

REASON = "Weekend cover is explained in section 4."


def given(*points: Point, discussion: str = "") -> Given:
    return Given(3, discussion, REASON, points=points)


def test_each_published_point_is_taken_up_in_order() -> None:
    paths = [fault.path for fault in point_faults(("A", "B"), given(Point("B", "x"), Point("A", "x")), [3])]
    assert paths == ["discussion"]
    assert [fault.path for fault in point_faults(("A", "B"), given(Point("A", "x"), Point("B", "")), [3])] == [
        "discussed_2"
    ]


def test_a_mark_that_moved_is_accounted_for_at_a_point_or_as_a_whole() -> None:
    still = Point("A", "All read it")
    assert [fault.path for fault in point_faults(("A",), given(still), [2, 3])] == ["moved_1"]
    assert point_faults(("A",), given(Point("A", "All read it", "An annex was missed")), [2, 3]) == ()
    assert point_faults(("A",), given(still, discussion="Ms Moss moved"), [2, 3]) == ()
    assert point_faults(("A",), given(still), [3, 3]) == ()
    assert [fault.path for fault in point_faults((), given(), [2])] == ["discussion"]


def test_an_answer_lets_a_finding_stand_only_where_an_answer_is_enough() -> None:
    soft, hard = Finding("compared", "m", True, said="than Birch"), Finding("missing", "m", True, answerable=False)
    answers = {("compared", "than Birch"): "A place name", ("missing", ""): "No"}
    assert unanswered([soft, hard], answers) == (hard,)
    assert unanswered([soft], {}) == (soft,)


def test_people_are_named_by_their_last_name() -> None:
    assert named_in(["Farrow moved to 4"], ["Ned Farrow", "Ada Moss"]) == ("Ned Farrow",)
