"""Whether a reason speaks of every published sub-criterion, seen by whether any of its telling words returns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assurance.domain.evaluation.rationale.finding import LANCASHIRE, Finding
from assurance.domain.evaluation.rationale.words import GENERIC, stem, stems, words_of

_LIKE_ENOUGH = 5
"""Letters at the start that two stems share to count as one: "mobilis" and "mobilisat"."""


def uncovered(words: str, sub_criteria: Sequence[str]) -> Iterator[Finding]:
    """Find each sub-criterion of which no meaningful word returns in the reason."""
    said = stems(words)
    for title in sub_criteria:
        asked = {stem(word): word for word in words_of(title) if word not in GENERIC}
        if asked and not any(_is_said(root, said) for root in asked):
            yield _missing(title, list(asked.values()))


def _is_said(root: str, said: set[str]) -> bool:
    return root in said or any(
        min(len(root), len(each)) >= _LIKE_ENOUGH and (each.startswith(root) or root.startswith(each)) for each in said
    )


def _missing(title: str, asked: Sequence[str]) -> Finding:
    listed = ", ".join(f"“{word}”" for word in asked)
    return Finding(
        "sub-criterion",
        f"Nothing is said about the sub-criterion “{title}”",
        blocks_lock=True,
        said=title[:300],
        why=f"The sub-criteria were published, so the mark has to rest on each of them. None of {listed} is mentioned.",
        source=LANCASHIRE,
        mend="Say what the answer offers on it, or that it offers nothing.",
    )
