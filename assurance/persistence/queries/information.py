"""Requests for information, for their list, their page and their document."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from assurance.domain.errors import NotFound
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, DialogueSession, InformationRequest, Redaction


def list_requests(session: Session, procurement_id: int) -> list[InformationRequest]:
    """List the requests about a procurement, newest first, with who prepared and who released each."""
    query = select(InformationRequest).where(InformationRequest.procurement_id == procurement_id)
    query = query.options(joinedload(InformationRequest.prepared_by), joinedload(InformationRequest.released_by))
    return list(session.scalars(query.order_by(InformationRequest.received_on.desc(), InformationRequest.id.desc())))


def get_request(session: Session, procurement_id: int, public_id: str) -> InformationRequest:
    """Get a request about a procurement with what is withheld, or raise `NotFound`."""
    wanted = InformationRequest.procurement_id == procurement_id, InformationRequest.public_id == public_id
    whole = selectinload(InformationRequest.withheld).joinedload(Redaction.by)
    found = session.scalar(select(InformationRequest).where(*wanted).options(whole))
    if found is None:
        raise NotFound("There is no such request for information, or it is not yours to see")
    return found


def count_open(session: Session, procurement_id: int) -> int:
    """Count the requests that are neither answered nor closed."""
    wanted = (
        InformationRequest.procurement_id == procurement_id,
        InformationRequest.released_at.is_(None),
        InformationRequest.closed_at.is_(None),
    )
    return session.scalar(select(func.count()).where(*wanted)) or 0


def list_judged(session: Session, procurement_id: int) -> list[Bid]:
    """List the bids that asked to take part, by their order of coming."""
    wanted = Bid.procurement_id == procurement_id, Bid.stage != BidStage.DRAFT_REQUEST
    return list(session.scalars(select(Bid).where(*wanted).order_by(Bid.id)))


def list_minuted(session: Session, procurement_id: int) -> list[DialogueSession]:
    """List the sessions of dialogue that have minutes, in their order."""
    query = select(DialogueSession).join(Bid, Bid.id == DialogueSession.bid_id)
    query = query.where(Bid.procurement_id == procurement_id, DialogueSession.minutes != "")
    return list(session.scalars(query.order_by(DialogueSession.held_at, DialogueSession.id)))
