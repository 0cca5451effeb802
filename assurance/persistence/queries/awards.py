"""Recommendation, letters and representations, for the award pages and the services behind them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assurance.domain.errors import NotFound
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.visibility import staff_sees
from assurance.persistence.models import Bid, BidStageChange, Claim, Letter, Recommendation, Representation
from assurance.persistence.queries.bids import tenders_opened
from assurance.persistence.queries.facts.award import LETTER_STAGES


def find_standing_recommendation(session: Session, procurement_id: int) -> Recommendation | None:
    """Find the recommendation that is open or approved; there is one at most."""
    return session.scalar(
        select(Recommendation).where(
            Recommendation.procurement_id == procurement_id,
            Recommendation.decision != "refused",
            Recommendation.superseded_at.is_(None),
        )
    )


def list_bids_at(session: Session, procurement_id: int, *stages: BidStage) -> list[Bid]:
    """List the bids at any of some stages, by the name of the bidder."""
    bids = session.scalars(select(Bid).where(Bid.procurement_id == procurement_id, Bid.stage.in_(stages))).all()
    return sorted(bids, key=lambda bid: (bid.organisation.name, bid.id))


def list_bids_seen_at(session: Session, procurement_id: int, *stages: BidStage) -> list[Bid]:
    """List the bids that staff see at any of some stages: before the opening a list tells nothing of who tendered."""
    opened = tenders_opened(session, procurement_id)
    return list_bids_at(
        session, procurement_id, *(each for each in BidStage if staff_sees(each, opened=opened) in stages)
    )


def list_letter_bids(session: Session, procurement_id: int) -> list[Bid]:
    """List the bids whose bidder is told the outcome in a letter, by the name of the bidder."""
    return list_bids_at(session, procurement_id, *LETTER_STAGES)


def list_letters(session: Session, procurement_id: int, kind: str = "outcome") -> list[Letter]:
    """List the letters of a kind, by the name of the bidder."""
    letters = session.scalars(
        select(Letter)
        .join(Bid, Bid.id == Letter.bid_id)
        .where(Bid.procurement_id == procurement_id, Letter.kind == kind, Letter.superseded_at.is_(None))
    ).all()
    return sorted(letters, key=lambda letter: (letter.bid.organisation.name, letter.bid_id))


def get_representation(session: Session, procurement_id: int, public_id: str) -> Representation:
    """Get a representation by its public id."""
    found = session.scalar(
        select(Representation)
        .join(Bid, Bid.id == Representation.bid_id)
        .where(Bid.procurement_id == procurement_id, Representation.public_id == public_id)
    )
    if found is None:
        raise NotFound("There is no such representation, or it is not yours to see")
    return found


def last_reason(session: Session, bid_id: int, to_stage: BidStage) -> str:
    """Give the reason recorded when a bid last came to a stage, or nothing."""
    return (
        session.scalar(
            select(BidStageChange.reason)
            .where(BidStageChange.bid_id == bid_id, BidStageChange.to_stage == to_stage)
            .order_by(BidStageChange.id.desc())
            .limit(1)
        )
        or ""
    )


def list_claims(session: Session, procurement_id: int) -> list[Claim]:
    """List the claims in court about a procurement, newest first."""
    query = select(Claim).where(Claim.procurement_id == procurement_id).order_by(Claim.id.desc())
    return list(session.scalars(query.options(joinedload(Claim.recorded_by), joinedload(Claim.ended_by))))


def get_claim(session: Session, procurement_id: int, public_id: str) -> Claim:
    """Get a claim by its public id."""
    found = session.scalar(select(Claim).where(Claim.procurement_id == procurement_id, Claim.public_id == public_id))
    if found is None:
        raise NotFound("There is no such claim")
    return found
