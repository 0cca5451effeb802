"""How the list of packs can be looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assurance.packs.catalogue import KINDS
from assurance.web.listing import Choice, Column, Kind, Listing, listed

STATES = {"done": "Done", "queued": "Waiting to start", "building": "Being built", "failed": "Failed",
          "cancelled": "Cancelled"}  # fmt: skip
"""The states of a pack in the words of its tag."""
PACKS = Kind(
    noun=("pack", "packs"),
    columns=(
        Column("Document", "document", lambda pack: pack.title),
        Column("State", "state", lambda pack: STATES.get(pack.status, pack.status)),
        Column("Asked for", "asked", lambda pack: pack.requested_at, largest_first=True),
        Column("File", "size", lambda pack: pack.size, largest_first=True),
    ),
    choices=(
        Choice(
            "kind", "Document", "All documents", {code: kind.label for code, kind in KINDS.items()},
            lambda pack, value: pack.kind == value,
        ),
        Choice("state", "State", "All states", STATES, lambda pack, value: pack.status == value),
    ),
    begins="-asked",
)  # fmt: skip


def packs(readable: Iterable[Any]) -> Listing:
    """List the packs that one may read, newest first unless the address says otherwise."""
    return listed(PACKS, readable)
