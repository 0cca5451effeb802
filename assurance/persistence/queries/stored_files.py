"""Which files of the store are named by a row: documents in hand, sealed and opened ones, and finished packs."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import BidDocument, Pack, SealedItem, SuppliedPart

NAMED_BY = (BidDocument.storage_key, SealedItem.storage_key, SuppliedPart.storage_key, Pack.sha256)
"""Every column that names a file; a new one belongs here, or what it names is swept away."""
AT_ONCE = 500


def named(session: Session, keys: Collection[str]) -> set[str]:
    """Return those of some keys that a row names."""
    found: set[str] = set()
    wanted = sorted(keys)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        for column in NAMED_BY:
            found.update(key for key in session.scalars(select(column).where(column.in_(some))) if key)
    return found
