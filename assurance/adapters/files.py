"""The file store: content under its own SHA-256, put once and never overwritten.

A local folder by default, an S3 or Azure bucket by URL. A local put is on the disk, file and folder, before it
returns, so that no row or receipt can ever point at content that a power cut takes away.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url

from assurance.domain.errors import AssuranceError, NotFound

_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)
_IN_MEMORY = 8 * 2**20


class DamagedFile(AssuranceError):
    """What lies under a key is not what was put there."""


@dataclass(frozen=True)
class Stored:
    """What was put: its key and its size in bytes."""

    sha256: str
    size: int


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
            return cls(from_url(url))
        folder = Path(url2pathname(urlsplit(url).path))
        folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(folder), folder)

    def put(self, content: bytes | Iterable[bytes]) -> Stored:
        """Keep content under its SHA-256 and return both; the same content twice is kept once."""
        chunks = (content,) if isinstance(content, bytes) else content
        return self._put_bucket(chunks) if self.folder is None else _put_folder(self.folder, chunks)

    def get(self, sha256: str) -> bytes:
        """Return content whole, checked against its key; raise `NotFound` or `DamagedFile`."""
        return b"".join(self.stream(sha256))

    def stream(self, sha256: str) -> Iterator[bytes]:
        """Yield content piece by piece; raise `DamagedFile` at the end if it was not what its key says."""
        try:
            found = obstore.get(self.objects, _path(sha256))
        except FileNotFoundError as missing:
            raise NotFound("The file is not in the store") from missing
        digest = hashlib.sha256()
        for chunk in found:
            digest.update(chunk)
            yield bytes(chunk)
        if digest.hexdigest() != sha256:
            raise DamagedFile(f"The stored file {sha256[:12]} has changed since it was put")

    def exists(self, sha256: str) -> bool:
        """Say whether there is content under a key."""
        try:
            obstore.head(self.objects, _path(sha256))
        except FileNotFoundError:
            return False
        return True

    def _put_bucket(self, chunks: Iterable[bytes]) -> Stored:
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            stored = _copy(chunks, spool)  # type: ignore[arg-type]  # a spooled file is one in all but name
            spool.seek(0)
            with suppress(AlreadyExistsError):  # the same content, by the meaning of its key
                obstore.put(self.objects, _path(stored.sha256), spool, mode="create")
        return stored


def _put_folder(folder: Path, chunks: Iterable[bytes]) -> Stored:
    descriptor, name = tempfile.mkstemp(prefix="incoming-", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            stored = _copy(chunks, file)
            file.flush()
            os.fsync(file.fileno())
        _link(Path(name), folder / _path(stored.sha256))
    finally:
        Path(name).unlink()
    return stored


def _link(written: Path, final: Path) -> None:
    """Give written content its name, which must not exist, and put the name itself on the disk."""
    made = not final.parent.exists()
    final.parent.mkdir(exist_ok=True)
    with suppress(FileExistsError):  # the same content, by the meaning of its key
        os.link(written, final)
    _sync(final.parent)
    if made:
        _sync(final.parent.parent)


def _copy(chunks: Iterable[bytes], file: BinaryIO) -> Stored:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        file.write(chunk)
    return Stored(digest.hexdigest(), size)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _path(sha256: str) -> str:
    if not _KEY.fullmatch(sha256):
        raise NotFound("The file is not in the store")
    return f"{sha256[:2]}/{sha256}"
