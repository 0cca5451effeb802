"""What the verdict of a sitting would be now, and what stands in its way. Reads; changes nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Objection
from assurance.domain.gates.catalogue import get_gate
from assurance.domain.gates.definition import Block, ConditionSpec, KeyLine, Rating, Verdict
from assurance.domain.gates.review import Outcome, RatedLine, Sitting, signing_objections, verdict_for
from assurance.persistence.models import Condition, GateLine, GateReview, Procurement
from assurance.persistence.queries.gates import find_last_review, list_conditions, list_holders


def verdict(session: Session, review: GateReview) -> Outcome:
    """Work out the verdict as it would be now. Open conditions of earlier sittings of this gate still count."""
    lines = [RatedLine(_as_key_line(line), Rating(line.rating) if line.rating else None) for line in review.lines]
    return verdict_for(lines, [_as_spec(condition) for condition in counting_conditions(session, review)])


def counting_conditions(session: Session, review: GateReview) -> list[Condition]:
    """List the conditions the verdict of a sitting rests on: its own, and those carried over that are still open."""
    return [
        condition
        for condition in list_conditions(session, review.procurement_id, review.gate_code)
        if condition.review_id == review.id or condition.met_at is None
    ]


def concluding_objections(session: Session, review: GateReview) -> tuple[Objection, ...]:
    """List everything that keeps a review from its verdict: unrated lines, missing conditions, signatures."""
    outcome = verdict(session, review)
    missing = () if outcome.verdict else tuple(Objection("incomplete", reason) for reason in outcome.reasons)

    def names(role: Role) -> list[str]:
        return [f"{user.name} ({user.email})" for user in list_holders(session, review.procurement_id, role)]

    signed = [f"{each.user.name} ({each.user.email})" for each in review.signatures]
    sitting = Sitting(reviewers=names(Role.ASSURANCE_REVIEWER), signed=signed, scorers=names(Role.EVALUATOR))
    return missing + signing_objections(get_gate(review.gate_code), sitting)


def reopening_objection(session: Session, procurement: Procurement, gate_code: str, now: datetime) -> Objection | None:
    """Say why a gate cannot be opened again, or None when it can."""
    last = find_last_review(session, procurement.id, gate_code)
    if last is None or last.verdict is None:
        return Objection("sitting", "There is no concluded sitting to follow", "Conclude the open one")
    today = now.astimezone(LONDON).date()
    late = [
        each.reference
        for each in list_conditions(session, procurement.id, gate_code)
        if each.met_at is None and each.due_on < today
    ]
    if last.verdict == Verdict.DO_NOT_PROCEED or late:
        return None
    return Objection(
        "verdict", f"The verdict “{Verdict(last.verdict).label}” stands and no condition is overdue",
        "A gate is opened again after “Do not proceed”, or when one of its conditions is overdue",
    )  # fmt: skip


def _as_key_line(line: GateLine) -> KeyLine:
    return KeyLine(
        line.code, line.title, line.question, line.what_good_looks_like, tuple(line.evidence_asked.splitlines()),
        line.is_mandatory, line.red_trigger,
    )  # fmt: skip


def _as_spec(condition: Condition) -> ConditionSpec:
    return ConditionSpec(
        condition.line_code, f"{condition.reference} “{condition.text}”", condition.owner, condition.evidence_required,
        condition.due_on, Block(condition.blocks),
    )  # fmt: skip
