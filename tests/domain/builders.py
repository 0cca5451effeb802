"""Cases for pure tests: by default nothing objects to anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from assurance.domain.case import (
    AwardFacts,
    CallFacts,
    Case,
    ClarificationFacts,
    ContractFacts,
    DialogueFacts,
    EvaluationFacts,
    GateFacts,
    ImpactFacts,
    NoticeFacts,
    PlanFacts,
    TenderFacts,
)
from assurance.domain.deadlines import psr_standstill
from assurance.domain.deadlines.circumstances import USUAL
from assurance.domain.procedures import PROCEDURES
from assurance.domain.stages import Stage

EVERY_NOTICE = frozenset(kind for each in PROCEDURES.values() for move in each.moves for kind in move.notices)
NOW = datetime(2025, 6, 2, 12, 0, tzinfo=UTC)


def make_case(stage: Stage = Stage.PLANNING, **changes: dict[str, Any]) -> Case:
    """Return a case in which every fact is favourable, except those changed: `plan={"has_budget": False}`."""
    ahead = stage in {Stage.CHECKPOINT_1, Stage.DIALOGUE_CLOSED}
    due = NOW + timedelta(days=31) if ahead else NOW - timedelta(days=1)
    planned = PlanFacts(
        True, 12, 4, True, 2, True, (), (), refinement_open=False, outcomes_undefined=(), users_involved=True,
        payment_faults=(),
    )  # fmt: skip
    case = Case(
        stage=stage,
        now=NOW,
        plan=planned,
        call=CallFacts(USUAL, due, True, 4, 0, 4),
        dialogue=DialogueFacts(3, (), 0, information_unequal=()),
        tenders=TenderFacts(due, 3, 2, 2, 0, compliant=3, has_key=True),
        evaluation=EvaluationFacts((), (), (), 0, 30, 30, 10, 10, 0, (), 2, 0, True, True, 0, 0),
        gates=GateFacts({f"checkpoint_{n}": "proceed" for n in (1, 2, 3)}),
        impact=ImpactFacts(True, (), (), nobody_affordable=False),
        award=AwardFacts(
            True, True, False, (), 0, psr_standstill(date(2025, 5, 1)), claims_suspending=0, preferred_stands=True
        ),
        contract=ContractFacts(True, (), date(2025, 6, 1)),
        clarifications=ClarificationFacts(0),
        notices=NoticeFacts(EVERY_NOTICE),
    )
    for name, values in changes.items():
        setattr(case, name, replace(getattr(case, name), **values))
    return case
