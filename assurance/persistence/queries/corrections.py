"""Corrections of published notices, and the versions that came of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.persistence.among import among
from assurance.persistence.models import Notice, NoticeCorrection


def find_open_correction(session: Session, notice_id: int) -> NoticeCorrection | None:
    """Return the correction of a notice that nobody has decided yet, or None."""
    query = select(NoticeCorrection).where(
        NoticeCorrection.notice_id == notice_id, NoticeCorrection.decided_at.is_(None)
    )
    return session.scalar(query)


def list_versions(session: Session, notice: Notice) -> list[Notice]:
    """List a notice with everything it corrects and everything that corrects it, oldest first."""
    query = select(Notice).where(Notice.procurement_id == notice.procurement_id, Notice.kind == notice.kind)
    of_kind = {each.id: each for each in session.scalars(query.order_by(Notice.id))}
    newer = {each.corrects_id: each for each in of_kind.values() if each.corrects_id is not None}
    first = notice
    while first.corrects_id is not None:
        first = of_kind[first.corrects_id]
    chain = [first]
    while (following := newer.get(chain[-1].id)) is not None:
        chain.append(following)
    return chain


def get_of_procurement(session: Session, procurement_id: int, public_id: str) -> Notice:
    """Return a published notice of a procurement, or raise `NotFound`."""
    found = session.scalar(select(Notice).where(Notice.procurement_id == procurement_id, Notice.public_id == public_id))
    if found is None:
        raise NotFound("There is no such notice")
    return found


def list_open_corrections(session: Session, procurement_id: int) -> set[int]:
    """Return the ids of the notices of a procurement of which a correction waits to be decided."""
    query = select(NoticeCorrection.notice_id).join(Notice, Notice.id == NoticeCorrection.notice_id)
    waiting = query.where(Notice.procurement_id == procurement_id, NoticeCorrection.decided_at.is_(None))
    return set(session.scalars(waiting))


def list_waiting_corrections(session: Session, procurement_ids: Sequence[int], *, without: int) -> set[int]:
    """Return the ids of the procurements in which a correction waits that somebody other than a person wrote."""
    query = select(Notice.procurement_id).join(NoticeCorrection, NoticeCorrection.notice_id == Notice.id)
    waiting = query.where(
        among(Notice.procurement_id, procurement_ids), NoticeCorrection.decided_at.is_(None),
        NoticeCorrection.written_by_id != without,
    )  # fmt: skip
    return set(session.scalars(waiting))
