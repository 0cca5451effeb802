"""Published notices, and the opportunities that are open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.persistence.models import Notice, Organisation, Procurement
from assurance.persistence.queries.finding import containing

ORDERS: dict[str, ColumnElement[Any]] = {
    "title": func.lower(Notice.title),
    "reference": Procurement.reference.expression,
    "authority": func.lower(Organisation.name),
    "published": Notice.published_at.expression,
}
"""What notices can be sorted by."""


def list_notices(
    session: Session, *, words: Iterable[str] = (), kind: str = "", order: tuple[str, bool] = ("", False),
    begin: int = 0, size: int | None = None,
) -> list[tuple[Notice, Procurement]]:  # fmt: skip
    """List what is published with what it is about: all of it, or a part.

    Newest first, or by a key of `ORDERS`, the largest first where `order` says so.
    """
    key, down = order
    by = [ORDERS[key].desc() if down else ORDERS[key]] if key else []
    query = _narrowed(words, kind).order_by(*by, Notice.published_at.desc(), Notice.id.desc())
    return list(session.execute(query.offset(begin).limit(size)))


def count_notices(session: Session, *, words: Iterable[str] = (), kind: str = "") -> int:
    """Count what is published that has all the words, and is of a kind where one is given."""
    return session.scalar(select(func.count()).select_from(_narrowed(words, kind).subquery())) or 0


def list_kinds(session: Session) -> list[str]:
    """List the kinds of notice of which any is published."""
    return list(session.scalars(select(Notice.kind).distinct().order_by(Notice.kind)))


def _narrowed(words: Iterable[str], kind: str) -> Select[Notice, Procurement]:
    query = _with_procurement().join(Organisation, Organisation.id == Procurement.organisation_id)
    if words:
        query = query.where(
            containing(words, Notice.title, Procurement.reference, Procurement.title, Organisation.name)
        )
    return query.where(Notice.kind == kind) if kind else query


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
