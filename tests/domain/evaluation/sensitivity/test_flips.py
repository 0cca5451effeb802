"""The smallest change of one mark that changes the winner, worked by hand and against trying everything."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings

from assurance.domain.evaluation.document import Evaluation, read_evaluation
from assurance.domain.evaluation.sensitivity import Flip, smallest_flips
from tests.domain.evaluation.sensitivity.cases import large, small


def evaluation(a: tuple[int, int], b: tuple[int, int], minimum: str | None = None) -> Evaluation:
    quality = {"id": "quality", "weight": "60", "scale": 5} | ({"minimum": minimum} if minimum else {})
    return read_evaluation(
        {
            "format": "assurance-evaluation/1",
            "criteria": [quality, {"id": "people", "weight": "40", "scale": 5}],
            "bids": [
                {"id": "A", "scores": {"quality": a[0], "people": a[1]}},
                {"id": "B", "scores": {"quality": b[0], "people": b[1]}},
            ],
        }
    )


def test_one_mark_can_be_enough() -> None:
    # A has 60 + 24 = 84, B has 48 + 32 = 80; a mark of quality is worth 12 points and one of people 8.
    flips = smallest_flips(evaluation((5, 3), (4, 4)))

    assert [(flip.bid, flip.criterion, flip.found, flip.needed, flip.leaders) for flip in flips] == [
        ("A", "quality", Decimal(5), Decimal(4), ("B",)),
        ("A", "people", Decimal(3), Decimal(2), ("B",)),
        ("B", "quality", Decimal(4), Decimal(5), ("B",)),
        ("B", "people", Decimal(4), Decimal(5), ("B",)),
    ]
    assert {flip.size for flip in flips} == {Decimal(1)}


def test_a_shared_first_place_counts_as_a_change() -> None:
    # A has 84, B has 76: one mark less of people brings A to 76 as well.
    flips = smallest_flips(evaluation((5, 3), (3, 5)))

    assert ("A", "people", ("A", "B")) in {(flip.bid, flip.criterion, flip.leaders) for flip in flips}


def test_the_mark_that_kept_a_bid_out_is_tried() -> None:
    # A is out with 2 of at least 3 and would have 36 + 40 = 76 against 68 for B.
    flips = smallest_flips(evaluation((2, 5), (3, 4), minimum="3"))

    assert ("A", "quality", Decimal(3), ("A",)) in {
        (flip.bid, flip.criterion, flip.needed, flip.leaders) for flip in flips
    }


def test_nothing_that_one_mark_could_change_gives_nothing() -> None:
    # A bid alone is first whatever its mark is.
    only = read_evaluation(
        {
            "format": "assurance-evaluation/1",
            "criteria": [{"id": "quality", "weight": "100", "scale": 5}],
            "bids": [{"id": "B", "scores": {"quality": 4}}],
        }
    )

    assert smallest_flips(only) == ()


def test_a_mark_at_which_nothing_could_be_ranked_is_no_flip() -> None:
    bids = [("A", 1, "9"), ("B", 1, "40")]
    evaluation = read_evaluation(
        {
            "format": "assurance-evaluation/1",
            "method": {"name": "price-per-quality-point"},
            "criteria": [
                {"id": "quality", "weight": "60", "scale": 5},
                {"id": "price", "weight": "40", "price": {"formula": "lowest-over-price"}},
            ],
            "bids": [{"id": key, "scores": {"quality": mark}, "prices": {"price": price}} for key, mark, price in bids],
        }
    )
    # no quality at all has no price for each point, so a mark of 0 for A names no winner
    assert smallest_flips(evaluation) == (Flip("B", "quality", Decimal(1), Decimal(5), ("B",)),)


def _by_trying_everything(evaluation: Evaluation) -> tuple[Flip, ...]:
    leaders, found = evaluation.result().leaders, []
    for bid in evaluation.bids:
        for criterion in evaluation.tree.scored():
            mark = bid.scores[criterion.id]
            for other in sorted(
                (Decimal(n) for n in range(int(criterion.scale or 0) + 1)), key=lambda n: abs(n - mark)
            ):
                moved = replace(bid, scores={**bid.scores, criterion.id: other})
                bids = tuple(moved if each is bid else each for each in evaluation.bids)
                now = replace(evaluation, bids=bids).result().leaders
                if now != leaders:
                    found.append(Flip(bid.id, criterion.id, mark, other, now))
                    break
    least = min((flip.size for flip in found), default=None)
    return tuple(flip for flip in found if flip.size == least)


@given(small())
@settings(max_examples=150, deadline=None)
def test_following_one_mark_finds_what_trying_everything_finds(evaluation: Evaluation) -> None:
    assert smallest_flips(evaluation) == _by_trying_everything(evaluation)


def test_twelve_bids_on_a_hundred_and_twenty_criteria_take_a_moment() -> None:
    evaluation = large()
    begun = time.process_time()
    flips = smallest_flips(evaluation)
    assert time.process_time() - begun < 2
    assert flips
    assert {flip.size for flip in flips} <= {Decimal(n) for n in range(1, 5)}
