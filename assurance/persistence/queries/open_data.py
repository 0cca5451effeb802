"""Published releases, for readers of open data and for what is published next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, OcdsRelease, Procurement, SupplierProfile


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of releases ended: what follows is older, and what is published meanwhile comes before."""

    published_at: datetime
    id: int


def list_releases_of(session: Session, procurement_id: int) -> list[OcdsRelease]:
    """List the releases of a procurement in the order in which they were published."""
    query = select(OcdsRelease).where(OcdsRelease.procurement_id == procurement_id)
    return list(session.scalars(query.order_by(OcdsRelease.published_at, OcdsRelease.id)))


def list_releases(
    session: Session, *, updated_from: datetime | None = None, updated_to: datetime | None = None,
    stages: Collection[str] = (), after: Place | None = None, most: int,
) -> list[OcdsRelease]:  # fmt: skip
    """List releases newest first, at most so many, from an instant (inclusive) to another (exclusive); one query."""
    query = select(OcdsRelease)
    if updated_from is not None:
        query = query.where(OcdsRelease.published_at >= updated_from)
    if updated_to is not None:
        query = query.where(OcdsRelease.published_at < updated_to)
    if stages:
        query = query.where(OcdsRelease.stage.in_(stages))
    if after is not None:
        earlier = or_(OcdsRelease.published_at < after.published_at, OcdsRelease.id < after.id)
        query = query.where(OcdsRelease.published_at <= after.published_at, earlier)  # so that the index is used
    return list(session.scalars(query.order_by(OcdsRelease.published_at.desc(), OcdsRelease.id.desc()).limit(most)))


def get_releases(session: Session, name: str) -> list[OcdsRelease]:
    """Return the release with an id, or all of the procurement with an ocid, oldest first; `NotFound` if none."""
    query = select(OcdsRelease).where(or_(OcdsRelease.release_id == name, OcdsRelease.ocid == name))
    return _found(list(session.scalars(query.order_by(OcdsRelease.published_at, OcdsRelease.id))))


def find_release_of_notice(session: Session, notice_id: int) -> OcdsRelease | None:
    """Return the release of a notice, or None for one from before there was open data."""
    return session.scalar(select(OcdsRelease).where(OcdsRelease.notice_id == notice_id))


def get_record(session: Session, ocid: str) -> list[OcdsRelease]:
    """Return the releases of the procurement with an ocid, oldest first; `NotFound` if there is none."""
    query = select(OcdsRelease).where(OcdsRelease.ocid == ocid)
    return _found(list(session.scalars(query.order_by(OcdsRelease.published_at, OcdsRelease.id))))


def get_releases_of_reference(session: Session, reference: str) -> list[OcdsRelease]:
    """Return the releases of a procurement by its reference, oldest first; `NotFound` if nothing is published of it."""
    query = select(OcdsRelease).join(Procurement, Procurement.id == OcdsRelease.procurement_id)
    query = query.where(Procurement.reference == reference)
    return _found(list(session.scalars(query.order_by(OcdsRelease.published_at, OcdsRelease.id))))


def find_profile(session: Session, organisation_id: int) -> SupplierProfile | None:
    """Return the profile of a provider, or None for one that never kept any."""
    return session.scalar(select(SupplierProfile).where(SupplierProfile.organisation_id == organisation_id))


def count_submitted(session: Session, procurement_id: int) -> int:
    """Count the tenders that were in the box at the deadline, without those withdrawn."""
    query = select(func.count()).select_from(Bid).where(Bid.procurement_id == procurement_id)
    return session.scalar(query.where(Bid.submitted_at.is_not(None), Bid.stage != BidStage.WITHDRAWN)) or 0


def _found(releases: list[OcdsRelease]) -> list[OcdsRelease]:
    if not releases:
        raise NotFound("Nothing is published under this id")
    return releases
