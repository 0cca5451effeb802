"""What is decided about an opened tender: whether it complies with what was asked. How it is opened: `ceremony`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, CriterionRow, PassFail
from assurance.persistence.queries.criteria import list_criteria
from assurance.services import stages
from assurance.services.ceremony import open_envelope
from assurance.services.permission import demand

__all__ = ["decide_compliance", "open_envelope"]


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
