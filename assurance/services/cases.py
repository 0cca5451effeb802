"""Assembles the case of a procurement: every fact a rule may ask for, read in one go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

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
    return Case(
        stage=procurement.stage,
        now=now,
        plan=plan_facts(session, procurement),
        call=call_facts(session, procurement),
        dialogue=dialogue_facts(session, procurement),
        tenders=tender_facts(session, procurement),
        evaluation=_with_ranking(session, procurement, evaluation_facts(session, procurement)),
        gates=gate_facts(session, procurement, now),
        impact=impact_facts(session, procurement),
        award=award_facts(session, procurement),
        contract=contract_facts(session, procurement),
        clarifications=ClarificationFacts(count_unanswered(session, procurement.id)),
        notices=approved_facts(session, procurement),
    )


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
