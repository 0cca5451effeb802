"""Actions, outline solutions, and ideas with their consents, by procurement and by participant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.persistence.among import among
from assurance.persistence.models import Bid, DialogueAction, DialogueSession, DisclosureConsent, Idea, OutlineVersion

T = TypeVar("T")


def _actions() -> Select[DialogueAction]:
    query = select(DialogueAction).join(DialogueSession, DialogueSession.id == DialogueAction.session_id)
    return query.order_by(DialogueAction.done_at.is_not(None), DialogueAction.due_on, DialogueAction.id)


def list_actions(session: Session, procurement_id: int) -> list[DialogueAction]:
    """List the actions of a procurement, open ones first, then by their date."""
    query = _actions().join(Bid, Bid.id == DialogueSession.bid_id).where(Bid.procurement_id == procurement_id)
    return list(session.scalars(query))


def list_actions_of_bid(session: Session, bid_id: int) -> list[DialogueAction]:
    """List the actions agreed with one participant, open ones first."""
    return list(session.scalars(_actions().where(DialogueSession.bid_id == bid_id)))


def list_open_actions(session: Session, procurement_ids: Iterable[int], side: str) -> list[DialogueAction]:
    """List the open actions of one side in several procurements, by their date."""
    query = _actions().join(Bid, Bid.id == DialogueSession.bid_id)
    wanted = (among(Bid.procurement_id, procurement_ids), DialogueAction.side == side)
    return list(session.scalars(query.where(*wanted, DialogueAction.done_at.is_(None))))


def get_action(session: Session, procurement_id: int, public_id: str) -> DialogueAction:
    """Return an action of a procurement by its public id."""
    return _found(next((each for each in list_actions(session, procurement_id) if each.public_id == public_id), None))


def list_outlines(session: Session, bid_id: int) -> list[OutlineVersion]:
    """List every version of a participant's outline solutions, newest first."""
    query = select(OutlineVersion).where(OutlineVersion.bid_id == bid_id)
    return list(session.scalars(query.order_by(OutlineVersion.round.desc(), OutlineVersion.number.desc())))


def list_submitted_outlines(session: Session, procurement_id: int) -> list[OutlineVersion]:
    """List the versions submitted to the authority, by participant and round, the newest of each first."""
    query = select(OutlineVersion).join(Bid, Bid.id == OutlineVersion.bid_id)
    wanted = query.where(Bid.procurement_id == procurement_id, OutlineVersion.submitted_at.is_not(None))
    found = session.scalars(wanted.order_by(OutlineVersion.round, OutlineVersion.number.desc())).all()
    return sorted(found, key=lambda each: (each.round, each.bid.organisation.name))


def list_ideas(session: Session, procurement_id: int) -> list[Idea]:
    """List the ideas of every participant, for the authority's eyes and the check of what leaves it."""
    query = select(Idea).join(Bid, Bid.id == Idea.bid_id).where(Bid.procurement_id == procurement_id)
    found = session.scalars(query.order_by(Idea.id)).all()
    return sorted(found, key=lambda each: (each.bid.organisation.name, each.id))


def list_ideas_of_bid(session: Session, bid_id: int) -> list[Idea]:
    """List one participant's own ideas, first to last."""
    return list(session.scalars(select(Idea).where(Idea.bid_id == bid_id).order_by(Idea.id)))


def get_idea(session: Session, procurement_id: int, public_id: str) -> Idea:
    """Return an idea of a procurement by its public id."""
    query = select(Idea).join(Bid, Bid.id == Idea.bid_id)
    return _found(session.scalar(query.where(Bid.procurement_id == procurement_id, Idea.public_id == public_id)))


def get_own_idea(session: Session, bid_id: int, public_id: str) -> Idea:
    """Return an idea of one participant by its public id."""
    return _found(session.scalar(select(Idea).where(Idea.bid_id == bid_id, Idea.public_id == public_id)))


def get_own_consent(session: Session, bid_id: int, public_id: str) -> DisclosureConsent:
    """Return a request for consent that one participant was asked."""
    query = select(DisclosureConsent).join(Idea, Idea.id == DisclosureConsent.idea_id)
    return _found(session.scalar(query.where(Idea.bid_id == bid_id, DisclosureConsent.public_id == public_id)))


def _found(row: T | None) -> T:
    if row is None:
        raise NotFound("There is no such record of the dialogue, or it is not yours to see")
    return row
