"""Gate reviews, their lines, and the conditions that travel from them."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from assurance.domain.authority.roles import Role
from assurance.domain.errors import NotFound
from assurance.persistence.models import AuditEvent, Condition, GateLine, GateReview, RoleAssignment, User


def list_sittings(session: Session, procurement_id: int, gate_code: str | None = None) -> list[GateReview]:
    """List the sittings of one gate or of all, in the order they were held."""
    query = select(GateReview).where(GateReview.procurement_id == procurement_id)
    if gate_code is not None:
        query = query.where(GateReview.gate_code == gate_code)
    return list(session.scalars(query.order_by(GateReview.gate_code, GateReview.sitting)))


def find_last_review(session: Session, procurement_id: int, gate_code: str) -> GateReview | None:
    """Find the last sitting at a gate: the one that counts."""
    sittings = list_sittings(session, procurement_id, gate_code)
    return sittings[-1] if sittings else None


def get_last_review(session: Session, procurement_id: int, gate_code: str) -> GateReview:
    """Get the last sitting at a gate."""
    review = find_last_review(session, procurement_id, gate_code)
    if review is None:
        raise NotFound("This gate has not been opened in this procurement")
    return review


def get_line(session: Session, review_id: int, code: str) -> GateLine:
    """Get a line of enquiry of a sitting by its code."""
    line = session.scalar(select(GateLine).where(GateLine.review_id == review_id, GateLine.code == code))
    if line is None:
        raise NotFound("This sitting has no such line of enquiry")
    return line


def list_conditions(session: Session, procurement_id: int, gate_code: str | None = None) -> list[Condition]:
    """List the conditions set at one gate or at all, by reference."""
    query = select(Condition).join(GateReview).where(Condition.procurement_id == procurement_id)
    query = query.options(selectinload(Condition.proof))
    if gate_code is not None:
        query = query.where(GateReview.gate_code == gate_code)
    return list(session.scalars(query.order_by(Condition.reference)))


def get_condition(session: Session, procurement_id: int, reference: str) -> Condition:
    """Get a condition by the reference it keeps for ever."""
    condition = session.scalar(
        select(Condition).where(Condition.procurement_id == procurement_id, Condition.reference == reference)
    )
    if condition is None:
        raise NotFound(f"There is no condition {reference}")
    return condition


def count_conditions_ever_set(session: Session, procurement_id: int) -> int:
    """Count every condition ever set, removed ones too, from the audit trail: a reference is never given twice."""
    query = select(func.count()).select_from(AuditEvent)
    return session.scalar(query.where(AuditEvent.procurement_id == procurement_id, AuditEvent.tag == SET_TAG)) or 0


SET_TAG = "condition:set"


def list_holders(session: Session, procurement_id: int, role: Role) -> list[User]:
    """List the people who hold a role in a procurement, by name."""
    query = select(User).join(RoleAssignment, RoleAssignment.user_id == User.id)
    query = query.where(RoleAssignment.procurement_id == procurement_id, RoleAssignment.role == role)
    return list(session.scalars(query.order_by(User.name, User.id)))
