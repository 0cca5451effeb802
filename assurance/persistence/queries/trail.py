"""What staff may know of a procurement's audit trail now; the trail itself leaves nothing out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, true
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Audience
from assurance.domain.happenings import Happening
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, Organisation, Procurement, StageChange, User
from assurance.persistence.queries.bids import tenders_opened


def not_sealed(session: Session, procurement_id: int) -> ColumnElement[bool]:
    """Return the condition that leaves out of a procurement's trail what staff may not know yet.

    While the call is open, that is what the bidders' people do, but for their questions: who asks to take part is known
    once all requests are in. From the invitation to the opening it is everything they do, and every step of a bid:
    their number would tell how many tenders are in the box.
    """
    bidders = select(User.id).join(Organisation).where(Organisation.audience == Audience.SUPPLIER)
    by_bidder = func.coalesce(AuditEvent.actor_id, 0).in_(bidders)
    if session.get_one(Procurement, procurement_id).stage is Stage.CALL:
        called_at = _last_moved(session, procurement_id, "publish_call")
        since = true() if called_at is None else AuditEvent.at >= called_at
        return not_(and_(by_bidder, since, not_(AuditEvent.tag.startswith("question:"))))
    invited_at = _last_moved(session, procurement_id, "invite_final_tenders")
    if invited_at is None or tenders_opened(session, procurement_id):
        return true()
    step = and_(AuditEvent.at > invited_at, AuditEvent.tag == "bid:moved")
    return not_(or_(and_(AuditEvent.at >= invited_at, by_bidder), step))


def told(session: Session, procurement_id: int, *, tells_low_bids: bool) -> ColumnElement[bool]:
    """Return the condition for what a reader of a procurement's trail is shown of it.

    Nothing that would tell before the opening what is in the tender box, nor, without `tells_low_bids`, which bids were
    asked to explain a price or a promise.
    """
    of_low_bids = or_(
        AuditEvent.tag.startswith("abnormal:"),
        AuditEvent.subject.contains("abnormal"),
        AuditEvent.subject == "supplier.bids.explain",
    )
    shown = true() if tells_low_bids else not_(of_low_bids)
    return and_(AuditEvent.procurement_id == procurement_id, not_sealed(session, procurement_id), shown)


def of_kind(kind: Happening | None) -> ColumnElement[bool]:
    """Return the condition for entries of one kind; None is for all."""
    if kind is None:
        return true()
    subjects = kind.subjects or tuple(each for other in Happening for each in other.subjects)
    found = or_(*(AuditEvent.tag.startswith(f"{each}:") for each in subjects))
    return found if kind.subjects else not_(found)


def of_person(user_id: int | None) -> ColumnElement[bool]:
    """Return the condition for what one person did; None is for all."""
    return true() if user_id is None else AuditEvent.actor_id == user_id


def count_entries(session: Session, *wanted: ColumnElement[bool]) -> int:
    """Count the entries that all the conditions want."""
    return session.scalar(select(func.count()).select_from(AuditEvent).where(*wanted)) or 0


def list_entries(
    session: Session, *wanted: ColumnElement[bool], begin: int = 0, size: int | None = None
) -> list[AuditEvent]:
    """List the entries that all the conditions want, newest first: a part, or without a size all of them."""
    query = select(AuditEvent).where(*wanted).order_by(AuditEvent.seq.desc())
    return list(session.scalars(query.offset(begin).limit(size)))


def list_actors(session: Session, *wanted: ColumnElement[bool]) -> dict[int, str]:
    """Name everybody who did something of what the conditions want, by name."""
    query = select(User.id, User.name).where(User.id.in_(select(AuditEvent.actor_id).where(*wanted)))
    return {user_id: name for user_id, name in session.execute(query.order_by(User.name, User.id))}


def _last_moved(session: Session, procurement_id: int, trigger: str) -> datetime | None:
    return session.scalar(
        select(func.max(StageChange.at)).where(
            StageChange.procurement_id == procurement_id, StageChange.trigger == trigger
        )
    )
