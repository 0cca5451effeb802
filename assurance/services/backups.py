"""Backups: the database first, then the files that its rows name, with a list of hashes; and the way back.

A file is in the store before its row is, so files that are copied after the database hold all that it names. What is
closed stays closed: the keys are left out unless asked for. A backup counts only after it has been restored and
found whole, which the drill does.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from assurance.adapters.database_copy import copy_database, is_empty, put_back, scratch
from assurance.adapters.files import FileStore, sync_folder
from assurance.config import Settings
from assurance.domain.errors import AssuranceError, NotFound
from assurance.persistence import migrate
from assurance.persistence.queries.audit import find_event, get_head
from assurance.persistence.session import Database
from assurance.services import audit
from assurance.services.audit_check import check_chain

FORMAT = 1
_LIST, _DATABASE, _FILES, _KEYS = "manifest.json", "database", "files", "keys"
_ALL = -3600
"""Files put up to an hour after now: every one, also where the clocks of two machines differ."""


class Refused(AssuranceError):
    """A backup cannot be made, is not whole or must not be restored here; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, each part with the SHA-256 that proves it."""

    format: int
    made_at: str
    kind: str
    """`sqlite` or `postgresql`: it goes back into the same kind of database."""
    revision: str
    database: str
    entries: int
    """Entries of the audit trail when it began, and the hash of the last: the restored trail must run through it."""
    head: str
    files: list[str]
    keys: dict[str, str]


def make(settings: Settings, folder: Path, *, now: datetime, with_keys: bool = False) -> Manifest:
    """Back an installation up into a new or empty folder and put that on record; the list is written last."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty. Give each backup a folder of its own.")
    if is_empty(settings.database_url):
        raise Refused("There is no database here yet, so there is nothing to back up.")
    manifest = _write(settings, folder, now, with_keys=with_keys)
    with _opened(settings.database_url) as database, database.transaction() as session:
        audit.record(session, tag="backup:made", actor=None, now=now, manifest=_hash(folder / _LIST), keys=with_keys)
    return manifest


def restore(settings: Settings, folder: Path, *, now: datetime) -> Manifest:
    """Check a backup, put it into an empty installation, check that, and put on record that it was restored."""
    manifest = _put_back(settings.database_url, settings.files_url, folder)
    if manifest.keys and not (settings.keys.exists() and any(settings.keys.iterdir())):
        _copy_keys(folder / _KEYS, settings.keys)
    with _opened(settings.database_url) as database, database.transaction() as session:
        audit.record(session, tag="backup:restored", actor=None, now=now, manifest=_hash(folder / _LIST))
    return manifest


def drill(settings: Settings, folder: Path | None, *, now: datetime) -> Manifest:
    """Restore a backup, made now unless one is given, into a scratch place that is gone afterwards; raise if it fails.

    The scratch place is in the folder of the installation, where there is room for as much again.
    """
    settings.instance.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="drill-", dir=settings.instance) as place:
        if folder is None:
            folder = Path(place) / "backup"
            _write(settings, folder, now, with_keys=False)
        with scratch(settings.database_url, Path(place)) as url:
            return _put_back(url, (Path(place) / "restored").as_uri(), folder)


def check(folder: Path) -> Manifest:
    """Read a backup whole and return its list; raise `Refused` when anything is missing or has changed."""
    try:
        manifest = Manifest(**json.loads((folder / _LIST).read_text()))
    except FileNotFoundError as missing:
        raise Refused(f"{folder} is not a whole backup: it has no {_LIST}, which is written last.") from missing
    except (ValueError, TypeError) as broken:
        raise Refused(f"{folder / _LIST} is damaged, or of another version.") from broken
    if manifest.format != FORMAT:
        raise Refused(f"This backup has the format {manifest.format}, and this version reads {FORMAT}.")
    proofs = {_DATABASE: manifest.database, **{f"{_KEYS}/{name}": proof for name, proof in manifest.keys.items()}}
    proofs |= {f"{_FILES}/{key[:2]}/{key}": key for key in manifest.files}
    for name, proof in proofs.items():
        if not (folder / name).is_file():
            raise Refused(f"The backup lacks {name}.")
        if _hash(folder / name) != proof:
            raise Refused(f"{name} of the backup has changed since it was made.")
    return manifest


def _write(settings: Settings, folder: Path, now: datetime, *, with_keys: bool) -> Manifest:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kind, revision, entries, head = _stand(settings.database_url)  # before the copy, which may hold more
    copy_database(settings.database_url, folder / _DATABASE)
    files = _copy_files(FileStore.open(settings.files_url), FileStore.open((folder / _FILES).resolve().as_uri()))
    keys = _copy_keys(settings.keys, folder / _KEYS) if with_keys else {}
    manifest = Manifest(
        FORMAT, now.isoformat(), kind, revision, _hash(folder / _DATABASE), entries, head, files, keys
    )  # fmt: skip
    _write_list(folder, manifest)
    return manifest


def _stand(url: str) -> tuple[str, str, int, str]:
    """Return the kind of a database, its revision, and the last entry of its audit trail with its hash."""
    with _opened(url) as database, database.reading() as session:
        return database.engine.dialect.name, migrate.current(database.engine) or "", *get_head(session)


def _put_back(database_url: str, files_url: str, folder: Path) -> Manifest:
    manifest = check(folder)
    kind = database_url.partition(":")[0].partition("+")[0]
    if kind != manifest.kind:
        raise Refused(
            f"This is a backup of {manifest.kind} and the database here is {kind}: it goes back into its kind."
        )
    files = FileStore.open(files_url)
    if not is_empty(database_url) or next(files.list_older(_ALL), None):
        raise Refused("There is an installation here already. Restore into an empty one; nothing was changed.")
    _copy_files(FileStore.open((folder / _FILES).resolve().as_uri()), files)
    put_back(folder / _DATABASE, database_url)
    with _opened(database_url) as database:
        _compare(database, manifest)
    for key in manifest.files:
        for _ in files.stream(key):  # which raises when the content is not what its key says
            pass
    return manifest


def _compare(database: Database, manifest: Manifest) -> None:
    """Raise `Refused` unless the audit trail holds and runs through the entry at which the backup began."""
    with database.reading() as session:
        found = check_chain(session)
        last = find_event(session, manifest.entries)
    if found.broken_at is not None:
        raise Refused(f"The restored audit trail is broken at entry {found.broken_at}. Do not use it; find out why.")
    if (last.hash if last else "") != manifest.head or migrate.current(database.engine) != manifest.revision:
        raise Refused("What was restored is not what was backed up: its audit trail is another. Do not use it.")


def _copy_files(source: FileStore, target: FileStore) -> list[str]:
    """Copy every file, each checked on the way; what is removed meanwhile is no longer wanted by any row."""
    copied = []
    for key in sorted(set(source.list_older(_ALL))):
        with suppress(NotFound):
            copied.append(target.put(source.stream(key)).sha256)
    return copied


def _copy_keys(source: Path, target: Path) -> dict[str, str]:
    """Copy the keys where only their owner reads them; return the hash of each."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = sorted(each.name for each in source.iterdir() if each.is_file())
    for name in names:
        descriptor = os.open(target / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with (source / name).open("rb") as key, os.fdopen(descriptor, "wb") as copy:
            shutil.copyfileobj(key, copy)
            copy.flush()
            os.fsync(copy.fileno())
    sync_folder(target)
    return {name: _hash(target / name) for name in names}


def _write_list(folder: Path, manifest: Manifest) -> None:
    with os.fdopen(os.open(folder / _LIST, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(manifest), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database.open(url)
    try:
        yield database
    finally:
        database.close()
