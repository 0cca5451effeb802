"""Praise alone, or blame alone, while the mark is in the middle of the scale and so has both to explain."""

from __future__ import annotations

from collections.abc import Iterator

from assurance.domain.evaluation.rationale.finding import LANCASHIRE, Finding
from assurance.domain.evaluation.rationale.words import words_of

_PRAISE_WORDS = (
    "admirable commendable compelling comprehensive confident convincing credible effective excellent exceptional "
    "good impressive innovative outstanding persuasive pleasing reassuring robust strength strengths strong superb "
    "thorough"
)
_BLAME_WORDS = (
    "absent concern concerns deficient fails failed gap gaps inadequate insufficient lacking lacks missing omits "
    "omitted poor poorly sparse superficial thin unclear unconvincing unexplained unsupported vague weak weakness "
    "weaknesses worrying"
)
_TURNS_WORDS = (
    "although apart aside but cannot concern could despite except however less limited little more neither never no "
    "nor not nothing only partly should though unless while without would yet"
)
_MERITS_WORDS = (
    "although answers apart appropriate but clear clearly confirms covers demonstrates describes despite does evidence "
    "evidenced explains fair gives however includes meets names offers provides relevant sets shows states though "
    "useful well while yet"
)
_PRAISE, _BLAME = frozenset(_PRAISE_WORDS.split()), frozenset(_BLAME_WORDS.split())
_TURNS, _MERITS = frozenset(_TURNS_WORDS.split()), frozenset(_MERITS_WORDS.split())
_ENOUGH = 2
"""Words of judgement from which on a reason counts as all praise or all blame."""


def one_sided(words: str, mark: int | None, top: int) -> Iterator[Finding]:
    """Find a reason that only praises or only blames, at a mark that is neither high nor low."""
    if mark is None or top <= 0 or not 3 * mark >= top or not 3 * mark <= 2 * top:
        return
    said = words_of(words)
    praise = sorted({word for word in said if word in _PRAISE})
    blame = sorted({word for word in said if word in _BLAME})
    if len(praise) >= _ENOUGH and not blame and not _TURNS & set(said):
        yield _finding("praise", "praises", praise, mark, top, "kept it from a higher mark")
    elif len(blame) >= _ENOUGH and not praise and not _MERITS & set(said):
        yield _finding("blame", "finds fault", blame, mark, top, "earned it more than a low mark")


def _finding(kind: str, does: str, seen: list[str], mark: int, top: int, missing: str) -> Finding:
    listed = ", ".join(f"“{word}”" for word in seen)
    return Finding(
        f"only-{kind}",
        f"The reason only {does} ({listed}), while {mark} out of {top} is in the middle",
        blocks_lock=False,
        said=", ".join(seen)[:300],
        why="A bidder who reads only one side cannot see how the mark came about.",
        source=LANCASHIRE,
        mend=f"Say also what {missing}.",
    )
