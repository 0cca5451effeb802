"""Invitations and de-briefs: the letters of a bid by kind, and what bidders asked."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.domain.notices.invitations import DEBRIEF, INVITATIONS
from assurance.persistence.models import Bid, DebriefRequest, Letter


def find_standing(session: Session, bid_id: int, kind: str) -> Letter | None:
    """Return the letter of a kind to a bid that stands, issued or not, or None."""
    query = select(Letter).where(Letter.bid_id == bid_id, Letter.kind == kind, Letter.superseded_at.is_(None))
    return session.scalar(query)


def list_correspondence(session: Session, bid_id: int) -> list[Letter]:
    """List the invitations and the de-brief that a bidder has and that stand, oldest first."""
    query = select(Letter).where(
        Letter.bid_id == bid_id, Letter.kind.in_((*INVITATIONS, DEBRIEF)), Letter.issued_at.is_not(None),
        Letter.superseded_at.is_(None),
    )  # fmt: skip
    return list(session.scalars(query.order_by(Letter.issued_at, Letter.id)))


def get_issued(session: Session, bid_id: int, kind: str) -> Letter:
    """Return the issued letter of a kind to a bid, or raise `NotFound`."""
    found = find_standing(session, bid_id, kind) if kind in (*INVITATIONS, DEBRIEF) else None
    if found is None or found.issued_at is None:
        raise NotFound("There is no such letter")
    return found


def find_request(session: Session, bid_id: int) -> DebriefRequest | None:
    """Return the request for a de-brief of a bid, or None."""
    return session.scalar(select(DebriefRequest).where(DebriefRequest.bid_id == bid_id))


def list_requests(session: Session, procurement_id: int) -> list[DebriefRequest]:
    """List the requests for a de-brief in a procurement, oldest first."""
    query = select(DebriefRequest).join(Bid, Bid.id == DebriefRequest.bid_id)
    return list(session.scalars(query.where(Bid.procurement_id == procurement_id).order_by(DebriefRequest.id)))


def get_request(session: Session, procurement_id: int, bid_public_id: str) -> DebriefRequest:
    """Return the request of a bidder in a procurement, or raise `NotFound`."""
    query = select(DebriefRequest).join(Bid, Bid.id == DebriefRequest.bid_id)
    found = session.scalar(query.where(Bid.procurement_id == procurement_id, Bid.public_id == bid_public_id))
    if found is None:
        raise NotFound("This bidder has not asked for a de-brief")
    return found
