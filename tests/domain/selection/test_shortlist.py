"""Who passes goes through by exact marks up to the published number; equals at the cut are treated equally."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.faults import FaultsFound
from assurance.domain.selection.grounds import TEMPLATE
from assurance.domain.selection.questionnaire import Kind, Question, Questionnaire
from assurance.domain.selection.shortlist import Place, Request, shortlist
from assurance.domain.selection.standing import Requirement

ASKED = Questionnaire(
    grounds=TEMPLATE,
    requirement=Requirement(Decimal(10_000_000)),
    questions=(
        Question("S1", "Are you registered with the regulator?", Kind.PASS_FAIL),
        Question("S2", "What have you delivered?", Kind.MARKED, Fraction(60)),
        Question("S3", "How do you work with others?", Kind.MARKED, Fraction(40)),
    ),
    at_most=3,
)


def request(name: str, s2: int, s3: int, *, passes: bool = True, excluded: str = "") -> Request:
    return Request(name, {"S2": s2, "S3": s3}, {"S1": passes}, excluded)


def through(places: tuple[Place, ...]) -> list[str]:
    return [each.id for each in places if each.is_through]


def faults(asked: Questionnaire, *requests: Request) -> list[str]:
    with pytest.raises(FaultsFound) as found:
        shortlist(asked, requests)
    return [fault.path for fault in found.value.faults]


def test_the_best_go_through_and_the_rest_are_told_by_how_much() -> None:
    places = shortlist(ASKED, [request("d", 1, 1), request("a", 5, 5), request("b", 4, 4), request("c", 3, 2)])
    assert [(each.id, each.score, each.place) for each in places] == [
        ("a", 100, 1),
        ("b", 80, 2),
        ("c", 52, 3),
        ("d", 20, 4),
    ]
    assert through(places) == ["a", "b", "c"]
    assert places[3].why == "Scored 20 of 100, place 4; the last to go through scored 52"


def test_all_who_are_level_at_the_cut_go_through() -> None:
    """A mark of 3 at weight 60 earns as much as marks of 1 at weight 60 and 3 at weight 40."""
    level = [request("c", 3, 0), request("d", 1, 3)]
    places = shortlist(ASKED, [request("a", 5, 5), request("b", 4, 4), *level, request("e", 0, 4)])
    assert [(each.score, each.place) for each in places[2:4]] == [(36, 3), (36, 3)]
    assert through(places) == ["a", "b", "c", "d"]


def test_fewer_go_through_only_where_fewer_qualify() -> None:
    out = request("c", 5, 5, excluded="Fraud; nothing was done since")
    places = shortlist(ASKED, [request("a", 0, 0), request("b", 1, 0), out, request("d", 5, 5, passes=False)])
    assert through(places) == ["b", "a"]
    assert [(each.id, each.score, each.place, each.why) for each in places[2:]] == [
        ("c", None, None, "Fraud; nothing was done since"),
        ("d", None, None, "Does not pass S1"),
    ]


def test_without_a_number_all_who_qualify_go_through() -> None:
    places = shortlist(replace(ASKED, at_most=None), [request(name, 0, 0) for name in "abcde"])
    assert through(places) == list("abcde")


def test_nothing_left_unjudged_is_taken_for_nought() -> None:
    assert faults(ASKED, Request("a", {"S2": 3}, {})) == ["a.S1", "a.S3"]


def test_who_fails_or_is_excluded_needs_no_marks() -> None:
    places = shortlist(ASKED, [Request("a", passes={"S1": False}), Request("b", excluded="Insolvent")])
    assert through(places) == []


@pytest.mark.parametrize("mark", [-1, 6])
def test_a_mark_off_the_scale_is_refused(mark: int) -> None:
    assert faults(ASKED, request("a", mark, 0)) == ["a.S2"]


def test_a_request_given_twice_is_refused() -> None:
    assert faults(ASKED, request("a", 1, 1), request("a", 5, 5)) == ["requests"]


@pytest.mark.parametrize("at_most", [-1, 0, 1, 2])
def test_a_number_below_three_is_refused_with_its_provision(at_most: int) -> None:
    (fault,) = replace(ASKED, at_most=at_most).faults()
    assert fault.path == "at_most"
    assert "regulation 65" in fault.message


@pytest.mark.parametrize(
    ("questions", "path"),
    [
        ((Question("S2", "What?", Kind.MARKED, Fraction(99)),), "questions"),
        ((Question("S2", "What?", Kind.MARKED, Fraction(50)), Question("S2", "How?", Kind.MARKED, Fraction(50))),
         "questions[1].code"),
        ((Question("S2", " ", Kind.MARKED, Fraction(100)),), "questions[0].text"),
        ((Question("S2", "What?", Kind.MARKED, Fraction(100)), Question("S3", "How?", Kind.MARKED)),
         "questions[1].weight"),
        ((Question("S1", "Is it?", Kind.PASS_FAIL, Fraction(1)), *ASKED.marked), "questions[0].weight"),
        (ASKED.questions[:1], "at_most"),
    ],
)  # fmt: skip
def test_a_questionnaire_that_cannot_be_used_says_where(questions: tuple[Question, ...], path: str) -> None:
    assert [fault.path for fault in replace(ASKED, questions=questions).faults()] == [path]


@pytest.mark.parametrize(
    "changed",
    [
        replace(ASKED, at_most=4),
        replace(ASKED, grounds=TEMPLATE[1:]),
        replace(ASKED, requirement=Requirement(Decimal(10_000_000), Fraction(1))),
        replace(ASKED, questions=(*ASKED.questions[:1], replace(ASKED.questions[1], weight=Fraction(61)))),
    ],
)
def test_anything_changed_is_another_questionnaire(changed: Questionnaire) -> None:
    assert changed.digest() != ASKED.digest()
    assert replace(ASKED).digest() == ASKED.digest()


marks = st.integers(0, 5)
requests = st.lists(st.tuples(marks, marks, st.booleans()), max_size=8).map(
    lambda rows: [request(f"bid-{number}", s2, s3, passes=ok) for number, (s2, s3, ok) in enumerate(rows)]
)


@given(requests, st.integers(3, 5), st.randoms())
def test_order_decides_nothing_and_nobody_better_stays_behind(
    made: list[Request], at_most: int, random: Random
) -> None:
    asked = replace(ASKED, at_most=at_most)
    places = shortlist(asked, made)
    random.shuffle(made)
    assert shortlist(asked, made) == places
    qualified = [each for each in places if each.score is not None]
    kept = [each.score for each in qualified if each.is_through]
    left = [each.score for each in qualified if not each.is_through]
    assert len(kept) >= min(at_most, len(qualified))
    assert not kept or not left or min(kept) > max(left)
    assert sum(score > min(kept) for score in kept) < at_most if kept else not qualified
