"""Reasons that read like a template: the same words for another question or another bid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assurance.domain.evaluation.rationale.finding import LANCASHIRE, Finding
from assurance.domain.evaluation.rationale.words import words_of

Phrases = frozenset[tuple[str, ...]]
_LENGTH = 4
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another reason of the same person, cut into phrases once so that many can be compared."""

    where: str
    phrases: Phrases


def elsewhere(where: str, text: str) -> Elsewhere:
    """Prepare a reason written about something else; figures do not count, so that "section 4" and "section 5" do."""
    return Elsewhere(where, _phrases(text))


def repeated(words: str, others: Sequence[Elsewhere]) -> Iterator[Finding]:
    """Find the other reason that most of this one's phrases also stand in."""
    own = _phrases(words)
    alike = [(share, other.where) for other in others if (share := _share(own, other.phrases)) >= _ALIKE]
    if not alike:
        return
    share, where = max(alike)
    more = f" and {len(alike) - 1} more" if len(alike) > 1 else ""
    yield Finding(
        "repeated",
        f"{round(share * 100)}% of this wording also stands in your reason for {where}{more}",
        blocks_lock=False,
        said=where[:300],
        why="The same sentence for different answers looks like a template and not like a judgement of this one.",
        source=LANCASHIRE,
        mend="Keep what is true here, and add what only this answer says.",
    )


@lru_cache(maxsize=1024)  # each save holds the same other reasons against the new one
def _phrases(text: str) -> Phrases:
    words = words_of(text)
    return frozenset(tuple(words[at : at + _LENGTH]) for at in range(max(1, len(words) - _LENGTH + 1))) - {()}


def _share(one: Phrases, other: Phrases) -> float:
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
