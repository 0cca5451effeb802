"""Words in a row that two texts share, compared as a reader hears them: case, marks and accents count for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assurance.domain.evaluation.rationale.words import EMPTY
from assurance.domain.suppliers.names import skeleton

RUN = 4
"""How many words in a row are a phrase."""
FEWEST_TELLING = 2
"""How many of them must say something by themselves, so that “at the end of the” is none."""


def plain_words(text: str) -> list[str]:
    """List the words of a text in one case, with compatible letters, and without marks or what is not seen."""
    return [part for word in text.split() for part in skeleton(word).split()]


def shared_runs(text: Sequence[str], own: Sequence[str], public: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the longest stretches of a text made of phrases of the other, unless they stand in something public."""
    phrases = {tuple(own[at : at + RUN]) for at in range(len(own) - RUN + 1)}
    at = 0
    while at + RUN <= len(text):
        end = at
        while end + RUN <= len(text) and tuple(text[end : end + RUN]) in phrases:
            end += 1
        if end == at:
            at += 1
            continue
        run = list(text[at : end + RUN - 1])
        if is_telling(run, public):
            yield " ".join(run)
        at = end


def is_telling(run: Sequence[str], public: Sequence[Sequence[str]]) -> bool:
    """Say whether words in a row tell something that nothing public says in the same words."""
    told = [word for word in run if word not in EMPTY and len(word) > 2]
    return len(run) >= RUN and len(told) >= FEWEST_TELLING and not any(_place(each, run) >= 0 for each in public)


def without(words: Sequence[str], run: Sequence[str]) -> list[list[str]]:
    """Take every place of a run out of a text; return the pieces left, which are not joined across the gap."""
    pieces: list[list[str]] = []
    rest = list(words)
    while run and (at := _place(rest, run)) >= 0:
        pieces.append(rest[:at])
        rest = rest[at + len(run) :]
    return [*pieces, rest]


def _place(words: Sequence[str], run: Sequence[str]) -> int:
    wanted = list(run)
    ends = len(words) - len(wanted) + 1
    return next(
        (at for at in range(ends) if words[at] == wanted[0] and list(words[at : at + len(wanted)]) == wanted), -1
    )
