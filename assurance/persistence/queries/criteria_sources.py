"""Procurements whose criteria a person may start from: of the same authority, published or with a role for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from assurance.persistence.models import CriterionRow, Procurement, RoleAssignment


@dataclass(frozen=True, slots=True)
class EarlierCriteria:
    """An earlier procurement with criteria; `takes_part` is whether the person has a role in it."""

    procurement: Procurement
    criteria: int
    takes_part: bool


def list_earlier(session: Session, procurement: Procurement, user_id: int) -> list[EarlierCriteria]:
    """List what there is to start from, newest first."""
    rows = session.execute(
        _earlier(procurement, user_id).order_by(Procurement.created_at.desc(), Procurement.id.desc())
    )
    return [EarlierCriteria(*row) for row in rows]


def find_earlier(session: Session, procurement: Procurement, user_id: int, reference: str) -> EarlierCriteria | None:
    """Find one of them by its reference, or None: also where it exists and the person may not see it."""
    row = session.execute(_earlier(procurement, user_id).where(Procurement.reference == reference)).first()
    return None if row is None else EarlierCriteria(*row)


def _earlier(procurement: Procurement, user_id: int) -> Select[Procurement, int, bool]:
    count = (
        select(func.count(CriterionRow.id)).where(CriterionRow.procurement_id == Procurement.id).scalar_subquery()
    )  # fmt: skip
    takes_part = _takes_part(user_id)
    return select(Procurement, count, takes_part).where(
        Procurement.organisation_id == procurement.organisation_id,
        Procurement.id != procurement.id,
        count > 0,
        or_(Procurement.criteria_frozen_at.is_not(None), takes_part),
    )


def _takes_part(user_id: int) -> ColumnElement[bool]:
    return (
        select(RoleAssignment.id)
        .where(RoleAssignment.procurement_id == Procurement.id, RoleAssignment.user_id == user_id)
        .exists()
    )
