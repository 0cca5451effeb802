"""Outline solutions: text by round, with one limit of words for everybody, submitted while the round is open."""

from __future__ import annotations

import hashlib

from assurance.domain.stages import DIALOGUE_STAGES, BidStage, Stage
from assurance.domain.words import count_words

WORD_LIMIT = 3000


def digest(text: str) -> str:
    """Return the SHA-256 of an outline as it is kept, by which a printed record can be held against it."""
    return hashlib.sha256(text.encode()).hexdigest()


def why_not_written(procurement: Stage, bid: BidStage, round: int | None = None) -> str:
    """Say why an outline cannot be written or submitted now, or return nothing while its round is open."""
    here = DIALOGUE_STAGES.get(procurement)
    if here is None:
        return f"Outline solutions are written while a round of the dialogue is open; it is “{procurement.label}” now"
    if bid is not BidStage.IN_DIALOGUE:
        return f"Only participants in the dialogue write outline solutions; this bid is “{bid.label}”"
    if round is not None and round != here:
        return f"Round {round} is over: its outline solutions stand as they were submitted"
    return ""


def fault_of(text: str) -> str:
    """Say what is wrong with the text of an outline, or return nothing."""
    count = count_words(text)
    if not count:
        return "Enter the outline solution"
    if count > WORD_LIMIT:
        return (
            f"The outline must be {WORD_LIMIT:,} words or fewer: it has {count:,}, so take out {count - WORD_LIMIT:,}"
        )
    return ""
