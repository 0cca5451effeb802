"""What a tender offers beside answers and price, as the rules look at it: cover of care, hand-overs, promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from sqlalchemy.orm import Session

from assurance.domain.contracts.outcomes import Rule
from assurance.domain.provision.consequences import Kept, Question, questions
from assurance.domain.provision.coverage import Element, Finding, Handover, Line, coverage_findings
from assurance.domain.provision.trajectories import Goal, Remark, earned, remarks
from assurance.persistence.models import (
    Bid,
    BidBacking,
    Cover,
    ElementHandover,
    Outcome,
    PathwayElement,
    Subcontractor,
    Trajectory,
)
from assurance.persistence.queries.bids import Parts
from assurance.persistence.queries.planning import list_elements, list_handovers, list_outcomes

ACCOUNTABLE, TAKES_PART = "accountable", "takes_part"


@dataclass(frozen=True)
class Asked:
    """What the programme asks of every bid: its elements of care, their hand-overs and its outcomes."""

    elements: Sequence[PathwayElement]
    handovers: Sequence[ElementHandover]
    outcomes: Sequence[Outcome]

    def onward(self, element: PathwayElement) -> list[PathwayElement]:
        """List the elements to which care passes from one."""
        return [each.target for each in self.handovers if each.source_id == element.id]

    def pathways(self) -> list[tuple[str, list[tuple[int, PathwayElement]]]]:
        """List each pathway with its elements and their numbers, from 1, as they stand in addresses."""
        numbered = enumerate(self.elements, start=1)
        return [(name, list(steps)) for name, steps in groupby(numbered, key=lambda each: each[1].pathway)]


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised on one outcome, with what there is to tell about it."""

    goal: Goal
    years: tuple[Decimal, ...]
    reason: str
    remarks: tuple[Remark, ...]
    earned: tuple[Decimal, ...]
    """How much of the money of this outcome each year would earn, in per cent."""


@dataclass(frozen=True)
class Offer:
    """One tender laid beside what is asked."""

    asked: Asked
    lead: str
    partners: Sequence[Subcontractor]
    covers: Mapping[int, Cover]
    trajectories: Mapping[int, Trajectory]
    questions: tuple[Question, ...] = ()
    """What the form of working brings with it; see `consequences`."""
    said: Mapping[str, Kept] = field(default_factory=dict)
    """What the bidder tendered on each, by the code of the question."""
    backing: BidBacking | None = None
    """What is set against the most that can be lost in a year, where that was asked."""

    @property
    def providers(self) -> tuple[str, ...]:
        """Name everybody in the bid, the lead first."""
        return (self.lead, *(each.name for each in self.partners))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that keeps the cover from being whole; an element goes by its number."""
        places = {each.id: str(at) for at, each in enumerate(self.asked.elements, start=1)}
        elements = [Element(places[each.id], each.pathway, each.name) for each in self.asked.elements]
        passages = [Handover(places[each.source_id], places[each.target_id]) for each in self.asked.handovers]
        lines = [
            line
            for row in self.asked.elements
            if row.id in self.covers
            for line in _lines(places[row.id], self.covers[row.id])
        ]
        return coverage_findings(elements, lines, self.providers, passages)

    def promise(self, outcome: Outcome) -> Promise | None:
        """Return what is promised on an outcome, or None."""
        kept = self.trajectories.get(outcome.id)
        if kept is None:
            return None
        goal, years = goal_of(outcome, kept), tuple(kept.promises)
        return Promise(goal, years, kept.reason, remarks(goal, years), tuple(earned(goal, each) for each in years))

    def of_provider(self, element: PathwayElement, name: str) -> Mapping[str, str] | None:
        """Return the part and payment basis of a provider in an element, or None if it has no part in it."""
        cover = self.covers.get(element.id)
        return next((each for each in cover.providers if each["name"] == name), None) if cover else None

    def accountable(self, element: PathwayElement) -> str:
        """Name who is accountable for an element; nobody is an empty name."""
        cover = self.covers.get(element.id)
        named = [each["name"] for each in cover.providers if each["part"] == ACCOUNTABLE] if cover else []
        return " and ".join(named)

    def takers(self, element: PathwayElement) -> list[str]:
        """Name the other providers to which care passes from an element."""
        names = [self.accountable(each) for each in self.asked.onward(element)]
        return [name for name in dict.fromkeys(names) if name and name != self.accountable(element)]


def get_asked(session: Session, procurement_id: int) -> Asked:
    """Return what the programme of a procurement asks of every bid."""
    return Asked(
        list_elements(session, procurement_id),
        list_handovers(session, procurement_id),
        list_outcomes(session, procurement_id),
    )


def lay_out(bid: Bid, parts: Parts, asked: Asked) -> Offer:
    """Lay a tender that is read beside what is asked."""
    return Offer(
        asked,
        bid.organisation.name,
        parts.subcontractors,
        parts.covers,
        parts.trajectories,
        questions(bid.integration_form),
        {code: Kept(row.owner, row.evidence, row.answer) for code, row in parts.questions.items()},
        parts.backing,
    )


def goal_of(outcome: Outcome, kept: Trajectory | None = None) -> Goal:
    """Return an outcome as a goal; where the programme knows no result of today, the bidder’s own counts."""
    goal = Goal(
        outcome.code, outcome.name, outcome.unit, Rule(outcome.rule), outcome.target, outcome.threshold,
        outcome.baseline,
    )  # fmt: skip
    return replace(goal, baseline=kept.baseline) if goal.baseline is None and kept is not None else goal


def _lines(element: str, cover: Cover) -> Iterator[Line]:
    for each in cover.providers:
        yield Line(element, each["name"], each["part"] == ACCOUNTABLE, each["payment_basis"], cover.data_set)
