"""What a submitted tender consists of: every part with its commitment, and one digest over the whole.

The commitment of a part is the SHA-256 of a random salt followed by its bytes. The salts are on the receipt and in the
sealed envelope, and nowhere else, so that a short content, such as a price, cannot be guessed from what is stored.
No name of a file is in the manifest: it can be shown before the opening and tells nothing but how many parts there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785

FORMAT = "assurance-manifest/2"


@dataclass(frozen=True, slots=True)
class Entry:
    """One part as the manifest lists it; `size` is given for a file."""

    kind: str
    code: str
    label: str
    commitment: str
    size: int | None = None

    def as_data(self) -> dict[str, Any]:
        """Write as plain JSON."""
        data: dict[str, Any] = {
            "kind": self.kind,
            "code": self.code,
            "label": self.label,
            "commitment": self.commitment,
        }
        return data if self.size is None else data | {"size": self.size}


def instant(at: datetime) -> str:
    """Write an instant in UTC to the millisecond, as every receipt does."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def write_manifest(
    entries: Iterable[Entry], *, procurement: str, bid: str, version: int, received_at: datetime, deadline: datetime
) -> dict[str, Any]:
    """Write the manifest of a tender as plain JSON, parts in the order given."""
    return {
        "format": FORMAT,
        "procurement": procurement,
        "bid": bid,
        "version": version,
        "received_at": instant(received_at),
        "deadline": instant(deadline),
        "items": [entry.as_data() for entry in entries],
    }


def manifest_digest(manifest: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of a manifest."""
    return hashlib.sha256(rfc8785.dumps(manifest)).hexdigest()
