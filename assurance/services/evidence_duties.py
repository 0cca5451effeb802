"""What a person was asked to give as evidence for a gate and has not given: it waits for them and for nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.deadlines import LONDON, say_day
from assurance.persistence.among import among
from assurance.persistence.models import EvidenceRequest, GateReview, Procurement

Task = tuple[str, Procurement, str]


def list_evidence_tasks(
    session: Session, *, user_id: int, procurements: Iterable[tuple[Procurement, frozenset[Role]]], now: datetime
) -> list[Task]:
    """List the evidence that a person still has to give, by procurement and first due first."""
    listed = {procurement.id: procurement for procurement, _ in procurements}
    today = now.astimezone(LONDON).date()
    due = _due(session, user_id, list(listed))
    return [(_words(days, today), listed[procurement_id], "staff.gates.index") for procurement_id, days in due.items()]


def _due(session: Session, user_id: int, ids: list[int]) -> dict[int, list[date]]:
    query = select(GateReview.procurement_id, EvidenceRequest.due_on).join(
        GateReview, EvidenceRequest.review_id == GateReview.id
    )
    query = query.where(
        among(GateReview.procurement_id, ids), GateReview.verdict.is_(None), EvidenceRequest.person_id == user_id,
        EvidenceRequest.answered_at.is_(None), EvidenceRequest.settled == "",
    )  # fmt: skip
    found: dict[int, list[date]] = defaultdict(list)
    for procurement_id, due_on in session.execute(query.order_by(EvidenceRequest.due_on, EvidenceRequest.id)):
        found[procurement_id].append(due_on)
    return found


def _words(days: list[date], today: date) -> str:
    what = "Give evidence that a gate asks of you" if len(days) == 1 else f"Give evidence: {len(days)} things are asked"
    return f"{what}, {'it was due on' if days[0] < today else 'due on'} {say_day(days[0])}"
