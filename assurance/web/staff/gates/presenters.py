"""Turns reviews and conditions into what the board and the review page show. Asks the services; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assurance.domain.gates.catalogue import CHECKPOINTS, GATES, REVIEWS
from assurance.domain.gates.definition import Block, Gate
from assurance.domain.gates.review import RatedLine


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One gate on the board: its last sitting, if any, and how its conditions stand."""

    gate: Gate
    review: Any
    open_conditions: int
    overdue: int

    @property
    def state(self) -> str:
        """The status shown: the verdict, or how far the review is."""
        if self.review is None:
            return "not_started"
        return str(self.review.verdict or "open")

    @property
    def rated(self) -> int:
        """How many lines of the last sitting have a rating."""
        return sum(1 for line in self.review.lines if line.rating) if self.review else 0


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition as lists show it."""

    row: Any
    gate: Gate
    line: str
    status: str

    @property
    def blocks(self) -> str:
        """What it blocks, in words."""
        return Block(self.row.blocks).label


def board(sittings: Sequence[Any], conditions: Sequence[ConditionRow]) -> dict[str, list[Checkpoint]]:
    """List the gates that hold up a move and those that advise, each with its last sitting and conditions counted."""
    last = {review.gate_code: review for review in sittings}

    def listed(gates: Sequence[Gate]) -> list[Checkpoint]:
        return [
            Checkpoint(
                gate,
                last.get(gate.code),
                sum(1 for each in conditions if each.gate is gate and each.status != "met"),
                sum(1 for each in conditions if each.gate is gate and each.status == "overdue"),
            )
            for gate in gates
        ]

    return {"checkpoints": listed(CHECKPOINTS), "reviews": listed(REVIEWS)}


def condition_rows(conditions: Sequence[Any], today: date) -> list[ConditionRow]:
    """Give each condition its status: met, overdue or open."""
    return [
        ConditionRow(each, GATES[each.review.gate_code], _line_title(each), _status(each, today)) for each in conditions
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of enquiry as the page of a sitting shows it: its row, where it stands and what is computed about it."""

    row: Any
    rated: RatedLine


def grouped(review: Any, rated: Sequence[RatedLine]) -> list[tuple[str, list[Line]]]:
    """Group the lines that a sitting asks: those that decide the verdict, then those that are noted."""
    by_code = {each.line.code: each for each in rated}
    lines = [Line(row, by_code[row.code]) for row in review.lines if row.code in by_code]
    groups = [
        ("Lines that decide the verdict", [line for line in lines if line.row.is_mandatory]),
        ("Lines that are noted", [line for line in lines if not line.row.is_mandatory]),
    ]
    return [(heading, lines) for heading, lines in groups if lines]


def _status(condition: Any, today: date) -> str:
    if condition.met_at is not None:
        return "met"
    return "overdue" if condition.due_on < today else "open"


def _line_title(condition: Any) -> str:
    return next((line.title for line in condition.review.lines if line.code == condition.line_code), "")
