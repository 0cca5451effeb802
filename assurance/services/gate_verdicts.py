"""What the verdict of a sitting would be now, and what stands in its way. Reads; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Objection
from assurance.domain.gates.catalogue import get_gate
from assurance.domain.gates.definition import Block, ConditionSpec, KeyLine, Rating, Track, Verdict
from assurance.domain.gates.findings import Finding, of_line
from assurance.domain.gates.review import Outcome, RatedLine, Sitting, signing_objections, verdict_for
from assurance.domain.gates.tracks import track_objection
from assurance.persistence.models import Condition, GateLine, GateReview, Procurement
from assurance.persistence.queries.gates import find_last_review, list_conditions, list_holders
from assurance.services import gate_findings


def verdict(session: Session, review: GateReview) -> Outcome:
    """Work out the verdict as it would be now. Open conditions of earlier sittings of this gate still count."""
    found = gate_findings.findings_of(session, review)
    lines = rated_lines(session, review, found)
    asked = {each.line.code for each in lines}
    conditions = [_as_spec(each) for each in counting_conditions(session, review)]
    return verdict_for(lines, conditions, [each for each in found if each.line_code not in asked])


def rated_lines(session: Session, review: GateReview, found: tuple[Finding, ...]) -> list[RatedLine]:
    """Return the lines that a sitting asks, each with its rating and what is computed about it."""
    return [
        RatedLine(as_key_line(line), Rating(line.rating) if line.rating else None, of_line(found, line.code))
        for line in asked_lines(session, review)
    ]


def asked_lines(session: Session, review: GateReview) -> list[GateLine]:
    """List the lines that a sitting asks: all, or on the fast track the mandatory ones and those with a condition."""
    held = {each.line_code for each in counting_conditions(session, review)}
    return [line for line in review.lines if review.track == Track.FULL or line.is_mandatory or line.code in held]


def counting_conditions(session: Session, review: GateReview) -> list[Condition]:
    """List the conditions the verdict of a sitting rests on: its own, and those carried over that are still open."""
    return [
        condition
        for condition in list_conditions(session, review.procurement_id, review.gate_code)
        if condition.review_id == review.id or condition.met_at is None
    ]


def concluding_objections(session: Session, review: GateReview, now: datetime) -> tuple[Objection, ...]:
    """List everything that keeps a review from its verdict: unrated lines, conditions, signatures, its track."""
    outcome = verdict(session, review)
    missing = () if outcome.verdict else tuple(Objection("incomplete", reason) for reason in outcome.reasons)
    lets_on = outcome.verdict is not None and outcome.verdict.lets_on
    overdue = tuple(_overdue(session, review, now)) if lets_on else ()
    return missing + overdue + tuple(_of_findings(session, review)) + _signing(session, review)


def _signing(session: Session, review: GateReview) -> tuple[Objection, ...]:
    def names(role: Role) -> list[str]:
        return [f"{user.name} ({user.email})" for user in list_holders(session, review.procurement_id, role)]

    signed = [f"{each.user.name} ({each.user.email})" for each in review.signatures]
    sitting = Sitting(reviewers=names(Role.ASSURANCE_REVIEWER), signed=signed, scorers=names(Role.EVALUATOR))
    return signing_objections(replace(get_gate(review.gate_code), quorum=review.quorum), sitting)


def _overdue(session: Session, review: GateReview, now: datetime) -> Iterator[Objection]:
    """A gate that an overdue condition has opened again is not passed while the condition stays overdue."""
    today = now.astimezone(LONDON).date()
    for each in counting_conditions(session, review):
        if each.met_at is None and each.due_on < today:
            yield Objection(
                f"condition:{each.reference}", f"Condition {each.reference} is overdue",
                f"{each.owner} meets it, or it is given a later date in this sitting",
            )  # fmt: skip


def _of_findings(session: Session, review: GateReview) -> Iterator[Objection]:
    found = gate_findings.findings_of(session, review)
    if objection := track_objection(review.gate_code, Track(review.track), found):
        yield objection
    now = gate_findings.digest(found)
    stale = [each.user.name for each in review.signatures if each.findings_digest not in ("", now)]
    if stale:
        yield Objection(
            "facts", f"The computed findings have changed since {' and '.join(stale)} signed",
            "They read the findings and sign again",
        )  # fmt: skip


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


def as_key_line(line: GateLine) -> KeyLine:
    """Return a copied line as the rules see it."""
    return KeyLine(
        line.code, line.title, line.question, line.what_good_looks_like, tuple(line.evidence_asked.splitlines()),
        line.is_mandatory, line.red_trigger,
    )  # fmt: skip


def _as_spec(condition: Condition) -> ConditionSpec:
    return ConditionSpec(
        condition.line_code, f"{condition.reference} “{condition.text}”", condition.owner, condition.evidence_required,
        condition.due_on, Block(condition.blocks),
    )  # fmt: skip
