"""Bids that are looked into: their whole prices, and the questions to one bidder in the order they were asked."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from assurance.domain.errors import NotFound
from assurance.domain.stages import ASKABLE_BID_STAGES, ASKING_STAGES
from assurance.persistence.models import AbnormalBidQuery, Bid, ConflictDeclaration, Price, Procurement


def whole_prices(session: Session, bid_ids: Collection[int]) -> dict[int, Decimal]:
    """Add up what each bid asks for under all price criteria. Never to be called while prices are closed."""
    found: dict[int, Decimal] = {}
    for price in session.scalars(select(Price).where(Price.bid_id.in_(bid_ids))):  # the database cannot add them up
        found[price.bid_id] = found.get(price.bid_id, Decimal(0)) + price.amount
    return found


def list_questions(session: Session, bid_id: int) -> list[AbnormalBidQuery]:
    """List what one bidder was asked, and what needed no question, first to last."""
    return list(
        session.scalars(
            select(AbnormalBidQuery)
            .where(AbnormalBidQuery.bid_id == bid_id)
            .options(joinedload(AbnormalBidQuery.answered_by), joinedload(AbnormalBidQuery.decided_by))
            .order_by(AbnormalBidQuery.id)
        )
    )


def get_question(session: Session, bid_id: int, number: int) -> AbnormalBidQuery:
    """Return the question with this number among those to one bidder, counted from 1."""
    found = list_questions(session, bid_id)
    if not 1 <= number <= len(found):
        raise NotFound("There is no such question")
    return found[number - 1]


def list_asked(session: Session, bid_id: int) -> list[AbnormalBidQuery]:
    """List what one bidder was asked, as it may know it: without what was decided to need no question."""
    return [row for row in list_questions(session, bid_id) if row.question]


def get_asked(session: Session, bid_id: int, number: int) -> AbnormalBidQuery:
    """Return the question with this number among those the bidder knows of, counted from 1."""
    found = list_asked(session, bid_id)
    if not 1 <= number <= len(found):
        raise NotFound("There is no such question")
    return found[number - 1]


def bids_to_answer(session: Session, organisation_id: int) -> set[int]:
    """Return the bids of an organisation that have a question it can still answer."""
    return set(
        session.scalars(
            select(AbnormalBidQuery.bid_id)
            .join(Bid, Bid.id == AbnormalBidQuery.bid_id)
            .join(Procurement, Procurement.id == Bid.procurement_id)
            .where(
                Bid.organisation_id == organisation_id, Bid.stage.in_(ASKABLE_BID_STAGES),
                Procurement.stage.in_(ASKING_STAGES), AbnormalBidQuery.question != "", AbnormalBidQuery.answer == "",
                AbnormalBidQuery.decision == "",
            )
        )
    )  # fmt: skip


def count_undecided(session: Session, procurement_id: int) -> int:
    """Count the questions to bidders still in on which nobody has decided."""
    query = select(func.count()).select_from(AbnormalBidQuery).join(Bid, Bid.id == AbnormalBidQuery.bid_id)
    return (
        session.scalar(
            query.where(
                Bid.procurement_id == procurement_id, Bid.stage.in_(ASKABLE_BID_STAGES), AbnormalBidQuery.decision == ""
            )
        )
        or 0
    )


def hidden_bids(session: Session, procurement_id: int, user_id: int) -> set[int]:
    """Return the bids that a person may not look into because of a conflict that nobody has cleared."""
    rows = session.scalars(
        select(ConflictDeclaration.bid_id)
        .join(Bid, Bid.id == ConflictDeclaration.bid_id)
        .where(
            Bid.procurement_id == procurement_id,
            ConflictDeclaration.user_id == user_id,
            ConflictDeclaration.has_conflict,
            ConflictDeclaration.decision != "cleared",
        )
    )
    return set(rows)
