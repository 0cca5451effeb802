"""What stands in the way of the next step of a procurement, in one line, for a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.persistence.models import Procurement
from assurance.services.cases import case_on_demand

AT_MOST = 5
"""Of so many procurements the next step is looked into, so that a long list asks no more than a short one."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that leads on from here, and what objects to it: the first thing in words, and how many more."""

    label: str
    objection: str = ""
    more: int = 0


def list_next_steps(session: Session, *, procurements: Sequence[Procurement], now: datetime) -> dict[int, NextStep]:
    """Say of the first procurements that have a next step what it is and what blocks it, by their identity."""
    leading = [(each, trigger) for each in procurements if (trigger := _leading_on(each))]
    return {each.id: _next_step(session, each, trigger, now) for each, trigger in leading[:AT_MOST]}


def _leading_on(procurement: Procurement) -> str:
    """Name the move that leads on, which the tables of the laws list first; empty where nothing leads on."""
    moves = [each for each in procurement.procedure.lifecycle.open_moves(procurement.stage) if not each.needs_reason]
    return moves[0].trigger if moves else ""


def _next_step(session: Session, procurement: Procurement, trigger: str, now: datetime) -> NextStep:
    lifecycle = procurement.procedure.lifecycle
    found = lifecycle.objections(trigger, case_on_demand(session, procurement, now))
    first = found[0].message if found else ""
    return NextStep(lifecycle.moves[trigger].label, first, max(0, len(found) - 1))
