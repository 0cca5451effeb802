"""Who goes through: those who pass, by their marks, up to the published number; all who are level at the cut.

Exact throughout. Fewer than three go through only where fewer qualify (PCR 2015 regulation 65 as the pattern of
dialogue). A missing mark is a fault, never nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from assurance.domain.faults import Fault, refuse_if_any
from assurance.domain.money import round_out
from assurance.domain.selection.questionnaire import Kind, Questionnaire


@dataclass(frozen=True, slots=True)
class Request:
    """One request as judged: marks and passes by the code of the question, and why it is excluded if it is."""

    id: str
    marks: Mapping[str, int] = field(default_factory=dict)
    passes: Mapping[str, bool] = field(default_factory=dict)
    excluded: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request ended: its place among those who qualify and its score from 0 to 100, or why it has none."""

    id: str
    is_through: bool
    score: Fraction | None
    place: int | None
    why: str


def shortlist_faults(asked: Questionnaire, requests: Sequence[Request]) -> tuple[Fault, ...]:
    """List every question that is not judged, or judged off its scale, for a request that is not excluded."""
    return tuple(_faults(asked, requests))


def _faults(asked: Questionnaire, requests: Sequence[Request]) -> Iterator[Fault]:
    if len({each.id for each in requests}) != len(requests):
        yield Fault("requests", "A request is given twice")
    for request in requests:
        if request.excluded:
            continue
        failed = _failed(asked, request)
        for question in asked.questions:
            path = f"{request.id}.{question.code}"
            if question.kind is Kind.PASS_FAIL and question.code not in request.passes:
                yield Fault(path, "Say whether it passes")
            if question.kind is Kind.MARKED and not failed and question.code not in request.marks:
                yield Fault(path, "Give a mark")
            if question.code in request.marks and not asked.scale.has(request.marks[question.code]):
                yield Fault(path, f"The mark must be a whole number from 0 to {asked.scale.top}")


def shortlist(asked: Questionnaire, requests: Sequence[Request]) -> tuple[Place, ...]:
    """Rank the requests and say who goes through, the same in any order; raise `FaultsFound` for what is missing."""
    refuse_if_any((*asked.faults(), *shortlist_faults(asked, requests)))
    out = {each.id: why for each in requests if (why := each.excluded or _failed(asked, each))}
    scores = {each.id: score(asked, each) for each in requests if each.id not in out}
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    least = _score_at_cut(asked.at_most, [mark for _, mark in ranked])
    through = tuple(_placed(bid_id, mark, ranked, least) for bid_id, mark in ranked)
    return (*through, *(Place(bid_id, False, None, None, out[bid_id]) for bid_id in sorted(out)))


def score(asked: Questionnaire, request: Request) -> Fraction:
    """Give what a request earned from 0 to 100: each mark over the top of the scale, by its weight."""
    return sum(
        (each.weight * Fraction(request.marks[each.code], asked.scale.top) for each in asked.marked), Fraction(0)
    )


def _failed(asked: Questionnaire, request: Request) -> str:
    failed = [
        each.title or each.code
        for each in asked.questions
        if each.kind is Kind.PASS_FAIL and request.passes.get(each.code) is False
    ]
    return f"Does not pass {', '.join(failed)}" if failed else ""


def _score_at_cut(at_most: int | None, scores: Sequence[Fraction]) -> Fraction:
    if at_most is None or len(scores) <= at_most:
        return Fraction(0)
    return scores[at_most - 1]


def _placed(bid_id: str, mark: Fraction, ranked: Sequence[tuple[str, Fraction]], least: Fraction) -> Place:
    place = 1 + sum(other > mark for _, other in ranked)
    if mark >= least:
        return Place(bid_id, True, mark, place, "")
    why = f"Scored {round_out(mark)} of 100, place {place}; the last to go through scored {round_out(least)}"
    return Place(bid_id, False, mark, place, why)
