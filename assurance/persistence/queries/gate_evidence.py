"""Requests for evidence: of a sitting, of a person, of a bidder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from assurance.domain.errors import NotFound
from assurance.persistence.models import EvidenceFile, EvidenceRequest, GateReview, RoleAssignment, User
from assurance.persistence.models.closed_file import ClosedFile

F = TypeVar("F", bound=ClosedFile)


class Standing(StrEnum):
    """How a request stands."""

    ASKED = "asked"
    OVERDUE = "overdue"
    GIVEN = "given"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


def standing(request: EvidenceRequest, today: date) -> Standing:
    """Say how a request stands; what was given late is given."""
    if request.settled:
        return Standing(request.settled)
    if request.answered_at is not None:
        return Standing.GIVEN
    return Standing.OVERDUE if request.due_on < today else Standing.ASKED


def list_of_review(session: Session, review_id: int) -> list[EvidenceRequest]:
    """List what a sitting asks for, the earliest date first."""
    query = _requests().where(EvidenceRequest.review_id == review_id)
    return list(session.scalars(query.order_by(EvidenceRequest.due_on, EvidenceRequest.id)))


def list_unanswered(session: Session, procurement_id: int) -> list[EvidenceRequest]:
    """List what is asked and not given in sittings that are open, the earliest date first."""
    query = _requests().join(GateReview, EvidenceRequest.review_id == GateReview.id)
    query = query.where(
        GateReview.procurement_id == procurement_id, GateReview.verdict.is_(None), EvidenceRequest.settled == "",
        EvidenceRequest.answered_at.is_(None),
    )  # fmt: skip
    return list(session.scalars(query.order_by(EvidenceRequest.due_on, EvidenceRequest.id)))


def list_of_bid(session: Session, bid_id: int) -> list[EvidenceRequest]:
    """List what is asked of a bidder, newest first."""
    query = _requests().where(EvidenceRequest.bid_id == bid_id)
    return list(session.scalars(query.order_by(EvidenceRequest.id.desc())))


def list_of_person(session: Session, procurement_id: int, user_id: int) -> list[EvidenceRequest]:
    """List what is asked of a person in a procurement, newest first."""
    query = _requests().join(GateReview, EvidenceRequest.review_id == GateReview.id)
    query = query.where(EvidenceRequest.person_id == user_id, GateReview.procurement_id == procurement_id)
    return list(session.scalars(query.order_by(EvidenceRequest.id.desc())))


def get_of_procurement(session: Session, procurement_id: int, public_id: str) -> EvidenceRequest:
    """Get a request of a procurement."""
    query = _requests().join(GateReview, EvidenceRequest.review_id == GateReview.id)
    return _found(
        session.scalar(query.where(GateReview.procurement_id == procurement_id, EvidenceRequest.public_id == public_id))
    )


def get_of_person(session: Session, procurement_id: int, public_id: str, user_id: int) -> EvidenceRequest:
    """Get a request that a person was asked; anybody else finds none."""
    found = get_of_procurement(session, procurement_id, public_id)
    return _found(found if found.person_id == user_id else None)


def get_of_bid(session: Session, bid_id: int, public_id: str) -> EvidenceRequest:
    """Get a request that was put to a bidder."""
    query = _requests().where(EvidenceRequest.bid_id == bid_id, EvidenceRequest.public_id == public_id)
    return _found(session.scalar(query))


def get_file(request: EvidenceRequest, public_id: str) -> EvidenceFile:
    """Get a file that was given for a request."""
    return get_shown(request.files, public_id)


def get_shown(files: Sequence[F], public_id: str) -> F:
    """Get one of some files by its public id."""
    file = next((each for each in files if each.public_id == public_id), None)
    if file is None:
        raise NotFound("There is no such file")
    return file


def list_people(session: Session, procurement_id: int) -> list[User]:
    """List everybody of the authority who has a role in a procurement, by name."""
    query = select(User).where(
        User.id.in_(select(RoleAssignment.user_id).where(RoleAssignment.procurement_id == procurement_id)),
        User.is_active,
    )
    return list(session.scalars(query.order_by(User.name, User.id)))


def _requests() -> Select[EvidenceRequest]:
    return select(EvidenceRequest).options(
        selectinload(EvidenceRequest.files), joinedload(EvidenceRequest.person), joinedload(EvidenceRequest.bid),
        joinedload(EvidenceRequest.review), joinedload(EvidenceRequest.answered_by),
    )  # fmt: skip


def _found(request: EvidenceRequest | None) -> EvidenceRequest:
    if request is None:
        raise NotFound("No such evidence is asked here")
    return request
