"""Words of a text, cut down so that "owners" meets "owner". Rough on purpose: it points out, it never decides."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENDINGS = (
    "isations", "isation", "izations", "ization", "ations", "ation", "ements", "ement", "ments", "ment", "ities",
    "ings", "ance", "ence", "ing", "ity", "ies", "ied", "ers", "ion", "ive", "ed", "es", "er", "ly", "al", "s", "e",
)  # fmt: skip
_SHORTEST_STEM = 4
_EMPTY = (
    "a about above across after all also although among an and any are as at be because been before being below both "
    "but by can cannot could did do does doing done down during each either enough every few for from further had has "
    "have having how if in into is it its itself least less made make makes may might more most much must need needs "
    "neither no nor not nothing of off on once one only or other our out over own part per rather same shall she he "
    "should shows so some such than that the their them then there these they this those three through to too two "
    "under until up us use used very was we well were what when where whether which while who whole whom why will "
    "with within without would yet you your"
)
_GENERIC = (
    "answer answered answers bid bidder bidders clear clearly criterion describe described describes detail details "
    "evidence explain explained explains give given gives good mark marks name named names plan plans proposal provide "
    "provided provides question response say says section set sets state stated states tender"
)
EMPTY = frozenset(_EMPTY.split())
GENERIC = EMPTY | frozenset(_GENERIC.split())


def words_of(text: str) -> list[str]:
    """List the words of a text in lower case; figures are no words."""
    return _WORD.findall(text.lower())


def stem(word: str) -> str:
    """Cut the usual endings off a word, leaving at least four letters."""
    word = word.removesuffix("’s").removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def stems(text: str, *, but: Iterable[str] = EMPTY) -> set[str]:
    """Return the stems of a text's words, those of `but` left out."""
    left_out = but if isinstance(but, frozenset | set) else frozenset(but)
    return {stem(word) for word in words_of(text) if word not in left_out}
