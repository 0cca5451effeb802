"""Gates that open again by themselves, because one of their conditions is overdue.

Done by the background worker, as often as it looks: each gate is opened once, its people are told once, and until the
new sitting has its verdict the gate objects to the moves that need it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.deadlines import LONDON
from assurance.domain.gates.catalogue import get_gate
from assurance.domain.gates.definition import Verdict
from assurance.domain.stages import Stage
from assurance.persistence.models import Condition, GateReview, Procurement
from assurance.persistence.queries.gates import find_last_review
from assurance.services import audit, telling
from assurance.services.gates import open_review

TOLD = (Role.OFFICER, Role.OWNER, Role.ASSURANCE_REVIEWER, Role.CONTRACT_MANAGER)


def reopen_overdue(session: Session, *, now: datetime) -> list[GateReview]:
    """Open every gate again that has an overdue condition and had let the procurement on; return the new sittings."""
    today = now.astimezone(LONDON).date()
    _hold(session, _late(session, today))
    return [
        _reopen(session, procurement, gate_code, references, now)
        for (procurement, gate_code), references in _late(session, today).items()
        if _has_let_on(session, procurement, gate_code)
    ]


def has_overdue(session: Session, *, now: datetime) -> bool:
    """Say whether any gate waits to be opened again; a look that takes no lock."""
    today = now.astimezone(LONDON).date()
    return any(_has_let_on(session, procurement, gate_code) for procurement, gate_code in _late(session, today))


def _late(session: Session, today: date) -> dict[tuple[Procurement, str], list[str]]:
    rows = session.execute(
        select(Condition, GateReview.gate_code, Procurement)
        .join(GateReview, Condition.review_id == GateReview.id)
        .join(Procurement, Condition.procurement_id == Procurement.id)
        .where(Condition.met_at.is_(None), Condition.due_on < today, Procurement.stage != Stage.ABANDONED)
        .order_by(Procurement.id, Condition.reference)
    )
    found: dict[tuple[Procurement, str], list[str]] = {}
    for condition, gate_code, procurement in rows:
        found.setdefault((procurement, gate_code), []).append(condition.reference)
    return found


def _hold(session: Session, late: dict[tuple[Procurement, str], list[str]]) -> None:
    """Keep what is late to the end, so that another worker who looks at the same time waits and then finds it open.

    All before the first is written about, in the order of the list; `key_share` lets others write of a procurement.
    """
    for procurement in dict.fromkeys(procurement for procurement, _ in late):
        session.refresh(procurement, with_for_update={"of": Procurement, "key_share": True})


def _has_let_on(session: Session, procurement: Procurement, gate_code: str) -> bool:
    last = find_last_review(session, procurement.id, gate_code)
    return last is not None and last.verdict is not None and Verdict(last.verdict).lets_on


def _reopen(
    session: Session, procurement: Procurement, gate_code: str, references: list[str], now: datetime
) -> GateReview:
    reason = " ".join(_said(references))
    audit.record(
        session, tag="gate:reopened", actor=None, now=now, procurement=procurement, subject=gate_code, reason=reason
    )
    review = open_review(session, procurement=procurement, gate_code=gate_code, actor=None, now=now, reason=reason)
    telling.tell_holders(
        session, procurement=procurement, roles=TOLD, kind="gate-reopened",
        subject=f"{procurement.reference}/{gate_code}/{review.sitting}",
        title=f"{get_gate(gate_code).label} is open again", text=reason, endpoint="staff.gates.review",
        params={"gate_code": gate_code}, now=now,
    )  # fmt: skip
    return review


def _said(references: list[str]) -> Iterator[str]:
    named = ", ".join(references)
    yield f"Condition {named} is overdue." if len(references) == 1 else f"Conditions {named} are overdue."
    yield "Until the new sitting has its verdict, the gate objects to the steps that need it."
