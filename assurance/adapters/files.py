"""The file store: content under the SHA-256 of what is stored, put once and never overwritten.

What a bidder sends is closed before it comes here, so that its key is the hash of something unreadable. A local
folder by default, an S3 or Azure bucket by URL. A local put is on the disk, file and folder, before it returns, so
that no row or receipt can ever point at content that a power cut takes away.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from assurance.adapters.crash_points import crash_point
from assurance.adapters.vault import DamagedFile
from assurance.domain.errors import NotFound

__all__ = ["DamagedFile", "Draft", "FileStore", "Stored", "sync_folder"]

_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)
_DRAFT = "incoming-"
_RETRIES: Any = {"max_retries": 6, "retry_timeout": timedelta(seconds=20)}
"""A bucket that does not answer is asked again, and given up long before whoever waits for the page gives up."""


@contextmanager
def _reached() -> Iterator[None]:
    """Tell of a bucket that cannot be reached, or refuses, as of a disk that fails; what is not there is no failure."""
    try:
        yield
    except BaseError as failed:
        raise OSError(errno.EIO, "The file store does not answer, or refuses what is asked of it") from failed


@dataclass(frozen=True)
class Stored:
    """What was put: its key and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Draft:
    """What has arrived whole and is on the disk, but is not in the store before it is placed."""

    stored: Stored
    file: BinaryIO
    path: Path | None = None
    """Where a local store keeps it meanwhile; None on its way to a bucket."""


@dataclass(frozen=True)
class FileStore:
    """One store of files that never change."""

    objects: ObjectStore
    folder: Path | None = None
    """The folder of a local store; None for a bucket."""

    @classmethod
    def open(cls, url: str) -> FileStore:
        """Open the store at a URL; a local folder is made if it is not there."""
        if urlsplit(url).scheme != "file":
            return cls(from_url(url, retry_config=_RETRIES))
        folder = Path(url2pathname(urlsplit(url).path))
        folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(folder), folder)

    def put(self, content: bytes | Iterable[bytes]) -> Stored:
        """Keep content under its SHA-256 and return both; the same content twice is kept once."""
        with self.draft((content,) if isinstance(content, bytes) else content) as draft:
            self.place(draft)
        return draft.stored

    @contextmanager
    def draft(self, chunks: Iterable[bytes]) -> Iterator[Draft]:
        """Write content aside while a block judges it; what the block does not place leaves no trace."""
        if self.folder is None:
            with tempfile.TemporaryFile() as spool:
                yield Draft(_copy(chunks, spool), spool)
            return
        descriptor, name = tempfile.mkstemp(prefix=_DRAFT, dir=self.folder)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                stored = _copy(chunks, file)
                os.fsync(file.fileno())
                crash_point("after_upload_fsync")
                yield Draft(stored, file, Path(name))
        finally:
            Path(name).unlink()

    def place(self, draft: Draft) -> Stored:
        """Take a draft into the store; it is durable when this returns."""
        if self.folder is not None and draft.path is not None:
            _link(draft.path, self.folder / _path(draft.stored.sha256))
            crash_point("after_upload_rename")
            return draft.stored
        draft.file.seek(0)
        with _reached():
            obstore.put(self.objects, _path(draft.stored.sha256), draft.file)  # the same content is as of now new again
        return draft.stored

    def get(self, sha256: str) -> bytes:
        """Return content whole, checked against its key; raise `NotFound` or `DamagedFile`."""
        return b"".join(self.stream(sha256))

    def stream(self, sha256: str) -> Iterator[bytes]:
        """Yield content piece by piece; raise `DamagedFile` at the end if it was not what its key says."""
        digest = hashlib.sha256()
        with _reached():
            try:
                found = obstore.get(self.objects, _path(sha256))
            except FileNotFoundError as missing:
                raise NotFound("The file is not in the store") from missing
            for chunk in found:
                digest.update(chunk)
                yield bytes(chunk)
        if digest.hexdigest() != sha256:
            raise DamagedFile(f"The stored file {sha256[:12]} has changed since it was put")

    def exists(self, sha256: str) -> bool:
        """Say whether there is content under a key."""
        try:
            with _reached():
                obstore.head(self.objects, _path(sha256))
        except FileNotFoundError:
            return False
        return True

    def remove(self, sha256: str) -> None:
        """Take content out of the store; what is not there is out already."""
        with suppress(FileNotFoundError), _reached():
            obstore.delete(self.objects, _path(sha256))

    def list_older(self, than_seconds: float) -> Iterator[str]:
        """Yield the keys of what was put, or put again, longer ago than that."""
        before = datetime.now(UTC) - timedelta(seconds=than_seconds)
        with _reached():
            for page in obstore.list(self.objects):
                for each in page:
                    name = each["path"].rpartition("/")[2]
                    if _KEY.fullmatch(name) and each["last_modified"] < before:
                        yield name

    def remove_older(self, sha256: str, *, than_seconds: float) -> bool:
        """Take content out unless it was put again meanwhile; say whether it is out.

        A local file is set aside first and looked at again, so that who puts the same content at this moment either
        finds it there or puts it anew. A bucket cannot do that: what was put since it was listed is left.
        """
        if self.folder is None:
            return self._remove_from_bucket(sha256, than_seconds)
        path = self.folder / _path(sha256)
        aside = self.folder / f"{_DRAFT}{sha256}-{secrets.token_hex(4)}"
        with suppress(FileNotFoundError):
            path.rename(aside)
            if aside.stat().st_mtime >= time.time() - than_seconds:
                _link(aside, path)
                aside.unlink()
                return False
            aside.unlink()
            return True
        return False

    def _remove_from_bucket(self, sha256: str, than_seconds: float) -> bool:
        with suppress(FileNotFoundError), _reached():
            put_at = obstore.head(self.objects, _path(sha256))["last_modified"]
            if put_at >= datetime.now(UTC) - timedelta(seconds=than_seconds):
                return False
            self.remove(sha256)
        return True

    def sweep(self, *, older_than_seconds: float) -> int:
        """Remove drafts that a killed program left behind; return how many."""
        if self.folder is None:
            return 0
        before, swept = time.time() - older_than_seconds, 0
        for path in self.folder.glob(f"{_DRAFT}*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()
                    swept += 1
        return swept


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _link(written: Path, final: Path) -> None:
    """Give written content its name, which must not exist, and put the name itself on the disk."""
    made = not final.parent.exists()
    final.parent.mkdir(exist_ok=True)
    while True:
        try:
            os.link(written, final)
        except FileExistsError:  # the same content, by the meaning of its key; as of now it is new again
            with suppress(FileNotFoundError):
                os.utime(final)
                final.stat()
                break
        else:
            break
    sync_folder(final.parent)
    if made:
        sync_folder(final.parent.parent)


def _copy(chunks: Iterable[bytes], file: BinaryIO) -> Stored:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        file.write(chunk)
    file.flush()
    return Stored(digest.hexdigest(), size)


def _path(sha256: str) -> str:
    if not _KEY.fullmatch(sha256):
        raise NotFound("The file is not in the store")
    return f"{sha256[:2]}/{sha256}"
