"""Which files of the store a row names: documents in hand, sealed and opened ones, packs and what they come from."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import not_, or_, select
from sqlalchemy.orm import Session

from assurance.domain.retention.classes import DOCUMENTS
from assurance.persistence.models import BidDocument, Erasure, EvidenceFile, Pack, ProofFile, SealedItem, SuppliedPart

NAMED_BY = (
    BidDocument.storage_key, EvidenceFile.storage_key, ProofFile.storage_key, SealedItem.storage_key,
    SuppliedPart.storage_key, Pack.sha256, Pack.snapshot_digest,
)  # fmt: skip
"""Every column that names a file; a new one belongs here, or what it names is swept away."""
ERASED = or_(
    *(
        Pack.kind.in_(documents)
        & Pack.procurement_id.in_(
            select(Erasure.procurement_id).where(Erasure.kind == kind, Erasure.erased_at.is_not(None))
        )
        for kind, documents in DOCUMENTS.items()
    )
)
"""Documents erased with the record they were made of: their rows stay with their hashes, and name no file."""
AT_ONCE = 500


def named(session: Session, keys: Collection[str]) -> set[str]:
    """Return those of some keys that a row names."""
    found: set[str] = set()
    wanted = sorted(keys)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        for column in NAMED_BY:
            query = select(column).where(column.in_(some))
            if column.class_ is Pack:
                query = query.where(not_(ERASED))
            found.update(key for key in session.scalars(query) if key)
    return found
