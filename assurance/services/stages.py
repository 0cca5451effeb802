"""The only door that changes where a procurement or a bid stands.

Each move is judged by the procedure's table against a case assembled here, written to history and to the audit
trail, and guarded by the row's version: of two simultaneous moves the second fails.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.case import BidCase
from assurance.domain.errors import InvalidInput, MoveRefused, NotPermitted, Objection
from assurance.domain.procedures.bid import BID_LIFECYCLE
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, BidStageChange, Procurement, StageChange
from assurance.services import audit
from assurance.services.cases import build_case


def move(
    session: Session, *, procurement: Procurement, trigger: str, actor: Actor, now: datetime, reason: str = ""
) -> StageChange:
    """Move a procurement one step.

    Checks the permission of the move, the reason where one is needed, and every rule; then copies the new stage
    to the row, recomputes the next due date, and writes history and audit. Raises `NotPermitted`, `InvalidInput`
    or `MoveRefused` with every objection, and changes nothing.
    """
    lifecycle = procurement.procedure.lifecycle
    known = lifecycle.moves.get(trigger)
    if known is not None and not permits(actor, known.permission, Reach(procurement.organisation_id)):
        raise NotPermitted(f"“{known.label}” is not yours to do in this procurement")
    if known is not None and known.needs_reason and not reason.strip():
        raise InvalidInput("reason", "Enter the reason")
    case = build_case(session, procurement, now)
    before = procurement.stage
    lifecycle.apply(trigger, case)
    procurement.stage = case.stage
    procurement.next_due_at = next_due(procurement)
    change = StageChange(
        procurement_id=procurement.id, trigger=trigger, from_stage=before, to_stage=case.stage,
        actor_id=actor.user_id, at=now, reason=reason.strip(),
    )  # fmt: skip
    session.add(change)
    audit.record(
        session, tag="procurement:moved", actor=actor, now=now, procurement=procurement, subject=trigger,
        before=before, after=case.stage, reason=reason.strip(),
    )  # fmt: skip
    return change


def move_bid(
    session: Session,
    *,
    bid: Bid,
    trigger: str,
    actor: Actor,
    now: datetime,
    reason: str = "",
    missing: tuple[str, ...] = (),
) -> BidStageChange:
    """Move a bid one step in its own life; who may ask is decided by the act that causes it."""
    known = BID_LIFECYCLE.moves.get(trigger)
    if known is not None and known.needs_reason and not reason.strip():
        raise InvalidInput("reason", "Enter the reason")
    case = bid_case(bid, now, missing)
    before = bid.stage
    BID_LIFECYCLE.apply(trigger, case)
    bid.stage = BidStage(str(case.stage))
    change = BidStageChange(
        bid_id=bid.id, trigger=trigger, from_stage=before, to_stage=bid.stage,
        actor_id=actor.user_id, at=now, reason=reason.strip(),
    )  # fmt: skip
    session.add(change)
    audit.record(
        session, tag="bid:moved", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        trigger=trigger, before=before, after=bid.stage, reason=reason.strip(),
    )  # fmt: skip
    return change


def bid_case(bid: Bid, now: datetime, missing: tuple[str, ...] = ()) -> BidCase:
    """Assemble what the rules of a bid's own life ask for."""
    procurement = bid.procurement
    return BidCase(
        stage=bid.stage,
        now=now,
        procurement_stage=procurement.stage,
        requests_due_at=procurement.requests_due_at,
        tenders_due_at=procurement.tenders_due_at,
        tenders_closed=procurement.tenders_closed_at is not None,
        missing=missing,
    )


def judge_bid(*, bid: Bid, trigger: str, now: datetime, missing: tuple[str, ...] = ()) -> None:
    """Raise `MoveRefused` when a bid cannot take a step now, without taking it."""
    if objections := BID_LIFECYCLE.objections(trigger, bid_case(bid, now, missing)):
        raise MoveRefused(trigger, objections)


def require(procurement: Procurement, *allowed: Stage, act: str) -> None:
    """Refuse an act that belongs to another stage, naming where it belongs; `act` reads like “Write a letter”."""
    if procurement.stage in allowed:
        return
    where = " or ".join(f"“{stage.label}”" for stage in allowed)
    raise MoveRefused(
        "act",
        [Objection("stage", f"{act}: not possible at the stage “{procurement.stage.label}”", f"It is done at {where}")],
    )


def next_due(procurement: Procurement) -> datetime | None:
    """Return the next instant at which the clock matters for a procurement, or None."""
    if procurement.stage is Stage.CALL:
        return procurement.requests_due_at
    if procurement.stage is Stage.FINAL_TENDERS:
        return procurement.tenders_due_at
    if procurement.stage is Stage.STANDSTILL and procurement.standstill is not None:
        return procurement.standstill.ends_at
    return None
