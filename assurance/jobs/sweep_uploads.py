"""Removes what is left behind: uploads nobody continued, parts, drafts and files without a row, old wrong guesses.

Registrations that nobody completed in time go as well, with the address they name.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from assurance.adapters.files import FileStore
from assurance.adapters.staging import Staging
from assurance.persistence.session import Database
from assurance.services import guessing, stored_files, uploads
from assurance.services.suppliers import confirmation

log = logging.getLogger(__name__)

HOUR = 3600
"""Seconds after which what has no row is nobody's: longer than any part takes to arrive."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed: uploads that nobody continued, folders and parts without a row, drafts, and stored files."""

    forgotten: int
    without_row: int
    drafts: int
    unnamed: int


def sweep_uploads(database: Database, files: FileStore, staging: Staging, *, now: datetime) -> Swept:
    """Remove it all; safe to run at any time, by any number of workers."""
    with database.transaction() as session:
        forgotten = uploads.forget(session, now=now)
        guessing.forget(session, now=now)
        confirmation.forget(session, now=now)
    with database.reading() as session:
        known = uploads.known(session)
    swept = Swept(
        forgotten=forgotten,
        without_row=staging.sweep(known, older_than_seconds=HOUR),
        drafts=files.sweep(older_than_seconds=HOUR),
        unnamed=stored_files.remove_unnamed(database, files, now=now),
    )
    if any((swept.forgotten, swept.without_row, swept.drafts, swept.unnamed)):
        log.info("swept: %s", swept)
    return swept
