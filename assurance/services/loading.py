"""Loads what an address names, by its public reference only."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session, defer, lazyload

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import NotFound
from assurance.domain.stages import Stage
from assurance.persistence.models import Bid, Procurement, RoleAssignment, User, UserSession

UNPUBLISHED = frozenset({Stage.PLANNING, Stage.ENGAGEMENT, Stage.CHECKPOINT_1})
"""Stages in which the public does not know of the procurement."""

_BY_REFERENCE = select(Procurement).where(Procurement.reference == bindparam("reference"))
_BY_PUBLIC_ID = select(Bid).where(Bid.public_id == bindparam("public_id"))
_WITHIN = _BY_PUBLIC_ID.where(Bid.procurement_id == bindparam("procurement_id")).options(
    lazyload(Bid.procurement), defer(Bid.manifest)
)
"""There the procurement is loaded already; and a manifest is long, closed, and read where boxes are opened.

What nearly every request asks is written once: to build such a question takes longer than to answer it.
"""


def procurement(session: Session, reference: str) -> Procurement:
    """Return a procurement by its reference, or raise `NotFound`."""
    found = session.scalar(_BY_REFERENCE, {"reference": reference})
    if found is None:
        raise NotFound("There is no such procurement, or it is not yours to see")
    return found


def published_procurement(session: Session, reference: str) -> Procurement:
    """Return a procurement the public may know of, or raise `NotFound`."""
    found = procurement(session, reference)
    if found.stage in UNPUBLISHED or (found.stage is Stage.ABANDONED and found.criteria_frozen_at is None):
        raise NotFound("There is no such procurement, or it is not yours to see")
    return found


def bid(session: Session, public_id: str, *, procurement_id: int | None = None) -> Bid:
    """Return a bid by its public id, within a procurement where one is given, or raise `NotFound`."""
    query = _BY_PUBLIC_ID if procurement_id is None else _WITHIN
    found = session.scalar(query, {"public_id": public_id, "procurement_id": procurement_id})
    if found is None:
        raise NotFound("There is no such bid, or it is not yours to see")
    return found


_STANDS = (
    select(Procurement.version, Bid.version, UserSession.ended_at, User.is_active, RoleAssignment.role)
    .join(Bid, Bid.procurement_id == Procurement.id)
    .join(UserSession, UserSession.id == bindparam("sign_in"))
    .join(User, User.id == UserSession.user_id)
    .outerjoin(RoleAssignment, and_(RoleAssignment.procurement_id == Procurement.id, RoleAssignment.user_id == User.id))
    .where(Bid.id == bindparam("bid"))
)


def still_stands(session: Session, *, bid: Bid, actor: Actor, sign_in: int) -> bool:
    """Say whether all that a person was let in by is as it was read: sign-in, roles, procurement and bid."""
    rows = session.execute(_STANDS, {"bid": bid.id, "sign_in": sign_in}).all()
    roles = frozenset(role for *_, role in rows if role is not None)
    read = (bid.procurement.version, bid.version, None, True)
    return roles == actor.roles and {tuple(others) for *others, _ in rows} == {read}
