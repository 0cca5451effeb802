"""Powers that wait for a second person, and those that were decided."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import or_, select, union
from sqlalchemy.orm import Session

from assurance.domain.authority.powers import GIVING, POWERFUL, Power
from assurance.domain.errors import NotFound
from assurance.persistence.among import among
from assurance.persistence.models import FactorRelease, PowerProposal, RoleAssignment, User

NEWEST = 50
"""Decided proposals that are listed; all stay in the audit trail."""


def get_proposal(session: Session, public_id: str, *, organisation_id: int, to_decide: bool = False) -> PowerProposal:
    """Return a proposal of an authority, locked where it is to be decided; raise `NotFound` for any other."""
    wanted = select(PowerProposal).where(
        PowerProposal.public_id == public_id, PowerProposal.organisation_id == organisation_id
    )
    if to_decide:
        wanted = wanted.with_for_update(of=PowerProposal).execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such proposal")
    return found


def is_waiting(session: Session, *, kind: Power, user_id: int) -> bool:
    """Say whether a proposal of this kind waits for a person already."""
    wanted = select(PowerProposal.id).where(
        PowerProposal.kind == kind, PowerProposal.user_id == user_id, PowerProposal.outcome.is_(None)
    )
    return session.scalar(wanted) is not None


def list_waiting(
    session: Session, *, organisation_id: int, procurements: Collection[int] | None = None, about: int | None = None
) -> list[PowerProposal]:
    """List what waits in an authority, oldest first: all, or in some procurements and about one person."""
    wanted = select(PowerProposal).where(
        PowerProposal.organisation_id == organisation_id, PowerProposal.outcome.is_(None)
    )
    if procurements is not None:
        in_them = among(PowerProposal.procurement_id, procurements)
        own = or_(PowerProposal.user_id == about, PowerProposal.proposed_by_id == about)
        wanted = wanted.where(or_(in_them, own) if about is not None else in_them)
    return list(session.scalars(wanted.order_by(PowerProposal.proposed_at, PowerProposal.id)))


def list_decided(session: Session, *, organisation_id: int) -> list[PowerProposal]:
    """List what was decided in an authority lately, newest first."""
    wanted = select(PowerProposal).where(
        PowerProposal.organisation_id == organisation_id, PowerProposal.outcome.is_not(None)
    )
    return list(
        session.scalars(wanted.order_by(PowerProposal.decided_at.desc(), PowerProposal.id.desc()).limit(NEWEST))
    )


def procurements_given_in(session: Session, user_id: int) -> set[int]:
    """Return the procurements in which a person gives roles."""
    wanted = select(RoleAssignment.procurement_id).where(
        RoleAssignment.user_id == user_id, RoleAssignment.role.in_(GIVING)
    )
    return set(session.scalars(wanted))


def list_givers(session: Session, *, organisation_id: int, procurement_id: int | None) -> set[int]:
    """Return who may be the second to agree: the board secretaries, and in a procurement whoever gives roles there."""
    secretaries = select(User.id).where(
        User.organisation_id == organisation_id, User.is_organisation_lead, User.is_active
    )
    found = set(session.scalars(secretaries))
    if procurement_id is not None:
        holders = select(RoleAssignment.user_id).where(
            RoleAssignment.procurement_id == procurement_id, RoleAssignment.role.in_(GIVING)
        )
        found |= set(session.scalars(holders))
    return found


def holds_power(session: Session, user_id: int) -> bool:
    """Say whether a person holds a role anywhere that two people give."""
    wanted = select(RoleAssignment.id).where(RoleAssignment.user_id == user_id, RoleAssignment.role.in_(POWERFUL))
    return session.scalar(wanted.limit(1)) is not None


def list_powerful(session: Session, *, organisation_id: int) -> set[int]:
    """Return who holds a power in an authority: its board secretaries, and whoever has a role that two people give."""
    people = select(User.id).where(User.organisation_id == organisation_id, User.is_active)
    holders = people.join(RoleAssignment, RoleAssignment.user_id == User.id).where(RoleAssignment.role.in_(POWERFUL))
    return set(session.scalars(union(people.where(User.is_organisation_lead), holders)))


def find_release(session: Session, *, user_id: int) -> FactorRelease | None:
    """Return the second factor of a person that waits to be taken away, locked, or None."""
    wanted = select(FactorRelease).where(
        FactorRelease.user_id == user_id, FactorRelease.done_at.is_(None), FactorRelease.stopped_at.is_(None)
    )
    return session.scalar(wanted.with_for_update(of=FactorRelease).execution_options(populate_existing=True))


def get_release(session: Session, public_id: str, *, organisation_id: int, to_stop: bool = False) -> FactorRelease:
    """Return one of an authority, locked where it is to be stopped; raise `NotFound` for any other."""
    wanted = _RELEASES.where(FactorRelease.public_id == public_id, User.organisation_id == organisation_id)
    if to_stop:
        wanted = wanted.with_for_update(of=FactorRelease).execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such second factor to be taken away, or it is not yours to see")
    return found


def list_releases(session: Session, *, organisation_id: int) -> list[FactorRelease]:
    """List the newest of an authority, newest first."""
    wanted = _RELEASES.where(User.organisation_id == organisation_id)
    return list(session.scalars(wanted.order_by(FactorRelease.id.desc()).limit(NEWEST)))


_RELEASES = select(FactorRelease).join(User, User.id == FactorRelease.user_id)
