"""What a submitted tender consists of: every item with the SHA-256 of its bytes, and one digest over the whole.

Canonical JSON (RFC 8785) makes the same content give the same bytes anywhere. Each item is hashed together with a
random salt that only the tender and its receipt hold, a file with one of its own, so that a short content, such as a
price, cannot be guessed from its hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785

FORMAT = "assurance-manifest/1"


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a tender: its kind, its code within the kind, what it is called, and what is hashed."""

    kind: str
    code: str
    title: str
    content: dict[str, Any]
    sha256: str = ""
    """Given for a file, whose salt and bytes are hashed; computed from `content` for everything else."""
    size: int | None = None
    salt: str = ""
    """A file's own salt, in hexadecimal: hashed before its bytes."""


def write_manifest(
    items: Iterable[Item], *, procurement: str, bid: str, submitted_at: datetime, deadline: datetime, salt: str
) -> dict[str, Any]:
    """Write the manifest of a tender as plain JSON, items in the order given."""
    return {
        "format": FORMAT,
        "procurement": procurement,
        "bid": bid,
        "submitted_at": submitted_at.astimezone(UTC).isoformat(),
        "deadline": deadline.astimezone(UTC).isoformat(),
        "salt": salt,
        "items": [_entry(item, salt) for item in items],
    }


def manifest_digest(manifest: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of a manifest."""
    return _sha256(manifest)


def changed_items(manifest: dict[str, Any], items: Iterable[Item]) -> tuple[str, ...]:
    """Name the parts that are not as they were submitted: changed, missing or added. None means untouched."""
    salt = str(manifest["salt"])
    then = {(each["kind"], each["code"]): each for each in manifest["items"]}
    now = {(each["kind"], each["code"]): each for each in (_entry(item, salt) for item in items)}
    keys = [*then, *(key for key in now if key not in then)]
    return tuple(
        str({**now.get(key, {}), **then.get(key, {})}["title"])
        for key in keys
        if then.get(key, {}).get("sha256") != now.get(key, {}).get("sha256")
    )


def _entry(item: Item, salt: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "kind": item.kind,
        "code": item.code,
        "title": item.title,
        "sha256": item.sha256 or _sha256({"salt": salt, "kind": item.kind, "code": item.code, **item.content}),
    }
    return entry if item.size is None else {**entry, "size": item.size, "salt": item.salt}


def _sha256(value: dict[str, Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()
