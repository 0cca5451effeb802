"""The cover of every element of care and the promise on every outcome, kept as the bidder works on them.

What does not hold together is kept too, and told: it keeps the tender from being submitted, not from being written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput, NotFound
from assurance.domain.provision.coverage import Line
from assurance.domain.provision.partners import PaymentBasis
from assurance.domain.provision.trajectories import checked_promises
from assurance.persistence.models import Bid, Cover, Outcome, PathwayElement, Trajectory
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.offers import ACCOUNTABLE, TAKES_PART, goal_of
from assurance.services import audit
from assurance.services.bids.own import check_version, hold_tender

LONGEST_DATA_SET, LONGEST_REASON = 300, 1000


def save_cover(
    session: Session, *, bid: Bid, element: PathwayElement, lines: Sequence[Line], data_set: str, actor: Actor,
    now: datetime, version: int | None = None,
) -> Cover:  # fmt: skip
    """Keep who delivers one element of care: `lines` with one for each provider that has a part in it.

    `version` is the one the person was shown, 0 when nothing was kept; a colleague’s newer one is not lost.
    """
    hold_tender(session, bid, actor, now)
    if element.procurement_id != bid.procurement_id:
        raise NotFound("There is no such element of care in this programme")
    parts = get_parts(session, bid.id)
    known = {bid.organisation.name, *(each.name for each in parts.subcontractors)}
    for line in lines:
        if line.provider not in known:
            raise InvalidInput("providers", f"{line.provider} is not part of the bid; add it as a partner first")
        if line.payment_basis and line.payment_basis not in set(PaymentBasis):
            raise InvalidInput("providers", "Select how each is paid from the list")
    data_set = _text(data_set, "data_set", LONGEST_DATA_SET)
    kept = parts.covers.get(element.id)
    check_version(version, kept)
    cover = kept or Cover(bid_id=bid.id, element_id=element.id)
    cover.providers = [
        {
            "name": line.provider,
            "part": ACCOUNTABLE if line.is_accountable else TAKES_PART,
            "payment_basis": line.payment_basis,
        }
        for line in lines
    ]
    cover.data_set = data_set
    _keep(session, "cover:saved", bid, cover, actor, now)
    return cover


def save_trajectory(
    session: Session, *, bid: Bid, outcome: Outcome, promises: Sequence[Decimal], reason: str, actor: Actor,
    now: datetime, baseline: Decimal | None = None, version: int | None = None,
) -> Trajectory:  # fmt: skip
    """Keep what is promised on an outcome for every contract year; what is worse than it should be wants a reason."""
    hold_tender(session, bid, actor, now)
    if outcome.procurement_id != bid.procurement_id:
        raise NotFound("There is no such outcome in this programme")
    kept = get_parts(session, bid.id).trajectories.get(outcome.id)
    check_version(version, kept)
    trajectory = kept or Trajectory(bid_id=bid.id, outcome_id=outcome.id)
    reason = _text(reason, "reason", LONGEST_REASON)
    trajectory.baseline = baseline if outcome.baseline is None else None
    trajectory.promises = checked_promises(
        goal_of(outcome, trajectory), promises, reason, bid.procurement.contract_years
    )
    trajectory.reason = reason
    _keep(session, "trajectory:saved", bid, trajectory, actor, now)
    return trajectory


def _text(text: str, field: str, longest: int) -> str:
    text = text.strip()
    if (excess := len(text) - longest) > 0:
        raise InvalidInput(field, f"This must be {longest:,} characters or fewer: take out {excess:,}")
    return text


def _keep(session: Session, tag: str, bid: Bid, row: Cover | Trajectory, actor: Actor, now: datetime) -> None:
    row.updated_at, row.updated_by_id = now, actor.user_id
    session.add(row)
    audit.record(session, tag=tag, actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id)
