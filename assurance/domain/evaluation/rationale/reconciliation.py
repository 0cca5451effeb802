"""Whether the record of an agreed mark takes up what those who marked otherwise had written.

The record must reconcile the panel's differing notes (*Lancashire Care v Lancashire County Council* [2018] EWHC 1589
(TCC)). Whether a point was met well is for people; what is seen here is that nothing was said about it at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assurance.domain.evaluation.rationale.finding import LANCASHIRE, Finding
from assurance.domain.evaluation.rationale.words import GENERIC, stem, stems, words_of

_TAKEN_UP = 2
"""Words of their own that must return in the record, or fewer where a person wrote fewer."""
_NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class OwnMark:
    """What one evaluator had given and written before moderation."""

    who: str
    mark: int
    rationale: str


def reconciliation_findings(
    marks: Sequence[OwnMark], points: Sequence[str], reason: str, *, agreed: int | None = None
) -> tuple[Finding, ...]:
    """List the evaluators whose own mark differs and whose point nothing in the record takes up.

    `marks` are the individual marks that count; `points` every text of the record beside the reason: what was
    discussed and why marks moved, by sub-criterion or as a whole, and the dissent; `reason` why the answer earns the
    agreed mark; `agreed` that mark. Without `agreed` everyone's point is looked for, once the marks are not all alike.
    A point is taken up when the record names the person, or returns to at least two of the words that this person
    used and not everybody else. Each finding has the code `unreconciled`, the person's name as `said`, and blocks
    nothing by itself: the caller decides what it keeps from being recorded.
    """
    return tuple(_findings(marks, " ".join((*points, reason)), agreed))


def _findings(marks: Sequence[OwnMark], record: str, agreed: int | None) -> Iterator[Finding]:
    if agreed is None and len({own.mark for own in marks}) <= 1:
        return
    said, spoken = stems(record), set(words_of(record))
    for number, own in enumerate(marks):
        if own.mark == agreed or _is_named(own.who, spoken):
            continue
        theirs = _own_words(own, [*marks[:number], *marks[number + 1 :]])
        missed = [word for word in theirs if stem(word) not in said]
        if len(theirs) - len(missed) < min(_TAKEN_UP, len(theirs)) or not theirs:
            yield _unreconciled(own, agreed, missed)


def _is_named(who: str, spoken: set[str]) -> bool:
    """Say whether the record names a person, by every part of the name or by the last."""
    parts = words_of(who)
    return bool(parts) and parts[-1] in spoken


def _own_words(own: OwnMark, others: Sequence[OwnMark]) -> list[str]:
    """List the telling words of a person's reason, in order; those that all the others used as well tell nothing."""
    shared = set.intersection(*(stems(each.rationale) for each in others)) if others else set()
    first: dict[str, str] = {}
    for word in words_of(own.rationale):
        if word not in GENERIC:
            first.setdefault(stem(word), word)
    telling = [word for root, word in first.items() if root not in shared]
    return telling or list(first.values())


def _unreconciled(own: OwnMark, agreed: int | None, missed: Sequence[str]) -> Finding:
    against = "" if agreed is None else f", and {agreed} was agreed"
    words = ", ".join(f"“{word}”" for word in missed[:_NAMED_AT_MOST])
    about = f" (among others about {words})" if words else ""
    return Finding(
        "unreconciled",
        f"Nothing in the record takes up what {own.who} wrote{about}: they gave {own.mark}{against}",
        blocks_lock=False,
        said=own.who[:300],
        why="Where the panel’s notes differ, the record has to show how the difference was settled.",
        source=LANCASHIRE,
        mend=f"Say what {own.who} had seen in the answer, and why it did or did not change the agreed mark.",
    )
