"""How words are counted, the same on the page, in the form and in the rule, and how two texts differ in them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from enum import StrEnum

_WORD = re.compile(r"[^\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")


_TOKEN = re.compile(r"\n+|[^\s]+")


class Change(StrEnum):
    """What became of a stretch of words from one text to the next."""

    SAME = "same"
    TAKEN_OUT = "taken_out"
    PUT_IN = "put_in"


def changes_between(old: str, new: str) -> Iterator[tuple[Change, str]]:
    """Yield both texts as one, word by word: what stayed, what was taken out, what was put in; lines stay lines."""
    first, second = _TOKEN.findall(old), _TOKEN.findall(new)
    for tag, a, b, c, d in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Change.SAME, " ".join(first[a:b])
            continue
        if a < b:
            yield Change.TAKEN_OUT, " ".join(first[a:b])
        if c < d:
            yield Change.PUT_IN, " ".join(second[c:d])


def count_words(text: str) -> int:
    """Count words as the counter in the browser does: runs of what JavaScript does not call white space."""
    return len(_WORD.findall(text))
