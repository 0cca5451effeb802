"""What a bidder was asked when a form was drawn: kept in the form, so that an answer to something else is noticed.

A question can be said anew or taken away while somebody writes: by a newer version of the criteria, or by an addendum
that changes what must be answered. What was typed under the old words is then not taken as an answer to the new ones.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

_WRITTEN = re.compile(r"([0-9a-f]{16})\.([0-9]{1,6})\.([0-9]{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a question, the version of the criteria it stands in, and the newest addendum that changes it."""

    question: str
    """A fingerprint of everything the bidder was shown of the question."""
    criteria: int = 0
    addendum: int = 0

    def __str__(self) -> str:
        """Write it as a form carries it."""
        return f"{self.question}.{self.criteria}.{self.addendum}"


def read_asked(written: str) -> Asked | None:
    """Read what a form carried, or None for what no page of ours wrote."""
    found = _WRITTEN.fullmatch(written)
    return None if found is None else Asked(found[1], int(found[2]), int(found[3]))


def fingerprint(*, kind: str, title: str, question: str, points: Sequence[str], word_limit: int | None) -> str:
    """Return the fingerprint of a question as a bidder reads it; guidance and marks may move without changing it."""
    told = json.dumps([kind, title, question, list(points), word_limit], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
