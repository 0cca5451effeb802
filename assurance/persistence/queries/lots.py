"""Lots for their page and for the award."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from assurance.domain.errors import NotFound
from assurance.persistence.models import Lot, LotGroup


def find_group_of(session: Session, procurement_id: int) -> LotGroup | None:
    """Return the group a procurement is a lot of, with its lots in order, or None."""
    query = select(LotGroup).join(Lot, Lot.group_id == LotGroup.id).where(Lot.procurement_id == procurement_id)
    return session.scalar(query.options(selectinload(LotGroup.lots)))


def list_groups(session: Session, organisation_id: int) -> list[LotGroup]:
    """List the groups of an authority with their lots, newest first."""
    query = select(LotGroup).where(LotGroup.organisation_id == organisation_id).order_by(LotGroup.id.desc())
    return list(session.scalars(query.options(selectinload(LotGroup.lots))))


def get_group(session: Session, organisation_id: int, public_id: str) -> LotGroup:
    """Get a group of an authority, or raise `NotFound`."""
    query = select(LotGroup).where(LotGroup.organisation_id == organisation_id, LotGroup.public_id == public_id)
    found = session.scalar(query.options(selectinload(LotGroup.lots)))
    if found is None:
        raise NotFound("There is no such group of lots")
    return found
