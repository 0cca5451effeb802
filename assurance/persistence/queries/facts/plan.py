"""Facts about the plan and the call."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.case import CallFacts, PlanFacts
from assurance.domain.contracts.model_form import problems
from assurance.domain.dialogue.competition import is_decided
from assurance.domain.evaluation.wind_tunnel.kept import unanswered
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, BudgetLine, Outcome, PathwayElement, Procurement, RoleAssignment
from assurance.persistence.queries.competition import list_decided
from assurance.persistence.queries.criteria import get_publication, list_criteria
from assurance.persistence.queries.criteria_versions import find_open_refinement
from assurance.persistence.queries.evaluation_evidence import find_newest_trial
from assurance.persistence.queries.payment import find_draft_model
from assurance.persistence.queries.programme import list_involvement, list_undefined
from assurance.persistence.queries.selection import get_questionnaire

REQUIRED_ROLES: dict[Role, int] = {
    Role.OFFICER: 1,
    Role.OWNER: 1,
    Role.APPROVER: 1,
    Role.DIALOGUE_LEAD: 1,
    Role.OPENER: 2,
    Role.EVALUATOR: 2,
    Role.MODERATOR: 1,
    Role.ASSURANCE_REVIEWER: 2,
    Role.REPRESENTATION_REVIEWER: 1,
    Role.CONTRACT_MANAGER: 1,
}
"""How many different people must hold each role before the procurement goes to its first gate."""


def plan_facts(session: Session, procurement: Procurement) -> PlanFacts:
    """Count what is planned."""
    weights = session.scalars(select(Outcome.weight_percent).where(Outcome.procurement_id == procurement.id)).all()
    return PlanFacts(
        has_budget=bool(_count(session, BudgetLine, procurement, BudgetLine.is_chosen.is_(True))),
        pathway_elements=_count(session, PathwayElement, procurement),
        outcomes=len(weights),
        outcome_weights_sum_to_100=sum(weights, Decimal(0)) == 100,
        integration_forms=len(procurement.integration_forms),
        has_engagement_summary=bool(procurement.engagement_summary.strip()),
        criteria_faults=criteria_faults(session, procurement),
        roles_missing=_roles_missing(session, procurement),
        trial_dangers=_trial_dangers(session, procurement),
        refinement_open=find_open_refinement(session, procurement.id) is not None,
        outcomes_undefined=tuple(list_undefined(session, procurement.id)),
        users_involved=bool(list_involvement(session, procurement.id)),
        payment_faults=_payment_faults(session, procurement),
    )


def _payment_faults(session: Session, procurement: Procurement) -> tuple[str, ...]:
    model = find_draft_model(session, procurement)
    if model is not None:
        return problems(model, procurement.contract_years)
    share = procurement.outcome_share_percent
    return (f"{share}% of the payment depends on outcomes, and no model says how",) if share else ()


def _trial_dangers(session: Session, procurement: Procurement) -> tuple[str, ...]:
    newest = find_newest_trial(session, procurement.id)
    return unanswered(newest.findings) if newest else ()


def criteria_faults(session: Session, procurement: Procurement) -> tuple[str, ...]:
    """Say in words everything that keeps the criteria from being published."""
    rows = list_criteria(session, procurement.id)
    if not rows:
        return ("There are no award criteria",)
    found = [fault.message for fault in get_publication(session, procurement).faults()]
    if not any(row.is_down_select for row in rows):
        found.append("No criterion is marked for the down-selection between the dialogue rounds")
    found += [f"“{row.title}” asks the bidder nothing" for row in rows if row.kind == "scored" and not row.question]
    return tuple(found)


def call_facts(session: Session, procurement: Procurement) -> CallFacts:
    """Count requests to take part and what was decided on them."""
    stages = session.execute(
        select(Bid.stage, func.count())
        .where(Bid.procurement_id == procurement.id, Bid.requested_at.is_not(None))
        .group_by(Bid.stage)
    ).all()
    by_stage = {stage: count for stage, count in stages}
    selected = by_stage.get(BidStage.SELECTED, 0)
    return CallFacts(
        circumstances=procurement.given,
        requests_due_at=procurement.requests_due_at,
        has_notice_text=bool(procurement.notice_text.strip()),
        questionnaire_faults=tuple(each.message for each in get_questionnaire(session, procurement).faults())
        if procurement.criteria_frozen_at is None
        else (),
        requests=sum(by_stage.values()),
        requests_undecided=by_stage.get(BidStage.REQUESTED, 0),
        selected=selected,
        competition_decision=is_decided(selected, list_decided(session, procurement.id)),
    )


def _count(
    session: Session,
    model: type[BudgetLine] | type[PathwayElement],
    procurement: Procurement,
    *where: ColumnElement[bool],
) -> int:
    query = select(func.count()).select_from(model).where(model.procurement_id == procurement.id, *where)
    return session.scalar(query) or 0


def _roles_missing(session: Session, procurement: Procurement) -> tuple[str, ...]:
    held = session.execute(
        select(RoleAssignment.role, func.count(RoleAssignment.user_id.distinct()))
        .where(RoleAssignment.procurement_id == procurement.id)
        .group_by(RoleAssignment.role)
    ).all()
    have = {role: count for role, count in held}
    missing = []
    for role, needed in REQUIRED_ROLES.items():
        if have.get(role, 0) < needed:
            missing.append(role.label if needed == 1 else f"{role.label} ({needed} people)")
    return tuple(missing)
