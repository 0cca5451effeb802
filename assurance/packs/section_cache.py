"""Sections that were laid out before, kept under the hash of everything they follow from.

A cache and no record: what is missing or damaged is laid out again. It holds what packs hold, so only the owner of
the installation can read it; it never grows beyond its limit, and what nobody asked for in a month goes.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import secrets
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from assurance.packs.frames import read_frame, write_frame
from assurance.packs.sheets import LaidOut, Limits, Sheet, message

_ENGINE = f"3 {version('weasyprint')} {version('pydyf')}"
"""What else the pages follow from: the layout engine. The first figure is raised when our own finishing changes."""
_KEPT_SECONDS = 30 * 86_400


def key_of(sheet: Sheet) -> str:
    """Return the hash of everything that a section follows from."""
    return hashlib.sha256(_ENGINE.encode() + b"\n" + message(sheet, Limits())).hexdigest()


@dataclass(frozen=True, slots=True)
class SectionCache:
    """A folder of sections."""

    folder: Path
    limit_bytes: int = 512 * 2**20

    def find(self, key: str) -> LaidOut | None:
        """Return a section, or None where it is not kept or no longer whole."""
        path = self._path(key)
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        digest, whole = content[:32], content[32:]
        if hashlib.sha256(whole).digest() != digest:
            return None
        stream = io.BytesIO(whole)
        places = read_frame(stream)
        return None if places is None else LaidOut.read(json.loads(places), stream.read())

    def keep(self, key: str, section: LaidOut) -> None:
        """Keep a section; a full disk or a folder that cannot be written costs time later and nothing else."""
        packed = io.BytesIO()
        write_frame(packed, json.dumps(section.places()).encode())
        packed.write(section.pdf)
        whole = packed.getvalue()
        path = self._path(key)
        drafted = path.with_name(f".{secrets.token_hex(8)}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(drafted, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(hashlib.sha256(whole).digest() + whole)
            drafted.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                drafted.unlink()

    def tidy(self) -> int:
        """Remove what is old, then what was longest not asked for until the rest fits; return how many went."""
        try:
            found = sorted((each.stat().st_mtime, each.stat().st_size, each) for each in self.folder.glob("*/*"))
        except OSError:
            return 0
        room, gone = sum(size for _, size, _ in found), 0
        for used, size, path in found:
            if room <= self.limit_bytes and used > time.time() - _KEPT_SECONDS:
                break
            with contextlib.suppress(OSError):
                path.unlink()
            room, gone = room - size, gone + 1
        return gone

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key
