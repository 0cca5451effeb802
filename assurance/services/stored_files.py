"""Files of the store that nothing names: a program was killed between the file and its row, or the row is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from assurance.adapters.files import FileStore
from assurance.persistence.queries.stored_files import named
from assurance.persistence.session import Database
from assurance.services import audit

GRACE = timedelta(days=1)
"""How long a file may be there before its row: longer than any request or job takes."""


def remove_unnamed(database: Database, files: FileStore, *, now: datetime, grace: timedelta = GRACE) -> int:
    """Remove the files that neither a row nor a sealed part names, once they are a day old, and put it on record.

    The list of files is read before the rows, so that a row that is written meanwhile is seen. Returns how many.
    """
    seconds = grace.total_seconds()
    older = set(files.list_older(seconds))
    if not older:
        return 0
    with database.reading() as session:
        unnamed = sorted(older - named(session, older))
    removed = [key for key in unnamed if files.remove_older(key, than_seconds=seconds)]
    if removed:
        with database.transaction() as session:
            audit.record(session, tag="files:swept", actor=None, now=now, files=removed)
    return len(removed)
