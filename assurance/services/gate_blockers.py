"""What stands between a procurement and its next point of no return: one list, with who owns each item and by when.

Up to the contract that point is the signature, afterwards the start of the service. The list gathers what gates,
conditions, computed findings and evidence each know of it; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.deadlines import LONDON
from assurance.domain.gates.catalogue import get_gate
from assurance.domain.gates.definition import Block, Rating, Verdict
from assurance.domain.gates.findings import Finding, Mender
from assurance.domain.stages import Stage, reached
from assurance.persistence.models import Condition, EvidenceRequest, GateReview, Procurement
from assurance.persistence.queries.gate_evidence import list_unanswered
from assurance.persistence.queries.gates import list_conditions, list_holders, list_sittings
from assurance.persistence.queries.timetable import find_timetable
from assurance.services import gate_findings, impacts

NEEDED = {Block.CONTRACT_SIGNATURE: ("checkpoint_1", "checkpoint_2"), Block.SERVICE_START: ("checkpoint_3",)}


@dataclass(frozen=True, slots=True)
class Blocker:
    """One item that has to go: what it is, who can make it go, by when, and where."""

    kind: str
    item: str
    owner: str
    due_on: date | None
    endpoint: str = ""
    about: dict[str, str] = field(default_factory=dict)
    """What the address of that page needs beside the procurement."""
    is_overdue: bool = False


def next_point(procurement: Procurement) -> Block | None:
    """Return the next point of no return, or None when there is none any more."""
    if procurement.stage in (Stage.LIVE, Stage.ABANDONED):
        return None
    return Block.SERVICE_START if reached(procurement.stage, Stage.CHECKPOINT_3) else Block.CONTRACT_SIGNATURE


def blockers(session: Session, procurement: Procurement, now: datetime) -> list[Blocker]:
    """List what blocks the next point: overdue first, then by date, what has no date last."""
    point = next_point(procurement)
    if point is None:
        return []
    today = now.astimezone(LONDON).date()
    last = {review.gate_code: review for review in list_sittings(session, procurement.id)}
    found = [
        *_gates(session, procurement, point, last, today),
        *_conditions(list_conditions(session, procurement.id), point, today),
        *_findings(session, procurement, last.get("checkpoint_2"), point),
        *(_evidence(each, today) for each in list_unanswered(session, procurement.id)),
    ]
    return sorted(found, key=lambda each: (not each.is_overdue, each.due_on is None, each.due_on or today))


def _gates(
    session: Session, procurement: Procurement, point: Block, last: dict[str, GateReview], today: date
) -> Iterator[Blocker]:
    """A gate without a verdict that lets on blocks; it is due when the timetable plans its end, if there is one."""
    timetable = find_timetable(session, procurement.id)
    planned = {each.stage: each.ends_on for each in timetable.stages} if timetable else {}
    for code, each in _unpassed(session, procurement, point, last):
        due_on = planned.get(Stage(code))
        yield replace(each, due_on=due_on, is_overdue=due_on is not None and due_on < today)


def _unpassed(
    session: Session, procurement: Procurement, point: Block, last: dict[str, GateReview]
) -> Iterator[tuple[str, Blocker]]:
    names = [user.name for user in list_holders(session, procurement.id, Role.ASSURANCE_REVIEWER)]
    reviewers = " and ".join(names) or "Nobody is named as reviewer"
    for code in NEEDED[point]:
        gate, review = get_gate(code), last.get(code)
        if review is None:
            yield code, Blocker("gate", f"{gate.label} is not opened yet", "Procurement officer", None,
                                "staff.procurements.show")  # fmt: skip
        elif review.verdict is None:
            again = "is open again" if review.sitting > 1 else "has no verdict yet"
            yield code, Blocker("gate", f"{gate.label} {again}", reviewers, None, "staff.gates.review",
                                {"gate_code": code})  # fmt: skip
        elif not Verdict(review.verdict).lets_on:
            yield code, Blocker("gate", f"{gate.label} says: do not proceed", "Senior responsible owner", None,
                                "staff.gates.review", {"gate_code": code})  # fmt: skip


def _conditions(conditions: list[Condition], point: Block, today: date) -> Iterator[Blocker]:
    """An open condition blocks its point; an overdue one opens its gate again and so blocks every point."""
    for each in conditions:
        is_overdue = each.due_on < today
        if each.met_at is None and (each.blocks == point or is_overdue):
            yield Blocker(
                "condition", f"Condition {each.reference}: {each.text}", each.owner, each.due_on, "staff.gates.meet",
                {"reference": each.reference}, is_overdue,
            )  # fmt: skip


def _findings(session: Session, procurement: Procurement, review: GateReview | None, point: Block) -> Iterator[Blocker]:
    """What is red at checkpoint 2 as the facts are now, also after its verdict."""
    if point is not Block.CONTRACT_SIGNATURE or review is None:
        return
    bidder = bid.organisation.name if (bid := impacts.chosen_bid(session, procurement)) else ""
    for each in gate_findings.compute(session, procurement, "checkpoint_2"):
        if each.rating is Rating.RED:
            yield Blocker("finding", f"{each.message}. {each.mend}", _mender(each, bidder), None, each.endpoint)


def _mender(finding: Finding, bidder: str) -> str:
    return bidder if finding.mender is Mender.BIDDER and bidder else finding.mender.label


def _evidence(request: EvidenceRequest, today: date) -> Blocker:
    who = request.bid.organisation.name if request.bid else request.person.name if request.person else ""
    return Blocker(
        "evidence", f"Evidence asked and not given: {request.what}", who, request.due_on, "staff.gates.review",
        {"gate_code": request.review.gate_code}, request.due_on < today,
    )  # fmt: skip
