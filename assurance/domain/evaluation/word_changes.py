"""Says which words of a text were taken out and which put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"\S+\s*|\s+")


class Fate(StrEnum):
    """What became of a stretch of words."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stand together and share a fate."""

    fate: Fate
    text: str


def word_changes(before: str, after: str) -> tuple[Stretch, ...]:
    """Compare two texts word by word; the kept and deleted words make the one, the kept and inserted the other."""
    return tuple(each for each in _stretches(_WORD.findall(before), _WORD.findall(after)) if each.text)


def _stretches(old: list[str], new: list[str]) -> Iterator[Stretch]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=len(old) > 2_000).get_opcodes():
        if tag == "equal":
            yield Stretch(Fate.KEPT, "".join(old[i:j]))
        else:
            yield Stretch(Fate.DELETED, "".join(old[i:j]))
            yield Stretch(Fate.INSERTED, "".join(new[k:m]))
