"""Questions, addenda and changed deadlines for lists and facts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from assurance.domain.clarifications.questions import UNANSWERED, Circle, State
from assurance.domain.errors import NotFound
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.among import among
from assurance.persistence.models import (
    Addendum,
    AddendumConfirmation,
    Bid,
    Clarification,
    DeadlineChange,
    QuestionPeriod,
    Submission,
)
from assurance.persistence.sight import sees_everything


def find_period(session: Session, procurement_id: int, stage: Stage) -> QuestionPeriod | None:
    """Return until when questions may be asked at a stage, or None."""
    return session.scalar(
        select(QuestionPeriod).where(QuestionPeriod.procurement_id == procurement_id, QuestionPeriod.stage == stage)
    )


def list_clarifications(session: Session, procurement_id: int) -> list[Clarification]:
    """List every question of a procurement for the authority, those that wait first, the oldest first among them."""
    found = session.scalars(select(Clarification).where(Clarification.procurement_id == procurement_id)).all()
    return sorted(found, key=lambda each: (each.state not in UNANSWERED, each.asked_at, each.id))


def get_clarification(session: Session, procurement_id: int, public_id: str) -> Clarification:
    """Return a question of a procurement by its public id."""
    found = session.scalar(
        select(Clarification).where(
            Clarification.procurement_id == procurement_id, Clarification.public_id == public_id
        )
    )
    if found is None:
        raise NotFound("There is no such question, or it is not yours to see")
    return found


def get_own(session: Session, procurement_id: int, public_id: str, organisation_id: int) -> Clarification:
    """Return a question that the organisation itself asked."""
    found = get_clarification(session, procurement_id, public_id)
    if found.organisation_id != organisation_id:
        raise NotFound("There is no such question, or it is not yours to see")
    return found


def list_own(session: Session, procurement_id: int, organisation_id: int) -> list[Clarification]:
    """List what one organisation has asked, newest first."""
    return list(
        session.scalars(
            select(Clarification)
            .where(Clarification.procurement_id == procurement_id, Clarification.organisation_id == organisation_id)
            .order_by(Clarification.asked_at.desc(), Clarification.id.desc())
        )
    )


@sees_everything  # what was published, whoever asked
def list_published(session: Session, procurement_id: int, until: datetime | None) -> list[Clarification]:
    """List the published questions in the order of their numbers; `until` is that of `entitled.reads_until`."""
    mine = Clarification.circle == Circle.EVERYBODY
    if until is not None:
        mine = or_(mine, Clarification.published_at <= until)
    query = select(Clarification).where(
        Clarification.procurement_id == procurement_id, Clarification.state == State.PUBLISHED, mine
    )
    return list(session.scalars(query.order_by(Clarification.number)))


def next_number(session: Session, model: type[Clarification] | type[Addendum], procurement_id: int) -> int:
    """Return the next number of a published question or of an addendum."""
    return 1 + (session.scalar(select(func.max(model.number)).where(model.procurement_id == procurement_id)) or 0)


def count_unanswered(session: Session, procurement_id: int) -> int:
    """Count the questions that still wait for their answer."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Clarification)
            .where(Clarification.procurement_id == procurement_id, Clarification.state.in_(UNANSWERED))
        )
        or 0
    )


def count_waiting(session: Session, ids: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Count, by procurement, the questions that wait for an answer and the proposed deadlines for a decision."""
    asked = session.execute(
        select(Clarification.procurement_id, func.count())
        .where(among(Clarification.procurement_id, ids), Clarification.state.in_(UNANSWERED))
        .group_by(Clarification.procurement_id)
    )
    proposed = session.execute(
        select(DeadlineChange.procurement_id, func.count())
        .where(among(DeadlineChange.procurement_id, ids), DeadlineChange.decision == "")
        .group_by(DeadlineChange.procurement_id)
    )
    return {key: count for key, count in asked}, {key: count for key, count in proposed}


def list_addenda(session: Session, procurement_id: int, until: datetime | None = None) -> list[Addendum]:
    """List the addenda by number that everybody may read, and up to `until` those that went to participants."""
    mine = Addendum.circle == Circle.EVERYBODY
    if until is not None:
        mine = or_(mine, Addendum.issued_at <= until)
    return list(
        session.scalars(
            select(Addendum).where(Addendum.procurement_id == procurement_id, mine).order_by(Addendum.number)
        )
    )


def get_addendum(session: Session, procurement_id: int, number: int) -> Addendum:
    """Return an addendum by its number."""
    found = session.scalar(select(Addendum).where(Addendum.procurement_id == procurement_id, Addendum.number == number))
    if found is None:
        raise NotFound("There is no such addendum, or it is not yours to see")
    return found


def list_unconfirmed(session: Session, bid: Bid) -> list[Addendum]:
    """List the addenda that came after a bid was submitted, ask for a confirmation and have none.

    Read from the submission that stands, so that a tender submitted again after the addendum needs none.
    """
    received = bid.submitted_at or session.scalar(
        select(func.max(Submission.received_at)).where(Submission.bid_id == bid.id)
    )
    if received is None or bid.stage in (BidStage.INVITED, BidStage.NOT_SUBMITTED):
        return []
    confirmed = select(AddendumConfirmation.addendum_id).where(AddendumConfirmation.bid_id == bid.id)
    query = select(Addendum).where(
        Addendum.procurement_id == bid.procurement_id, Addendum.is_asking, Addendum.circle == Circle.PARTICIPANTS,
        Addendum.issued_at > received, Addendum.id.not_in(confirmed),
    )  # fmt: skip
    return list(session.scalars(query.order_by(Addendum.number)))


def list_confirmations(session: Session, bid_id: int) -> dict[int, AddendumConfirmation]:
    """Return a bid's confirmations by the id of the addendum."""
    rows = session.scalars(select(AddendumConfirmation).where(AddendumConfirmation.bid_id == bid_id))
    return {row.addendum_id: row for row in rows}


def list_changes(session: Session, procurement_id: int) -> list[DeadlineChange]:
    """List every proposal to move a deadline, newest first."""
    return list(
        session.scalars(
            select(DeadlineChange)
            .where(DeadlineChange.procurement_id == procurement_id)
            .order_by(DeadlineChange.proposed_at.desc(), DeadlineChange.id.desc())
        )
    )


def get_change(session: Session, procurement_id: int, public_id: str) -> DeadlineChange:
    """Return a proposal by its public id."""
    found = session.scalar(
        select(DeadlineChange).where(
            DeadlineChange.procurement_id == procurement_id, DeadlineChange.public_id == public_id
        )
    )
    if found is None:
        raise NotFound("There is no such change of a deadline")
    return found
