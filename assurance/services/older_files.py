"""Closes the files that an earlier version kept as they were sent; part of an upgrade."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.adapters.vault import Encryption
from assurance.persistence.models import Bid, BidDocument
from assurance.persistence.session import Database
from assurance.services.documents import belongs_to


def close_older_files(database: Database, files: FileStore) -> int:
    """Close each file that lies plain, then remove the plain one; return how many. Safe to break off and run again."""
    with database.reading() as session:
        plain = session.scalars(select(BidDocument.id).where(BidDocument.commitment == "")).all()
    for document_id in plain:
        with database.transaction() as session:
            lay_plain = _close(session, document_id, files)
        with database.reading() as session:
            is_used = session.scalar(select(BidDocument.id).where(BidDocument.storage_key == lay_plain).limit(1))
        if is_used is None:
            files.remove(lay_plain)
    return len(plain)


def _close(session: Session, document_id: int, files: FileStore) -> str:
    """Give a document its closed file and its key; return where the plain one lies."""
    document = session.get_one(BidDocument, document_id)
    encryption = Encryption(belongs_to(session.get_one(Bid, document.bid_id), document.public_id))
    lay_plain = document.storage_key
    document.storage_key = files.put(encryption.over(files.stream(lay_plain))).sha256
    document.commitment, document.file_key = encryption.commitment, encryption.key.to_bytes()
    return lay_plain
