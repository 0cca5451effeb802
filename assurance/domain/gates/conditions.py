"""Conditions that travel from a gate to the contract and the start of service under one reference.

An open condition blocks its point whatever its date; an overdue one also reopens the gate that set it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assurance.domain.errors import Objection
from assurance.domain.faults import Fault
from assurance.domain.gates.definition import Block, ConditionSpec


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as it stands."""

    reference: str
    text: str
    owner: str
    evidence: str
    due_on: date
    blocks: Block
    gate_code: str
    met_on: date | None = None

    @property
    def is_met(self) -> bool:
        """Say whether it has been met, with evidence."""
        return self.met_on is not None

    def is_overdue(self, today: date) -> bool:
        """Say whether it is open and its day has passed; on the day itself it is not overdue."""
        return not self.is_met and today > self.due_on


def blockers(conditions: Iterable[Condition], point: Block) -> tuple[Objection, ...]:
    """List an objection for every open condition that blocks a point."""
    return tuple(
        Objection(
            code=f"condition:{condition.reference}",
            message=f"Condition {condition.reference} is open: {condition.text}",
            mend=f"{condition.owner} provides: {condition.evidence}",
            endpoint="staff.gates.index",
        )
        for condition in conditions
        if condition.blocks is point and not condition.is_met
    )


def overdue(conditions: Iterable[Condition], today: date) -> tuple[Condition, ...]:
    """List the open conditions whose day has passed, the longest overdue first."""
    late = (condition for condition in conditions if condition.is_overdue(today))
    return tuple(sorted(late, key=lambda condition: (condition.due_on, condition.reference)))


def reopened_gates(conditions: Iterable[Condition], today: date) -> frozenset[str]:
    """Name the gates an overdue condition reopens."""
    return frozenset(condition.gate_code for condition in overdue(conditions, today))


def condition_faults(spec: ConditionSpec, today: date) -> tuple[Fault, ...]:
    """List what a proposed condition lacks; each path is the field it is entered in."""
    return tuple(_faults(spec, today))


def _faults(spec: ConditionSpec, today: date) -> Iterator[Fault]:
    if not spec.text.strip():
        yield Fault("text", "Say what has to be done")
    if not spec.owner.strip():
        yield Fault("owner", "Name who will do it")
    if not spec.evidence.strip():
        yield Fault("evidence", "Say what will show that it is done")
    if spec.due_on <= today:
        yield Fault("due_on", "The date must be in the future")
