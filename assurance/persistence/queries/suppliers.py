"""Providers: profiles, people, invitations, standing answers, interest, and what may be registered twice."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Audience
from assurance.domain.suppliers.duplicates import Named
from assurance.domain.suppliers.people import Part
from assurance.persistence.models import (
    BidStandingAnswer,
    ColleagueInvitation,
    Interest,
    Organisation,
    StandingAnswer,
    SupplierProfile,
    User,
)
from assurance.persistence.sight import sees_everything


def get_profile(session: Session, organisation_id: int) -> SupplierProfile:
    """Return the profile that every provider has."""
    return session.scalars(select(SupplierProfile).where(SupplierProfile.organisation_id == organisation_id)).one()


@sees_everything  # whether it is, and no more
def is_known(session: Session, *, name_skeleton: str = "", company_number: str = "") -> bool:
    """Say whether a registered provider comes down to this name, or has this number."""
    column, wanted = (
        (SupplierProfile.company_number, company_number) if company_number
        else (SupplierProfile.name_skeleton, name_skeleton)
    )  # fmt: skip
    query = select(func.count()).select_from(SupplierProfile).where(column == wanted)
    return bool(wanted and session.scalar(query))


def list_people_of(session: Session, organisation_id: int) -> list[User]:
    """List everybody of an organisation, those who can sign in first, by name."""
    query = select(User).where(User.organisation_id == organisation_id)
    return list(session.scalars(query.order_by(User.is_active.desc(), User.name, User.id)))


def find_person_of(session: Session, organisation_id: int, email: str) -> User | None:
    """Return the person of an organisation with this address, active or not."""
    return session.scalar(select(User).where(User.organisation_id == organisation_id, User.email == email))


def list_active_parts(session: Session, organisation_id: int) -> dict[int, Part]:
    """Return the part of each person who can sign in."""
    rows = session.execute(
        select(User.id, User.is_organisation_lead, User.is_organisation_viewer).where(
            User.organisation_id == organisation_id, User.is_active
        )
    )
    return {
        key: Part.LEAD if is_lead else Part.VIEWER if is_viewer else Part.CONTRIBUTOR
        for key, is_lead, is_viewer in rows
    }


def list_standing(session: Session, organisation_id: int) -> list[ColleagueInvitation]:
    """List the invitations that were neither accepted nor withdrawn, expired ones too, newest first."""
    return list(
        session.scalars(
            select(ColleagueInvitation)
            .where(
                ColleagueInvitation.organisation_id == organisation_id,
                ColleagueInvitation.accepted_at.is_(None),
                ColleagueInvitation.withdrawn_at.is_(None),
            )
            .order_by(ColleagueInvitation.id.desc())
        )
    )


def find_invitation(session: Session, token_hash: str) -> ColleagueInvitation | None:
    """Return the invitation of a token by its hash, held until it is used."""
    return session.scalar(
        select(ColleagueInvitation)
        .where(ColleagueInvitation.token_hash == token_hash)
        .with_for_update(of=ColleagueInvitation)
    )


def get_standing_answers(session: Session, organisation_id: int) -> dict[str, StandingAnswer]:
    """Return the newest standing answer of each kind."""
    newest = (
        select(func.max(StandingAnswer.id))
        .where(StandingAnswer.organisation_id == organisation_id)
        .group_by(StandingAnswer.kind)
    )
    rows = session.scalars(select(StandingAnswer).where(StandingAnswer.id.in_(newest)))
    return {row.kind: row for row in rows}


def list_taken_over(session: Session, bid_id: int) -> dict[str, BidStandingAnswer]:
    """Return the standing answers a bid took over, by kind."""
    rows = session.scalars(select(BidStandingAnswer).where(BidStandingAnswer.bid_id == bid_id))
    return {row.kind: row for row in rows}


def list_interests(session: Session, procurement_id: int) -> list[Interest]:
    """List the organisations that are interested now, first to say so first."""
    query = select(Interest).where(Interest.procurement_id == procurement_id, Interest.withdrawn_at.is_(None))
    return list(session.scalars(query.order_by(Interest.expressed_at, Interest.id)))


def find_interest(session: Session, procurement_id: int, organisation_id: int) -> Interest | None:
    """Return what an organisation said of its interest, withdrawn or not."""
    return session.scalar(
        select(Interest).where(Interest.procurement_id == procurement_id, Interest.organisation_id == organisation_id)
    )


def list_named(session: Session) -> list[Named]:
    """List every provider by name, as duplicates are looked for among them."""
    rows = session.execute(
        select(Organisation.id, Organisation.name, SupplierProfile.company_number)
        .join(SupplierProfile, SupplierProfile.organisation_id == Organisation.id)
        .where(Organisation.audience == Audience.SUPPLIER)
        .order_by(Organisation.name, Organisation.id)
    )
    return [Named(key, name, number) for key, name, number in rows]
