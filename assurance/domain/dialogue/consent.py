"""When a participant’s agreement to tell an idea is asked for specifically enough, and where such a request stands.

PCR 2015 regulation 30(11): agreement is given to the communication of specific information and never as a general
waiver. So it is asked for the exact words, and words that stand for everything are refused.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assurance.domain.words import count_words

FEWEST_WORDS = 6
MOST_WORDS = 300
_GENERAL = re.compile(
    r"\b(?:all|any|every|everything|anything|whatever)\b(?:\s+\w+){0,4}?\s+"
    r"(?:ideas?|information|solutions?|proposals?|outlines?|bids?|tenders?|documents?|submissions?|say|says|said)\b",
    re.IGNORECASE,
)


class State(StrEnum):
    """Where a request for consent stands."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state in the words shown to people."""
        return {"asked": "Waits for an answer", "given": "Given", "refused": "Refused", "withdrawn": "Withdrawn"}[
            self.value
        ]


def why_general(wording: str) -> str:
    """Say why a wording is no specific information, or return nothing."""
    count = count_words(wording)
    if count < FEWEST_WORDS:
        return f"Write the exact words that would be told, in at least {FEWEST_WORDS} words"
    if count > MOST_WORDS:
        return f"Write the exact words that would be told, in at most {MOST_WORDS:,} words: it has {count:,}"
    if found := _GENERAL.search(wording):
        return (
            f"“{found.group()}” asks for a general agreement, which cannot be given. Write the exact words that would "
            "be told"
        )
    return ""
