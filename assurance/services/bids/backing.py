"""What stands behind the most a bidder can lose in a year: stated in its tender, sealed and opened with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.contracts.backing import Backing, checked
from assurance.domain.contracts.model import maximum_downside
from assurance.persistence.models import Bid, BidBacking, Procurement
from assurance.persistence.queries.payment import find_backing
from assurance.services import audit, payment_model
from assurance.services.bids.own import check_version, hold_tender


def of(session: Session, bid: Bid) -> Backing | None:
    """Return what a tender states, or None: not asked, not said yet, or sealed."""
    return stated(find_backing(session, bid.id))


def stated(row: BidBacking | None) -> Backing | None:
    """Return a row as the rules look at it."""
    if row is None:
        return None
    return Backing(row.reserves_amount, row.guarantee_amount, row.guarantor, row.evidence)


def is_asked(session: Session, procurement: Procurement) -> bool:
    """Say whether a tender has to state it: where the published model lets a provider lose anything."""
    model = payment_model.of(session, procurement)
    return model is not None and maximum_downside(model) > 0


def save_backing(
    session: Session, *, bid: Bid, backing: Backing, actor: Actor, now: datetime, version: int | None = None
) -> BidBacking:
    """Keep what stands behind the risk. `version` is the one the person was shown, 0 when nothing was kept."""
    hold_tender(session, bid, actor, now)
    row = find_backing(session, bid.id)
    check_version(version, row)
    said = checked(backing)
    row = row or BidBacking(bid_id=bid.id)
    row.reserves_amount, row.guarantee_amount = said.reserves, said.guarantee
    row.guarantor, row.evidence = said.guarantor, said.evidence
    row.updated_at, row.updated_by_id = now, actor.user_id
    session.add(row)
    audit.record(session, tag="backing:saved", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id)
    return row
