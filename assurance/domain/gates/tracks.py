"""When a gate may be held on the fast track: mandatory lines only, with a reason, and nothing critical known."""

from __future__ import annotations

from collections.abc import Iterable

from assurance.domain.errors import Objection
from assurance.domain.gates.definition import Track
from assurance.domain.gates.findings import Finding, is_critical

NEVER_IN_DOUBT = "checkpoint_2"
"""The last gate before a promise: with a critical finding it is held in full."""


def track_objection(gate_code: str, track: Track, found: Iterable[Finding]) -> Objection | None:
    """Say why a sitting cannot be held, or concluded, on a track, or return None when it can."""
    if track is not Track.FAST or gate_code != NEVER_IN_DOUBT or not is_critical(found):
        return None
    return Objection(
        "track", "Checkpoint 2 is not held on the fast track while a computed finding is red",
        "Hold the full review", endpoint="staff.gates.index",
    )  # fmt: skip
