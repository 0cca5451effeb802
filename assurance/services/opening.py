"""Opening the final tenders: two different people together, then everything at once; and the check for compliance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.stages import BidStage, Stage
from assurance.domain.tenderbox.opening import box_open
from assurance.persistence.models import Bid, CriterionRow, OpeningAct, PassFail, Procurement
from assurance.persistence.queries.bids import list_openable, list_openers
from assurance.persistence.queries.criteria import list_criteria
from assurance.services import audit, stages
from assurance.services.permission import demand
from assurance.services.submission import altered_parts


def take_part(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> OpeningAct:
    """Take part in the opening; with the second different person every submitted tender opens, in this transaction.

    Openers queue for the procurement, so that of two at the same instant one is second. Each tender is compared with
    what was submitted; one that was altered is named on the record and does not hold up the others. Raises `Conflict`
    before the tenders are closed, and for a person who has already taken part.
    """
    demand(actor, Permission.TENDERS_OPEN, procurement, act="open the final tenders")
    session.scalars(
        select(Procurement)
        .where(Procurement.id == procurement.id)
        .with_for_update(of=Procurement)
        .execution_options(populate_existing=True)
    ).one()
    if procurement.stage is not Stage.OPENING or procurement.tenders_closed_at is None:
        raise Conflict("Final tenders are opened after they are closed and before scoring, at no other time")
    before = list_openers(session, procurement.id)
    if actor.user_id in {act.user_id for act in before}:
        raise Conflict("You have already taken part. Another person with the role of opener must open with you")
    act = OpeningAct(procurement_id=procurement.id, user_id=actor.user_id, at=now)
    session.add(act)
    audit.record(session, tag="opening:joined", actor=actor, now=now, procurement=procurement)
    if box_open(len(before) + 1):
        _open_all(session, procurement, actor, now)
    return act


def _open_all(session: Session, procurement: Procurement, actor: Actor, now: datetime) -> None:
    record = []
    for bid in list_openable(session, procurement.id):
        altered = altered_parts(session, bid)
        stages.move_bid(session, bid=bid, trigger="open", actor=actor, now=now)
        record.append(
            {
                "bid": bid.public_id,
                "bidder": bid.organisation.name,
                "submitted_at": bid.submitted_at,
                "digest": bid.manifest_digest,
                "altered": altered,
            }
        )
    openers = [act.user.name for act in list_openers(session, procurement.id)]
    audit.record(
        session, tag="tender:opened", actor=actor, now=now, procurement=procurement, bids=record, openers=openers
    )


def decide_compliance(
    session: Session,
    *,
    bid: Bid,
    passes: Mapping[str, bool],
    reasons: Mapping[str, str],
    reason: str,
    compliant: bool,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> Bid:
    """Decide on each pass/fail criterion by its code, and from that whether the tender goes to the panel.

    A criterion that is not met needs its reason, and keeps the tender from being compliant. Raises `InvalidInput`
    naming the field (`pass-<code>`, `reason-<code>`, `compliant`, `reason`), `MoveRefused` when it is not open.
    """
    procurement = bid.procurement
    demand(actor, Permission.PROCUREMENT_RUN, procurement, act="check tenders for compliance")
    if procurement.stage is not Stage.OPENING or bid.stage is not BidStage.OPENED:
        raise Conflict("A tender is checked for compliance once, after it is opened and before scoring starts")
    if version is not None and version != bid.version:
        raise Conflict("The tender was changed by someone else after you opened the page")
    criteria = [row for row in list_criteria(session, procurement.id) if row.kind == Kind.PASS_FAIL]
    for row in criteria:
        _check_decided(row, passes, reasons)
    if compliant and not all(passes[row.code] for row in criteria):
        raise InvalidInput("compliant", "A tender that does not meet a pass/fail criterion is not compliant")
    for row in criteria:
        session.add(
            PassFail(
                bid_id=bid.id, criterion_id=row.id, is_met=passes[row.code], reason=reasons.get(row.code, "").strip(),
                decided_by_id=actor.user_id, decided_at=now,
            )
        )  # fmt: skip
    trigger = "accept" if compliant else "set_aside"
    stages.move_bid(session, bid=bid, trigger=trigger, actor=actor, now=now, reason=reason)
    return bid


def _check_decided(row: CriterionRow, passes: Mapping[str, bool], reasons: Mapping[str, str]) -> None:
    if row.code not in passes:
        raise InvalidInput(f"pass-{row.code}", f"Select whether “{row.title}” is met")
    if not passes[row.code] and not reasons.get(row.code, "").strip():
        raise InvalidInput(f"reason-{row.code}", f"Enter why “{row.title}” is not met")
