"""Where files lie while they arrive: closed from the first byte, in a folder of their own, gone when they are done.

Each part that a browser sends is a closed file named by its offset, under the key that only the upload's row has.
A part is on the disk under its name before the row says that it has arrived; one whose row does not know it is
written over or swept away.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from assurance.adapters.crash_points import crash_point
from assurance.adapters.files import sync_folder
from assurance.adapters.open_file import OpenFile
from assurance.adapters.vault import PIECE, DamagedFile, Encryption, FileKey, belonging, decrypt_stream
from assurance.domain.errors import NotNow

_PART = re.compile(r"(\d{15})\.part", re.ASCII)
_UPLOAD = re.compile(r"[0-9a-f-]{36}", re.ASCII)
FULL = (
    "There is no room for files on the server at the moment. What you have uploaded is kept. Try again later, or tell "
    "the authority if the deadline is near"
)


@contextmanager
def no_room_in_words() -> Iterator[None]:
    """Turn a full disk into a refusal that a person understands; a connection that breaks is another matter."""
    try:
        yield
    except OSError as refused:
        if refused.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise NotNow(FULL, code="no_room") from refused


class TooMuch(Exception):  # noqa: N818 -- a refusal, put into words by whoever knows the limit
    """More arrived than was to come."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is on the disk but not under its name yet."""

    draft: Path
    final: Path
    size: int

    def keep(self) -> None:
        """Give the part its name; it is durable when this returns."""
        self.draft.replace(self.final)
        sync_folder(self.final.parent)
        crash_point("after_upload_rename")

    def drop(self) -> None:
        """Forget a part that was not kept."""
        self.draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Staging:
    """The folder of files on their way, and how much room must stay free on its disk."""

    folder: Path
    low_water: int = 0
    """Bytes that uploads never take; below it they are refused, so that everything else still works."""

    @classmethod
    def open(cls, folder: Path, *, low_water: int = 0) -> Staging:
        """Open the folder, which only its owner may look into; it is made if it is not there."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(folder, low_water)

    def make_sure_of_room(self, size: int) -> None:
        """Raise `NotNow` when so much more would leave less room than must stay free."""
        if shutil.disk_usage(self.folder).free - size < self.low_water:
            raise NotNow(FULL, code="no_room")

    def write(self, upload: str, offset: int, key: FileKey, content: Iterable[bytes], *, most: int) -> Part:
        """Close a part as it arrives and put it on the disk; whatever goes wrong, nothing of it stays."""
        folder = self._folder(upload)
        folder.mkdir(mode=0o700, exist_ok=True)
        draft = folder / f".{offset}-{secrets.token_hex(8)}"
        encryption = Encryption(_place(upload, offset), key)
        try:
            with no_room_in_words(), draft.open("xb") as file:
                for piece in encryption.over(_at_most(content, most)):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        crash_point("after_upload_fsync")
        return Part(draft, folder / f"{offset:015}.part", encryption.size)

    def read(self, upload: str, key: FileKey, size: int) -> Iterator[bytes]:
        """Yield what has arrived, in order; raise `DamagedFile` unless it is whole."""
        at = 0
        for path in sorted(path for path in self._folder(upload).glob("*.part") if _PART.fullmatch(path.name)):
            if int(path.stem) != at:
                continue  # a part beyond what the row knows, or written over by a longer one
            for piece in decrypt_stream(_pieces_of(path), key, _place(upload, at)):
                at += len(piece)
                yield piece
        if at != size:
            raise DamagedFile("What has arrived of the file is not whole")

    def drop(self, upload: str) -> None:
        """Remove everything that has arrived of an upload."""
        shutil.rmtree(self._folder(upload), ignore_errors=True)

    def sweep(self, known: Collection[str], *, older_than_seconds: float) -> int:
        """Remove what no row knows and nobody has touched lately; return how many uploads it was."""
        before, swept = time.time() - older_than_seconds, 0
        for path in self.folder.iterdir():
            with suppress(FileNotFoundError):
                if path.name not in known and path.stat().st_mtime < before:
                    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
                    swept += 1
        return swept

    def _folder(self, upload: str) -> Path:
        if not _UPLOAD.fullmatch(upload):
            raise ValueError("not the name of an upload")
        return self.folder / upload


class Arriving:
    """A file inside a form, closed as it arrives, under a key that is nowhere but in memory; it has no name on disk.

    Written to by whoever reads the form; more than `most` bytes are let go by, and `size` says how many came.
    """

    def __init__(self, staging: Staging, most: int, place: int | None = None) -> None:
        self._place = place
        self._refusal: NotNow | None = None
        self._file = tempfile.TemporaryFile(dir=staging.folder)  # noqa: SIM115 -- lives as long as the request
        self._most = most
        self._encryption = Encryption(_place("form", 0))
        self._file.write(self._encryption.header)
        self._ended = False
        self.size = 0

    def write(self, content: bytes) -> int:
        """Close more content."""
        self.size += len(content)
        if self.size <= self._most and self._refusal is None:
            try:
                with no_room_in_words():
                    self._file.writelines(self._encryption.add(bytes(content)))
            except NotNow as refused:  # the rest is let go by, so that the person gets the page that says why
                self._refusal = refused
                self._file.truncate(0)
        return len(content)

    def seek(self, offset: int, whence: int = 0) -> int:
        """End the file: the form has been read to here. Nothing can be read from this by position."""
        if not self._ended and self.size <= self._most and self._refusal is None:
            self._file.write(self._encryption.end())
            self._ended = True
        return 0

    def pieces(self) -> Iterator[bytes]:
        """Yield the content from its beginning; raise `TooMuch`, or `NotNow` when there was no room for it."""
        self._end()
        self._file.seek(0)
        closed = iter(lambda: self._file.read(PIECE), b"")
        yield from decrypt_stream(closed, self._encryption.key, self._encryption.belongs_to)

    def opened(self) -> BinaryIO:
        """Open the file for a reader that jumps about in it; raise what `pieces` raises."""
        self._end()
        return OpenFile.of(cast(BinaryIO, self._file), self._encryption)

    def close(self) -> None:
        """Let go of the file, which has no name, so that nothing of it stays."""
        self._file.close()
        if self._place is not None:
            os.close(self._place)
            self._place = None

    def _end(self) -> None:
        if self._refusal is not None:
            raise self._refusal
        if self.size > self._most:
            raise TooMuch
        self.seek(0)


class Sink:
    """Takes a file that nobody may send here, or not now, and keeps nothing of it."""

    size = 0

    def __init__(self, refusal: NotNow | None = None) -> None:
        self._refusal = refusal

    def write(self, content: bytes) -> int:
        """Let it go by."""
        return len(content)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Have nothing to return to."""
        return 0

    def read(self, size: int = -1) -> bytes:
        """Have nothing to give."""
        return b""

    def pieces(self) -> Iterator[bytes]:
        """Have nothing to give, and say why."""
        if self._refusal is not None:
            raise self._refusal
        return iter(())

    def opened(self) -> BinaryIO:
        """Have nothing to give, and say why."""
        return BytesIO(b"".join(self.pieces()))

    def close(self) -> None:
        """Have nothing to let go of."""


def _place(upload: str, offset: int) -> bytes:
    return belonging("upload", upload, offset)


def _at_most(content: Iterable[bytes], most: int) -> Iterator[bytes]:
    taken = 0
    for piece in content:
        taken += len(piece)
        if taken > most:
            raise TooMuch
        yield piece


def _pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(PIECE), b"")
