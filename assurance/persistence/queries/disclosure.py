"""What the record holds of one bidder and of the winner, who took part, and the records released."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import CompoundSelect, select, union
from sqlalchemy.orm import Session, joinedload, selectinload

from assurance.domain.errors import NotFound
from assurance.persistence.models import (
    Bid,
    Consensus,
    ConsensusApproval,
    DownSelectMark,
    Mark,
    Organisation,
    Procurement,
    Recommendation,
    RecordRelease,
    Representation,
    User,
    Withholding,
)
from assurance.persistence.queries.facts.award import CHOSEN_STAGES


def find_winner(session: Session, procurement_id: int) -> Bid | None:
    """Find the bid that is to be awarded the contract."""
    return session.scalar(select(Bid).where(Bid.procurement_id == procurement_id, Bid.stage.in_(CHOSEN_STAGES)))


def list_evaluators(session: Session, procurement_id: int) -> list[int]:
    """List who has locked a mark, in the order in which they are numbered."""
    query = select(Mark.evaluator_id).join(Bid, Bid.id == Mark.bid_id)
    query = query.where(Bid.procurement_id == procurement_id, Mark.locked_at.is_not(None))
    return list(session.scalars(query.distinct().order_by(Mark.evaluator_id)))


def took_part(session: Session, procurement_id: int) -> set[int]:
    """Return everybody who marked, moderated, approved, recommended or decided in the evaluation."""
    of_bids = Bid.procurement_id == procurement_id
    agreed = select(Consensus.id).join(Bid, Bid.id == Consensus.bid_id).where(of_bids)
    recommended = Recommendation.procurement_id == procurement_id
    found: CompoundSelect[tuple[int]] = union(
        select(Mark.evaluator_id).join(Bid, Bid.id == Mark.bid_id).where(of_bids),
        select(Consensus.moderator_id).where(Consensus.id.in_(agreed)),
        select(ConsensusApproval.user_id).where(ConsensusApproval.consensus_id.in_(agreed)),
        select(DownSelectMark.recorded_by_id).join(Bid, Bid.id == DownSelectMark.bid_id).where(of_bids),
        select(Recommendation.author_id).where(recommended),
        select(Recommendation.decided_by_id).where(recommended, Recommendation.decided_by_id.is_not(None)),
    )
    people: set[int] = set(session.scalars(found))
    return people


def list_unnamed(session: Session, procurement_id: int, named: Iterable[int]) -> list[str]:
    """List the names no release may hold: the full names of the authority's people, and bidders it is not about."""
    of_authority = select(Procurement.organisation_id).where(Procurement.id == procurement_id).scalar_subquery()
    authority = select(User.name).where(User.organisation_id == of_authority, User.name.contains(" "))
    others = (
        select(Organisation.name)
        .join(Bid, Bid.organisation_id == Organisation.id)
        .where(Bid.procurement_id == procurement_id, Bid.id.not_in(set(named)))
    )
    return sorted({*session.scalars(authority), *session.scalars(others)})


def list_register(session: Session, procurement_id: int) -> list[Representation]:
    """List the representations, first to last, with reviewers, deciders and what was released to each."""
    query = (
        select(Representation)
        .join(Bid, Bid.id == Representation.bid_id)
        .where(Bid.procurement_id == procurement_id)
        .options(
            joinedload(Representation.reviewer),
            joinedload(Representation.decided_by),
            selectinload(Representation.releases),
        )
    )
    return list(session.scalars(query.order_by(Representation.received_at, Representation.id)))


def get_release(session: Session, procurement_id: int, public_id: str) -> RecordRelease:
    """Get a release by its public id, with what is withheld of it."""
    found = session.scalar(
        select(RecordRelease)
        .join(Representation, Representation.id == RecordRelease.representation_id)
        .join(Bid, Bid.id == Representation.bid_id)
        .where(Bid.procurement_id == procurement_id, RecordRelease.public_id == public_id)
        .options(selectinload(RecordRelease.withheld).joinedload(Withholding.by))
    )
    if found is None:
        raise NotFound("There is no such release of records, or it is not yours to see")
    return found


def get_release_to(session: Session, bid_id: int, public_id: str) -> RecordRelease:
    """Get records released to one bidder; another's, or one not yet released, is not found."""
    found = session.scalar(
        select(RecordRelease)
        .join(Representation, Representation.id == RecordRelease.representation_id)
        .where(
            Representation.bid_id == bid_id,
            RecordRelease.public_id == public_id,
            RecordRelease.released_at.is_not(None),
        )
    )
    if found is None:
        raise NotFound("There are no such records, or they are not yours to see")
    return found
