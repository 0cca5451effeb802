"""Words that belong to another mark than the one given: those of the published descriptors, and a small lexicon.

Only a reason whose every such word lies two or more marks away is pointed out: praise beside blame is what a good
reason looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assurance.domain.evaluation.rationale.finding import Finding
from assurance.domain.evaluation.rationale.words import GENERIC, words_of
from assurance.domain.evaluation.scales import Descriptor

_FAR = 2
_NAMED_AT_MOST = 4
_BEFORE = 3
_NEGATIONS = frozenset(("cannot", "hardly", "neither", "never", "no", "none", "nor", "not", "nothing", "without"))

_TOP = (
    "excellent|exceptional|exceptionally|outstanding|exemplary|exceeds|exceeded|superb|fully evidenced|fully explained|"
    "fully met|strong evidence|robust evidence|compelling evidence|comprehensive|added value|adds value|"
    "complete confidence|full confidence|goes beyond|beyond the need"
)
_BOTTOM = (
    "no evidence|no answer|no response|nothing is said|nothing is offered|not addressed|does not address|"
    "did not address|not answered|does not answer|fails to address|fails to answer|unacceptable|wholly inadequate|"
    "serious concern|serious concerns|serious reservations|no confidence|little confidence"
)
_LOW = "missing|absent|inadequate|insufficient|very limited|poor|weak|unconvincing|unsupported|superficial"


@dataclass(frozen=True, slots=True)
class _Hit:
    """Words that were found, and the marks they fit."""

    said: str
    lowest: int
    highest: int
    alone: bool = True
    """Enough by itself; "missing" is not, for it may speak of a missed appointment."""

    def distance(self, mark: int) -> int:
        return max(self.lowest - mark, mark - self.highest, 0)

    @property
    def fits(self) -> str:
        return str(self.lowest) if self.lowest == self.highest else f"{self.lowest} to {self.highest}"


def off_level(words: str, mark: int | None, top: int, descriptors: Sequence[Descriptor]) -> Iterator[Finding]:
    """Find a reason whose words of degree all fit a mark at least two away from the one given."""
    if mark is None or top < _FAR:
        return
    hits = [*_lexicon(words, top), *_published(words, descriptors)]
    far = list({hit.said.lower(): hit for hit in hits}.values())[:_NAMED_AT_MOST]
    if any(hit.distance(mark) < _FAR for hit in hits) or not (len(far) > 1 or any(hit.alone for hit in far)):
        return
    listed = ", ".join(f"“{hit.said}” ({hit.fits})" for hit in far)
    meaning = next((f", “{each.label}”" for each in descriptors if each.mark == mark), "")
    yield Finding(
        "level",
        f"The words fit another mark than the {mark} given{meaning}: {listed}",
        blocks_lock=True,
        said=", ".join(hit.said.lower() for hit in far)[:300],
        why="The marks mean what was published; if the words say another, the bidder cannot tell which is meant.",
        source="The scale published with the criteria; PSR 2023 regulation 4: act transparently and proportionately",
        mend="Change the mark if the words are right, or the words if the mark is.",
    )


def _lexicon(words: str, top: int) -> Iterator[_Hit]:
    """Find words that speak of one end of any scale."""
    low, high = top // 4, top - max(1, top // 4)
    for phrases, lowest, highest in ((_TOP, high, top), (_BOTTOM, 0, low), (_LOW, 0, top // 2)):
        for match in re.finditer(rf"\b(?:{phrases})\b", words, re.IGNORECASE):
            if not _is_denied(words, match.start()):
                yield _Hit(match[0], lowest, highest, alone=phrases is not _LOW)


def _is_denied(words: str, start: int) -> bool:
    """Say whether one of the three words before speaks against the one at `start`: "not excellent"."""
    before = words[max(0, start - 40) : start]
    sentence = re.split(r"[.;:!?]", before)[-1]
    return bool(_NEGATIONS & set(words_of(sentence)[-_BEFORE:]))


def _published(words: str, descriptors: Sequence[Descriptor]) -> Iterator[_Hit]:
    """Find wordings that stand in exactly one descriptor."""
    said = words_of(words)
    spoken = {tuple(said[at : at + length]) for length in (2, 3) for at in range(len(said) - length + 1)}
    for each in descriptors:
        others = frozenset().union(*(_phrases(other) for other in descriptors if other.mark != each.mark))
        for phrase in sorted((_phrases(each) - others) & spoken):
            start = words.lower().find(" ".join(phrase))
            if start < 0 or not _is_denied(words, start):
                yield _Hit(" ".join(phrase), each.mark, each.mark)


@lru_cache(maxsize=256)  # each save holds the same scale against the new reason
def _phrases(descriptor: Descriptor) -> frozenset[tuple[str, ...]]:
    """Cut a descriptor into phrases of two or three words of which two mean something."""
    found: set[tuple[str, ...]] = set()
    for text in (descriptor.label, descriptor.text):
        words = words_of(text)
        for length in (2, 3):
            found |= {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}
    return frozenset(each for each in found if sum(word not in GENERIC for word in each) >= _FAR)
