"""Assembles the case of a procurement: every fact a rule may ask for, read in one go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from assurance.domain.case import Case, ClarificationFacts, EvaluationFacts
from assurance.domain.stages import Stage
from assurance.persistence.models import Procurement
from assurance.persistence.queries.clarifications import count_unanswered
from assurance.persistence.queries.facts.award import award_facts, contract_facts, gate_facts
from assurance.persistence.queries.facts.dialogue import dialogue_facts, tender_facts
from assurance.persistence.queries.facts.evaluation import evaluation_facts
from assurance.persistence.queries.facts.plan import call_facts, plan_facts
from assurance.services import low_bids, results
from assurance.services.impact_facts import impact_facts
from assurance.services.notices.approving import approved_facts


def build_case(session: Session, procurement: Procurement, now: datetime) -> Case:
    """Assemble the facts of a procurement as they are at `now`."""
    facts = {group: read(session, procurement, now) for group, read in READERS.items()}
    return Case(stage=procurement.stage, now=now, **facts)


def case_on_demand(session: Session, procurement: Procurement, now: datetime) -> Case:
    """Assemble the same for pages: the rules of the moves from one stage ask for few groups, and no other is read."""
    return cast("Case", CaseOnDemand(session, procurement, now))


class CaseOnDemand:
    """A case of which each group of facts is read when a rule first asks for it."""

    def __init__(self, session: Session, procurement: Procurement, now: datetime) -> None:
        self.stage, self.now = procurement.stage, now
        self._asked = (session, procurement, now)

    def __getattr__(self, group: str) -> Any:
        """Read a group of facts and keep it; what is no group is no attribute either."""
        if group not in READERS:
            raise AttributeError(group)
        facts = READERS[group](*self._asked)
        setattr(self, group, facts)
        return facts


def _with_ranking(session: Session, procurement: Procurement, facts: EvaluationFacts) -> EvaluationFacts:
    """Add what the ranking says, where a rule asks for it: computing it elsewhere would be wasted work."""
    if procurement.stage is not Stage.RANKING:
        return facts
    outcome = results.compute(session, procurement)
    facts = low_bids.with_low_bids(session, procurement, facts, outcome)
    if outcome.result is None:
        return replace(facts, ranking_faults=tuple(outcome.faults))
    ranked, tied_first = results.standing(outcome.result)
    return replace(facts, ranked=ranked, unresolved_ties=tied_first)


READERS: dict[str, Callable[[Session, Procurement, datetime], Any]] = {
    "plan": lambda session, procurement, _: plan_facts(session, procurement),
    "call": lambda session, procurement, _: call_facts(session, procurement),
    "dialogue": lambda session, procurement, _: dialogue_facts(session, procurement),
    "tenders": lambda session, procurement, _: tender_facts(session, procurement),
    "evaluation": lambda session, procurement, _: _with_ranking(
        session, procurement, evaluation_facts(session, procurement)
    ),
    "gates": gate_facts,
    "impact": lambda session, procurement, _: impact_facts(session, procurement),
    "award": lambda session, procurement, _: award_facts(session, procurement),
    "contract": lambda session, procurement, _: contract_facts(session, procurement),
    "clarifications": lambda session, procurement, _: ClarificationFacts(count_unanswered(session, procurement.id)),
    "notices": lambda session, procurement, _: approved_facts(session, procurement),
}
"""Where each group of facts is read."""
