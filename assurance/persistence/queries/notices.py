"""Published notices, and the opportunities that are open."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.persistence.models import Notice, Procurement


def list_notices(session: Session) -> list[tuple[Notice, Procurement]]:
    """List everything published with what it is about, newest first."""
    return list(session.execute(_with_procurement().order_by(Notice.published_at.desc(), Notice.id.desc())))


def list_of_procurement(session: Session, procurement_id: int) -> list[Notice]:
    """List what was published about one procurement, newest first."""
    return list(
        session.scalars(
            select(Notice)
            .where(Notice.procurement_id == procurement_id)
            .order_by(Notice.published_at.desc(), Notice.id.desc())
        )
    )


def get_notice(session: Session, public_id: str) -> tuple[Notice, Procurement]:
    """Return a notice by its public id, and what it is about."""
    found = session.execute(_with_procurement().where(Notice.public_id == public_id)).first()
    if found is None:
        raise NotFound("There is no such notice")
    return found


def _with_procurement() -> Select[Notice, Procurement]:
    return select(Notice, Procurement).join(Procurement, Procurement.id == Notice.procurement_id)
