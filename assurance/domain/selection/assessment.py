"""From what people judged to who is considered: grounds decided one by one, questions judged, faults named.

A ground that applies does not exclude by itself; somebody decides it with a reason (PSR 2023 regulation 20). What is
not decided or judged is a fault, so nobody goes through or is out by an oversight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assurance.domain.errors import Objection
from assurance.domain.selection.grounds import Finding
from assurance.domain.selection.questionnaire import Kind, Question, Questionnaire
from assurance.domain.selection.shortlist import Request

LEAST_REASON = 40
"""Characters of a reason that is told to a bidder; fewer explain nothing."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was given to one answer: a mark or a pass, and why."""

    mark: int | None
    passes: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether one ground of one party excludes, and why."""

    name: str
    ground: str
    excludes: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Assessed:
    """Everything known of one request when the shortlist is drawn."""

    id: str
    name: str
    found: tuple[Finding, ...]
    decisions: tuple[Decision, ...]
    judgements: Mapping[str, Judgement]

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """The grounds that apply and that nobody has decided."""
        decided = {(each.name, each.ground) for each in self.decisions}
        return tuple(each for each in self.found if (each.name, each.ground.code) not in decided)

    @property
    def excluding(self) -> tuple[tuple[Finding, Decision], ...]:
        """The grounds that exclude, each with its decision."""
        decided = {(each.name, each.ground): each for each in self.decisions if each.excludes}
        return tuple(
            (each, decided[each.name, each.ground.code])
            for each in self.found
            if (each.name, each.ground.code) in decided
        )

    @property
    def request(self) -> Request:
        """The request as the shortlist ranks it."""
        return Request(
            self.id,
            {code: each.mark for code, each in self.judgements.items() if each.mark is not None},
            {code: each.passes for code, each in self.judgements.items() if each.passes is not None},
            "; ".join(f"“{found.ground.title}” applies to {found.name}" for found, _ in self.excluding),
        )

    def unjudged(self, asked: Questionnaire) -> tuple[Question, ...]:
        """List the questions that still need a judgement; none once the request is excluded or has failed one."""
        if self.excluding:
            return ()
        failed = any(each.passes is False for each in self.judgements.values())
        return tuple(
            each
            for each in asked.questions
            if each.code not in self.judgements and not (failed and each.kind is Kind.MARKED)
        )


def objections(asked: Questionnaire, requests: Iterable[Assessed]) -> tuple[Objection, ...]:
    """Object to drawing the shortlist for everything that is not decided or judged, request by request."""
    return tuple(_objections(asked, requests))


def _objections(asked: Questionnaire, requests: Iterable[Assessed]) -> Iterator[Objection]:
    for each in requests:
        for found in each.undecided:
            yield Objection(
                "ground",
                f"{each.name}: nobody has decided whether “{found.ground.title}” excludes {found.name}",
                "Decide it with a reason",
                "PSR 2023 reg 20",
                "staff.selection.index",
            )
        if missing := each.unjudged(asked):
            named = ", ".join(f"“{question.heading}”" for question in missing)
            yield Objection(
                "judgement", f"{each.name}: not judged are {named}", "Judge each answer with a reason",
                "PSR 2023 reg 19", "staff.selection.index",
            )  # fmt: skip
