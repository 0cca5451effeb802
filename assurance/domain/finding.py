"""What somebody types into the search of the service, taken plainly: a word is a word, whatever signs are in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from assurance.domain.errors import InvalidInput

LONGEST = 100
MOST_WORDS = 8


def read_words(typed: str) -> tuple[str, ...]:
    """Return the words to look for, each once; refuse what is longer than anybody looks for."""
    shown = "".join(" " if unicodedata.category(each) == "Cc" else each for each in typed[: LONGEST + 1])
    if len(typed) > LONGEST:
        raise InvalidInput("q", f"Enter at most {LONGEST} characters: a reference, a name or a few words")
    return tuple(dict.fromkeys(unicodedata.normalize("NFC", shown).split()))[:MOST_WORDS]


def says(words: Iterable[str], *texts: str) -> bool:
    """Say whether every word is in one of the texts, in capitals or not."""
    within = "\n".join(texts).casefold()
    return all(word.casefold() in within for word in words)
