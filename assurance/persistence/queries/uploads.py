"""Reads files on their way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.persistence.models import Bid, Upload


def get_upload(session: Session, bid_id: int, public_id: str, *, lock: bool = False) -> Upload:
    """Return a file on its way to a bid, as it is now; locked, nobody else continues it meanwhile."""
    query = select(Upload).where(Upload.bid_id == bid_id, Upload.public_id == public_id)
    query = query.execution_options(populate_existing=True)
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("This upload has ended or was cancelled. Choose the file again")
    return found


def list_uploads(session: Session, bid_id: int) -> list[Upload]:
    """List the files on their way to a bid, first to last."""
    return list(session.scalars(select(Upload).where(Upload.bid_id == bid_id).order_by(Upload.id)))


def count_on_their_way(session: Session, organisation_id: int, *, since: datetime) -> int:
    """Count the files of an organisation that have moved since an instant, in all its bids."""
    query = select(func.count()).select_from(Upload).join(Bid, Bid.id == Upload.bid_id)
    query = query.where(Bid.organisation_id == organisation_id, Upload.touched_at > since)
    return session.scalar(query) or 0


def list_untouched(session: Session, *, before: datetime) -> list[Upload]:
    """List the uploads that nobody has continued since an instant."""
    return list(session.scalars(select(Upload).where(Upload.touched_at < before)))


def all_names(session: Session) -> set[str]:
    """Return the public id of every upload."""
    return set(session.scalars(select(Upload.public_id)))
