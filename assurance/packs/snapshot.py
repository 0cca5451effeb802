"""What a pack is built from, as plain data with a hash: everything after gathering reads this and nothing else.

So the same snapshot gives the same bytes, on any worker, at any time.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import rfc8785

from assurance.packs.sheets import Attachment


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a document: its name on the progress page, its template, and which bid it is about, if any."""

    name: str
    template: str
    index: int | None = None
    span: tuple[int, int | None] = (0, None)
    """Which questions of the bid it prints: from one to before another."""
    alone: bool = False
    """It begins a new page and is laid out by itself, so that a change elsewhere does not lay it out again."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """An attachment as the last page prints it."""

    name: str
    description: str
    size: str
    sha256: str


@dataclass(frozen=True)
class Snapshot:
    """The gathered content of one pack; nothing in it changes any more."""

    kind: str
    title: str
    dated: str
    content: Any
    attachments: tuple[Attachment, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the snapshot as canonical JSON (RFC 8785)."""
        return rfc8785.dumps(
            {
                "kind": self.kind,
                "title": self.title,
                "dated": self.dated,
                "content": self.content,
                "attachments": [
                    {"name": each.name, "description": each.description, "content": each.content.decode()}
                    for each in self.attachments
                ],
            }
        )

    @classmethod
    def from_bytes(cls, stored: bytes) -> Snapshot:
        """Read a snapshot back."""
        data = json.loads(stored)
        attachments = tuple(
            Attachment(each["name"], each["description"], each["content"].encode()) for each in data["attachments"]
        )
        return cls(data["kind"], data["title"], data["dated"], data["content"], attachments)

    @functools.cached_property
    def digest(self) -> str:
        """The SHA-256 that names the content."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    @property
    def instant(self) -> datetime:
        """The instant the content is as at."""
        return datetime.fromisoformat(self.dated)

    def view(self) -> Any:
        """Return the content for templates: attributes only, so that a name that is not there is a fault."""
        return json.loads(json.dumps(self.content), object_hook=lambda found: SimpleNamespace(**found))


def snapshot(kind: str, title: str, dated: str, content: Any, attachments: tuple[Attachment, ...] = ()) -> Snapshot:
    """Take a snapshot of a content dataclass."""
    return Snapshot(kind, title, dated, json.loads(json.dumps(dataclasses.asdict(content))), attachments)


def attached(attachment: Attachment) -> AttachedFile:
    """Describe an attachment for the last page."""
    digest = hashlib.sha256(attachment.content).hexdigest()
    return AttachedFile(attachment.name, attachment.description, f"{len(attachment.content):,} bytes", digest)
