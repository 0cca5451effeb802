"""Reasons that are too short, or that judge without saying on what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assurance.domain.evaluation.rationale.finding import LANCASHIRE, Finding

ENOUGH_CHARACTERS = 40

_BARE = (
    "acceptable adequate average bad comprehensive detailed excellent fair fine good inadequate limited ok okay "
    "poor satisfactory sound strong sufficient thorough unacceptable unsatisfactory weak"
)
_FILLERS = (
    "a all an and answer bid broadly but generally in is it mark mostly of overall proposal quite rather reasonable "
    "response section some submission tender that the this to very was were with"
)
BARE_WORDS = frozenset(_BARE.split())
FILLERS = frozenset(_FILLERS.split())

MISSING = Finding(
    "missing",
    "Say why this mark was given",
    blocks_lock=True,
    why="A mark without a reason cannot be explained to the bidder, nor defended.",
    source="PSR 2023 regulation 24: reasons for decisions are kept",
    mend="Write what in the answer earned or lost marks.",
    answerable=False,
)


def short(words: str) -> Iterator[Finding]:
    """Point out a reason of fewer characters than any sound one needs."""
    if len(words) < ENOUGH_CHARACTERS:
        yield Finding(
            "too-short",
            f"This is short: a reason of at least {ENOUGH_CHARACTERS} characters is easier to defend",
            blocks_lock=False,
            said=words,
            why="The letter to the bidder and any review rest on what is written here.",
            source="PSR 2023 regulation 24: reasons for decisions are kept",
            mend="Name the part of the answer that you mean, and what it shows or leaves open.",
        )


def bare(words: str) -> Iterator[Finding]:
    """Find a reason that is nothing but verdicts such as "good" and "adequate"."""
    said = set(re.findall(r"[a-z]+", words.lower()))
    verdicts = sorted(said & BARE_WORDS)
    if verdicts and not said - BARE_WORDS - FILLERS:
        listed = ", ".join(f"“{word}”" for word in verdicts)
        yield Finding(
            "bare-words",
            f"{listed} alone does not say why: name what in the bid earned or lost marks",
            blocks_lock=True,
            said=", ".join(verdicts)[:300],
            why="Bare praise or blame does not show that the answer was held against the question.",
            source=LANCASHIRE,
            mend="Say what is good or weak, and where in the answer it stands.",
        )
