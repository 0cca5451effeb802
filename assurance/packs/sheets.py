"""What is printed and what comes of it: a sheet with its attachments, its limits, and the pages laid out."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assurance.domain.errors import AssuranceError

REFUSED = 3
"""Status of a sheet that is refused, with the reason."""


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
    prefix: str = ""
    """What tells the names in this sheet from those in others that it is joined with."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What laying out one sheet may use before it is stopped."""

    cpu_seconds: int = 240
    wall_seconds: int = 300
    memory_bytes: int = 2 * 2**30


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A sheet as it was laid out, and where its anchors and headings are, in points from the lower left corner."""

    pdf: bytes
    pages: int
    anchors: Mapping[str, tuple[int, float, float]]
    """Page, across and up, by name."""
    marks: tuple[tuple[int, str, int, float, float], ...]
    """Level, words, page, across and up of each heading."""
    elsewhere: tuple[str, ...]
    """Anchors that its links lead to and that are in other sheets."""

    def places(self) -> dict[str, Any]:
        """Return everything but the PDF as plain data."""
        return {
            "pages": self.pages, "anchors": dict(self.anchors), "marks": self.marks, "elsewhere": self.elsewhere
        }  # fmt: skip

    @classmethod
    def read(cls, places: Mapping[str, Any], pdf: bytes) -> LaidOut:
        """Read it back from plain data."""
        anchors = {str(name): (int(page), float(x), float(y)) for name, (page, x, y) in places["anchors"].items()}
        marks = tuple((int(a), str(b), int(c), float(d), float(e)) for a, b, c, d, e in places["marks"])
        return cls(pdf, int(places["pages"]), anchors, marks, tuple(map(str, places["elsewhere"])))


def message(sheet: Sheet, limits: Limits) -> bytes:
    """Write a sheet and its limits for the press."""
    return json.dumps(
        {
            "html": sheet.html,
            "identifier": sheet.identifier.hex(),
            "dated": sheet.dated.isoformat(),
            "drawings": dict(sheet.drawings),
            "prefix": sheet.prefix,
            "attachments": [
                {"name": each.name, "description": each.description, "content": base64.b64encode(each.content).decode()}
                for each in sorted(sheet.attachments, key=lambda each: each.name)
            ],
            "cpu_seconds": limits.cpu_seconds,
            "wall_seconds": limits.wall_seconds,
            "memory_bytes": limits.memory_bytes,
        }
    ).encode()
