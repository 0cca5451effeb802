"""Prints a finished HTML page as a PDF in a child process that can do nothing else.

The child has a limit on processor time, memory and wall clock, and no way to the network or to files of its choosing;
a page that asks for anything outside itself is refused, never printed without it.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from assurance.domain.errors import AssuranceError

REFUSED = 3
"""Exit status of the child when it refuses a page and says why."""


class PrintRefused(AssuranceError):
    """A page that could not be printed as it should be, with the reason."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside the PDF."""

    name: str
    description: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything one PDF is made from; the same sheet gives the same bytes."""

    html: str
    identifier: bytes
    """Sixteen bytes that name the content."""
    dated: datetime
    """The instant the content is as at: the date of the file and of what is attached to it."""
    drawings: Mapping[str, str] = field(default_factory=dict)
    """SVG drawings by name; the page shows one as `asset:<name>`."""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use before it is stopped."""

    cpu_seconds: int = 240
    wall_seconds: int = 300
    memory_bytes: int = 2 * 2**30


def print_pdf(sheet: Sheet, limits: Limits | None = None) -> bytes:
    """Return the PDF of a sheet, or raise `PrintRefused`."""
    allowed = limits or Limits()
    try:
        done = subprocess.run(  # noqa: S603 -- our own interpreter and module, the page goes in on standard input
            [sys.executable, "-m", "assurance.packs.renderer"],
            input=_message(sheet, allowed),
            capture_output=True,
            timeout=allowed.wall_seconds,
            env=_environment(),
            start_new_session=True,  # a Ctrl-C at the worker is the worker's to handle
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise PrintRefused(f"Laying out took longer than {allowed.wall_seconds} seconds and was stopped") from late
    if done.returncode == 0:
        return done.stdout
    if done.returncode == REFUSED:
        raise PrintRefused(done.stderr.decode(errors="replace").strip())
    raise PrintRefused(_fate(done.returncode, done.stderr.decode(errors="replace")))


def _message(sheet: Sheet, limits: Limits) -> bytes:
    return json.dumps(
        {
            "html": sheet.html,
            "identifier": sheet.identifier.hex(),
            "dated": sheet.dated.isoformat(),
            "drawings": dict(sheet.drawings),
            "attachments": [
                {"name": each.name, "description": each.description, "content": base64.b64encode(each.content).decode()}
                for each in sheet.attachments
            ],
            "cpu_seconds": limits.cpu_seconds,
            "wall_seconds": limits.wall_seconds,
            "memory_bytes": limits.memory_bytes,
        }
    ).encode()


def _environment() -> dict[str, str]:
    """Give the child only what it needs to start; no setting and no secret of ours."""
    root = str(Path(__file__).resolve().parents[2])
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"PYTHONPATH": root, "SOURCE_DATE_EPOCH": "0"}


def _fate(status: int, said: str) -> str:
    last = said.strip().splitlines()[-1] if said.strip() else "no message"
    if status < 0:
        return f"Laying out was stopped at its limit of time or memory (signal {-status})"
    return f"Laying out failed: {last[:300]}"
