"""What waits for openers, officers and the finance officer about prices, without telling anything of a closed one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.stages import ASKABLE_BID_STAGES, ASKING_STAGES, Stage
from assurance.domain.tenderbox.opening import PRICE, is_void
from assurance.domain.tenderbox.visibility import PANEL
from assurance.persistence.among import among
from assurance.persistence.models import AbnormalBidQuery, Bid, HeldShare, Procurement

Task = tuple[str, Procurement, str]
"""What waits, in which procurement, and the page where it is done."""


def list_price_tasks(
    session: Session, *, user_id: int, procurements: Iterable[tuple[Procurement, frozenset[Role]]], now: datetime
) -> list[Task]:
    """List prices to open for openers who have not yet, and explanations to decide for those who may."""
    listed = list(procurements)
    ids = [procurement.id for procurement, _ in listed]
    joined, ready = _joined(session, ids, user_id, now), _ready(session, ids, now)
    found: list[Task] = []
    for procurement, roles in listed:
        if procurement.stage not in ASKING_STAGES:
            continue  # nothing of either kind waits before prices are there to be asked about
        waits = procurement.stage is Stage.RANKING and procurement.are_prices_closed
        if waits and Role.OPENER in roles and procurement.id not in joined:
            found.append(("Open the prices together", procurement, "staff.opening.prices"))
        count = ready[procurement.id]
        if count and roles & {Role.OFFICER, Role.FINANCE_OFFICER} and not roles & PANEL:
            words = "Decide on a bidder’s explanation" if count == 1 else f"Decide on {count} bidders’ explanations"
            found.append((words, procurement, "staff.evaluation.abnormal"))
    return found


def _joined(session: Session, ids: list[int], user_id: int, now: datetime) -> set[int]:
    """Find where a person’s part in the opening still waits for the next person’s."""
    rows = session.scalars(
        select(HeldShare).where(
            among(HeldShare.procurement_id, ids), HeldShare.user_id == user_id, HeldShare.envelope == PRICE
        )
    )
    return {each.procurement_id for each in rows if not is_void(each.at, now)}


def _ready(session: Session, ids: list[int], now: datetime) -> Counter[int]:
    """Count the questions that can be decided now: answered, or past the time to answer."""
    rows = session.execute(
        select(Bid.procurement_id, func.count())
        .join(AbnormalBidQuery, AbnormalBidQuery.bid_id == Bid.id)
        .join(Procurement, Procurement.id == Bid.procurement_id)
        .where(
            among(Bid.procurement_id, ids),
            Bid.stage.in_(ASKABLE_BID_STAGES),
            Procurement.stage.in_(ASKING_STAGES),
            AbnormalBidQuery.decision == "",
            or_(AbnormalBidQuery.answer != "", AbnormalBidQuery.answer_due_at <= now),
        )
        .group_by(Bid.procurement_id)
    ).all()
    return Counter({procurement_id: count for procurement_id, count in rows})
