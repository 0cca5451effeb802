"""Background work for its page: chores by worker, dead letters, who looks after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Audience
from assurance.domain.errors import NotFound
from assurance.persistence.models import ChoreRun, DeadLetter, Organisation, Pack, Procurement, User, WorkerBeat
from assurance.persistence.queries.packs import IN_HAND

SETTLED_SHOWN = 20


def list_chores(session: Session) -> list[ChoreRun]:
    """List the chores of every worker that has ever done one, by worker and name."""
    return list(session.scalars(select(ChoreRun).order_by(ChoreRun.slot, ChoreRun.name)))


def list_beats(session: Session) -> list[WorkerBeat]:
    """List the workers that have ever been heard of, by number."""
    return list(session.scalars(select(WorkerBeat).order_by(WorkerBeat.slot)))


def list_open(session: Session, authority_id: int) -> list[DeadLetter]:
    """List what has failed for good and waits for a word, of the authority and of the installation, oldest first."""
    query = _of(authority_id).where(DeadLetter.settled_at.is_(None))
    return list(session.scalars(query.order_by(DeadLetter.buried_at, DeadLetter.id)))


def count_open(session: Session, authority_id: int) -> int:
    """Count the same."""
    wanted = _of(authority_id).where(DeadLetter.settled_at.is_(None)).subquery()
    return session.scalar(select(func.count()).select_from(wanted)) or 0


def list_settled(session: Session, authority_id: int) -> list[DeadLetter]:
    """List what became of those settled last, newest first."""
    query = _of(authority_id).where(DeadLetter.settled_at.is_not(None))
    return list(
        session.scalars(query.order_by(DeadLetter.settled_at.desc(), DeadLetter.id.desc()).limit(SETTLED_SHOWN))
    )


def get_letter(session: Session, authority_id: int, public_id: str) -> DeadLetter:
    """Return a dead letter that the people of an authority may know of, or raise `NotFound`."""
    found = session.scalar(_of(authority_id).where(DeadLetter.public_id == public_id))
    if found is None:
        raise NotFound("There is no such work, or it is not yours to see")
    return found


def find_open(session: Session, work: str) -> DeadLetter | None:
    """Return the open dead letter of a piece of work, or None."""
    return session.scalar(select(DeadLetter).where(DeadLetter.work == work, DeadLetter.settled_at.is_(None)))


def open_works(session: Session, works: Iterable[str]) -> set[str]:
    """Return which of these have an open dead letter."""
    query = select(DeadLetter.work).where(DeadLetter.work.in_(list(works)), DeadLetter.settled_at.is_(None))
    return set(session.scalars(query))


def known_works(session: Session, works: Iterable[str]) -> set[str]:
    """Return which of these have ever been a dead letter."""
    return set(session.scalars(select(DeadLetter.work).where(DeadLetter.work.in_(list(works)))))


def secretaries(session: Session, authority_id: int | None) -> list[int]:
    """List who looks after the background work of an authority, or of every one."""
    query = (
        select(User.id)
        .join(Organisation)
        .where(Organisation.audience == Audience.STAFF, User.is_organisation_lead.is_(True))
        .order_by(User.id)
    )
    return list(session.scalars(query if authority_id is None else query.where(Organisation.id == authority_id)))


def list_packs_in_hand(session: Session) -> Sequence[tuple[Pack, Procurement]]:
    """List every document that waits or is being built with its procurement, in the order they were asked for."""
    query = (
        select(Pack, Procurement)
        .join(Procurement, Procurement.id == Pack.procurement_id)
        .where(Pack.status.in_(IN_HAND))
        .order_by(Pack.id)
    )
    return [(pack, procurement) for pack, procurement in session.execute(query)]


def _of(authority_id: int) -> Select[DeadLetter]:
    own = select(Procurement.id).where(Procurement.organisation_id == authority_id)
    return select(DeadLetter).where(or_(DeadLetter.procurement_id.is_(None), DeadLetter.procurement_id.in_(own)))
