"""Turns sessions into what the pages show, round by round and participant by participant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assurance.domain.stages import DIALOGUE_STAGES, BidStage, Stage


@dataclass(frozen=True, slots=True)
class Round:
    """One round: whether it is open, and each participant with its sessions."""

    number: int
    is_open: bool
    participants: list[tuple[Any, list[Any]]]


def rounds(stage: Stage, bids: Sequence[Any], sessions: Sequence[Any]) -> list[Round]:
    """List the rounds begun, the latest first; participants who left stay listed where they had sessions."""
    open_round = DIALOGUE_STAGES.get(stage)
    numbers = {row.round for row in sessions} | ({open_round} if open_round else set())
    return [
        Round(number, number == open_round, _participants(number, open_round, bids, sessions))
        for number in sorted(numbers, reverse=True)
    ]


def _participants(
    number: int, open_round: int | None, bids: Sequence[Any], sessions: Sequence[Any]
) -> list[tuple[Any, list[Any]]]:
    listed = []
    for bid in bids:
        held = [row for row in sessions if row.bid_id == bid.id and row.round == number]
        if held or (number == open_round and bid.stage is BidStage.IN_DIALOGUE):
            listed.append((bid, held))
    return listed


def agreement(row: Any) -> tuple[str, str]:
    """Return the status of a session and the words for it."""
    sides = (row.authority_agreed_at is not None, row.supplier_agreed_at is not None)
    if not row.minutes:
        return "required", "No minutes yet"
    if all(sides):
        return "agreed", "Agreed by both"
    if any(sides):
        return "pending", "Waits for the participant" if sides[0] else "Waits for the authority"
    return "draft", "Agreed by nobody yet"
