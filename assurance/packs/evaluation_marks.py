"""One question of one bid in print: every mark with its reason, then each record of what was agreed and who approved.

Records that were replaced or retired stay (Lancashire Care v Lancashire CC [2018] EWHC 1589 (TCC)), and so do marks
that were set apart because of a conflict: they are printed as such and count for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assurance.packs.wording import counted, listed, moment

if TYPE_CHECKING:
    from assurance.persistence.models import Consensus, Mark
    from assurance.persistence.queries.moderation_trail import Trail


@dataclass(frozen=True, slots=True)
class MarkRecord:
    """One evaluator's own mark and reason."""

    evaluator: str
    mark: str
    rationale: str
    evidence: str
    locked: str
    answers: tuple[tuple[str, str], ...]
    """What the check had found in the reason, and why the evaluator let it stand."""
    set_apart: bool


@dataclass(frozen=True, slots=True)
class AgreedRecord:
    """The mark the panel agreed, and how it came to it."""

    mark: str
    points: tuple[tuple[str, str, str], ...]
    """Published point, what was discussed, why a mark moved."""
    discussion: str
    reason: str
    dissent: str
    dissents: tuple[tuple[str, str], ...]
    """Member, and their dissent in their own words."""
    answers: tuple[tuple[str, str], ...]
    corrections: tuple[tuple[str, str], ...]
    recorded: str
    approved_by: str
    ended: str
    """When and why it no longer stands; empty for the one that does."""


def mark_record(mark: Mark, recused: set[tuple[int, int]]) -> MarkRecord:
    """Return a mark as it is printed."""
    return MarkRecord(
        evaluator=mark.evaluator.name,
        mark=f"{mark.mark} out of {mark.scale_top}",
        rationale=mark.rationale,
        evidence=mark.evidence,
        locked=moment(mark.locked_at),
        answers=tuple((_found(each.code, each.said), each.reason) for each in mark.finding_answers),
        set_apart=(mark.evaluator_id, mark.bid_id) in recused,
    )


def agreed_record(agreed: Consensus, trail: Trail) -> AgreedRecord:
    """Return a record of an agreed mark as it is printed."""
    approvals = sorted(agreed.approvals, key=lambda each: (each.user.name, each.id))
    return AgreedRecord(
        mark=f"{agreed.mark} out of {agreed.scale_top}",
        points=tuple((each.title, each.discussed, each.moved) for each in agreed.points),
        discussion=agreed.discussion,
        reason=agreed.reason,
        dissent=agreed.dissent,
        dissents=tuple((each.user.name, each.dissent) for each in approvals if each.dissent),
        answers=tuple((_found(each.code, each.said), each.reason) for each in trail.answers.get(agreed.id, ())),
        corrections=tuple(
            (f"{each.name}, {moment(each.at)}", each.reason) for each in trail.corrections.get(agreed.id, ())
        ),
        recorded=f"{agreed.moderator.name}, {moment(agreed.recorded_at)}",
        approved_by=listed([each.user.name for each in approvals]) if approvals else "Nobody yet",
        ended=_ended(agreed),
    )


def spread_words(marks: Iterable[Mark], recused: set[tuple[int, int]]) -> str:
    """Say how far the marks that count are apart, and how many are set apart."""
    kept = list(marks)
    given = [mark.mark for mark in kept if mark.mark is not None and (mark.evaluator_id, mark.bid_id) not in recused]
    apart = len(kept) - len(given)
    return _spread(given) + (f" {counted(apart, 'mark')} set apart because of a conflict." if apart else "")


def _spread(given: Sequence[int]) -> str:
    if not given:
        return "No individual marks."
    if len(given) == 1:
        return f"One individual mark: {given[0]}."
    if min(given) == max(given):
        return f"{counted(len(given), 'individual mark')}, all {given[0]}."
    return f"{counted(len(given), 'individual mark')} from {min(given)} to {max(given)}."


def _found(code: str, said: str) -> str:
    named = code.replace("-", " ").capitalize()
    return f"{named} (“{said}”)" if said else named


def _ended(agreed: Consensus) -> str:
    if agreed.superseded_at is None:
        return ""
    if agreed.superseded_reason:
        return f"Retired on {moment(agreed.superseded_at)}: {agreed.superseded_reason}"
    return f"Replaced on {moment(agreed.superseded_at)} by a newer record"
