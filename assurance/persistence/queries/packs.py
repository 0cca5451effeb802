"""Packs for lists, for the page that shows how far one is, and for the job that builds one."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.persistence.models import Pack, Procurement

IN_HAND = ("queued", "building")


def get_pack(session: Session, public_id: str, *, procurement_id: int | None = None) -> Pack:
    """Return a pack by its public id, within a procurement where one is given, or raise `NotFound`."""
    query = select(Pack).where(Pack.public_id == public_id)
    if procurement_id is not None:
        query = query.where(Pack.procurement_id == procurement_id)
    found = session.scalar(query)
    if found is None:
        raise NotFound("There is no such pack, or it is not yours to see")
    return found


def find_in_hand(session: Session, procurement_id: int, kind: str, subject: str) -> Pack | None:
    """Return the pack of this kind and subject that is waiting or being built, or None."""
    return session.scalar(
        select(Pack).where(
            Pack.procurement_id == procurement_id,
            Pack.kind == kind,
            Pack.subject == subject,
            Pack.status.in_(IN_HAND),
        )
    )


def list_packs(session: Session, procurement_id: int) -> list[Pack]:
    """List the packs of a procurement, newest first."""
    return list(session.scalars(select(Pack).where(Pack.procurement_id == procurement_id).order_by(Pack.id.desc())))


def list_in_hand(session: Session) -> list[Pack]:
    """List every pack waiting or being built."""
    return list(session.scalars(select(Pack).where(Pack.status.in_(IN_HAND)).order_by(Pack.id)))


def get_procurement(session: Session, procurement_id: int) -> Procurement:
    """Return the procurement a pack is about."""
    return session.get_one(Procurement, procurement_id)


def get_by_reference(session: Session, reference: str) -> Procurement:
    """Return a procurement by its reference, or raise `NotFound`."""
    found = session.scalar(select(Procurement).where(Procurement.reference == reference))
    if found is None:
        raise NotFound(f"There is no procurement {reference} here")
    return found


def find_issued(session: Session, procurement_id: int, kind: str, subject: str) -> Pack | None:
    """Return the last pack of this kind and subject that is finished, or None."""
    query = select(Pack).where(
        Pack.procurement_id == procurement_id, Pack.kind == kind, Pack.subject == subject, Pack.status == "done"
    )
    return session.scalar(query.order_by(Pack.id.desc()).limit(1))


def find_same_content(session: Session, procurement_id: int, kind: str, subject: str, digest: str) -> Pack | None:
    """Return the last pack issued from exactly this content, or None."""
    query = select(Pack).where(
        Pack.procurement_id == procurement_id, Pack.kind == kind, Pack.subject == subject, Pack.status == "done",
        Pack.snapshot_digest == digest,
    )  # fmt: skip
    return session.scalar(query.order_by(Pack.id.desc()).limit(1))
