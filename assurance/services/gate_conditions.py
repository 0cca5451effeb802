"""Conditions of a gate: set with an owner, a date and a proof, under one reference from the gate to the service.

Removed only before the verdict; afterwards they are met, with evidence, or given a later date by a new sitting.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, Objection
from assurance.domain.gates.conditions import condition_faults
from assurance.domain.gates.definition import Block, ConditionSpec
from assurance.domain.stages import Stage
from assurance.persistence.models import Condition, GateReview, Procurement
from assurance.persistence.queries.gates import (
    SET_TAG,
    count_conditions_ever_set,
    find_last_review,
    get_line,
)
from assurance.services import audit
from assurance.services.gates import changed, demand_reviewer, lock_open
from assurance.services.permission import demand

_FIELDS = {"evidence": "evidence_required"}


def add_condition(
    session: Session,
    *,
    review: GateReview,
    line_code: str,
    text: str,
    owner: str,
    evidence_required: str,
    due_on: date,
    blocks: str,
    needs_document: bool = False,
    actor: Actor,
    now: datetime,
) -> Condition:
    """Set a condition on a line of enquiry and give it the reference it keeps for ever.

    Clears the signatures given so far.
    """
    procurement = demand_reviewer(session, review, actor, "set a condition")
    lock_open(session, review)
    get_line(session, review.id, line_code)
    spec = ConditionSpec(
        line_code, text.strip(), owner.strip(), evidence_required.strip(), due_on, _read_block(blocks, procurement)
    )
    for fault in condition_faults(spec, now.astimezone(LONDON).date()):
        raise InvalidInput(_FIELDS.get(fault.path, fault.path), fault.message)
    condition = Condition(
        procurement_id=procurement.id, review_id=review.id, line_code=line_code,
        reference=f"C-{count_conditions_ever_set(session, procurement.id) + 1:03}", text=spec.text, owner=spec.owner,
        evidence_required=spec.evidence, due_on=due_on, blocks=spec.blocks.value, needs_document=needs_document,
    )  # fmt: skip
    session.add(condition)
    audit.record(
        session, tag=SET_TAG, actor=actor, now=now, procurement=procurement, subject=condition.reference,
        gate=review.gate_code, line=line_code, text=spec.text, owner=spec.owner, due_on=due_on, blocks=spec.blocks,
        needs_document=needs_document,
    )  # fmt: skip
    changed(session, review=review, actor=actor, now=now)
    return condition


def remove_condition(session: Session, *, condition: Condition, actor: Actor, now: datetime) -> None:
    """Take back a condition before the sitting that set it has its verdict; its reference is not used again."""
    review = condition.review
    procurement = demand_reviewer(session, review, actor, "remove a condition")
    lock_open(session, review)
    session.delete(condition)
    audit.record(
        session, tag="condition:removed", actor=actor, now=now, procurement=procurement, subject=condition.reference,
        before=condition.text,
    )  # fmt: skip
    changed(session, review=review, actor=actor, now=now)


def redate_condition(
    session: Session, *, condition: Condition, due_on: date, reason: str, actor: Actor, now: datetime
) -> Condition:
    """Give an open condition a later date, in a new sitting of its gate; never outside one."""
    procurement = demand_reviewer(session, condition.review, actor, "change the date of a condition")
    sitting = find_last_review(session, procurement.id, condition.review.gate_code)
    if sitting is None or sitting.id == condition.review_id:
        raise MoveRefused(
            "redate", [Objection("sitting", "No new sitting of the gate is open", "Open the gate again first")]
        )
    lock_open(session, sitting)
    _refuse_met(condition)
    if due_on <= max(condition.due_on, now.astimezone(LONDON).date()):
        raise InvalidInput("due_on", "The new date must be later than the old one, and in the future")
    if not reason.strip():
        raise InvalidInput("reason", "Say why the condition may be met later")
    before, condition.due_on = condition.due_on, due_on
    audit.record(
        session, tag="condition:redated", actor=actor, now=now, procurement=procurement, subject=condition.reference,
        before=before, after=due_on, reason=reason.strip(),
    )  # fmt: skip
    changed(session, review=sitting, actor=actor, now=now)
    return condition


def meet_condition(session: Session, *, condition: Condition, evidence: str, actor: Actor, now: datetime) -> Condition:
    """Put on record that a condition is met, and the evidence for it. A reviewer tests it at the next gate.

    One that needs a document is not met by words alone.
    """
    procurement = hold_open(session, condition, actor)
    if len(evidence.strip()) < 10:
        raise InvalidInput("evidence", "Say what shows that the condition is met, and where it is kept")
    if condition.needs_document and not condition.proof:
        raise InvalidInput(
            "evidence", "This condition is met by a document. Add the file first, then say what it shows"
        )
    condition.met_at, condition.met_by_id, condition.met_evidence = now, actor.user_id, evidence.strip()
    audit.record(
        session, tag="condition:met", actor=actor, now=now, procurement=procurement, subject=condition.reference,
        evidence=condition.met_evidence, files=[each.public_id for each in condition.proof],
    )  # fmt: skip
    return condition


def hold_open(session: Session, condition: Condition, actor: Actor) -> Procurement:
    """Lock a condition for somebody who may meet it; `Conflict` once it is met, or before the gate has set it."""
    procurement = session.get_one(Procurement, condition.procurement_id)
    demand(actor, Permission.CONDITION_MEET, procurement, act="record that a condition is met")
    session.refresh(condition, with_for_update={"of": Condition})
    _refuse_met(condition)
    if condition.review.verdict is None:
        raise Conflict("The review that sets this condition has no verdict yet")
    return procurement


def _refuse_met(condition: Condition) -> None:
    if condition.met_at is not None:
        raise Conflict(f"Condition {condition.reference} is already met")


def _read_block(blocks: str, procurement: Procurement) -> Block:
    try:
        block = Block(blocks)
    except ValueError:
        raise InvalidInput("blocks", "Select what the condition blocks") from None
    if block is Block.CONTRACT_SIGNATURE and procurement.stage in (Stage.CHECKPOINT_3, Stage.LIVE):
        raise InvalidInput("blocks", "The contract is already signed; the condition can block the start of the service")
    return block
