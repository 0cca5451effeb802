"""Moving a deadline that bidders were told: proposed with a reason, effective when a second person approves.

Everybody entitled is told exactly once. Receipts already given name the deadline in force when they were given and
stay valid; every earlier time stays on the page of changes and in the audit trail.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.deadlines import end_of_day_london, london_to_utc
from assurance.domain.deadlines.changes import SHORTEST_REASON, Which, check_later, say_until, why_fixed
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.persistence.models import DeadlineChange, Procurement
from assurance.persistence.queries.clarifications import find_period, list_changes
from assurance.persistence.queries.entitled import list_told
from assurance.services import audit, stages, telling
from assurance.services.clarifications import standstill
from assurance.services.clarifications.answering import lock
from assurance.services.clarifications.period import ends
from assurance.services.engagement.questionnaire import add_notice
from assurance.services.permission import demand

ENDPOINT = "staff.clarifications.deadlines"
PUBLIC = {Which.REQUESTS: "Requests to take part", Which.TENDERS: "Final tenders"}
"""Deadlines that the call made public, so that a change of one is public too and those with an alert are told."""


def current(session: Session, procurement: Procurement, which: Which) -> datetime | None:
    """Return a deadline as it stands."""
    if which is Which.REQUESTS:
        return procurement.requests_due_at
    if which is Which.TENDERS:
        return procurement.tenders_due_at
    if which is Which.STANDSTILL:
        return standstill.ends_at(procurement)
    period = find_period(session, procurement.id, procurement.stage)
    return period.due_at if period else None


def why_not_moved(session: Session, procurement: Procurement, which: Which, now: datetime) -> str:
    """Say why a deadline cannot be moved now, or return nothing."""
    is_closed = which is Which.TENDERS and procurement.tenders_closed_at is not None
    return why_fixed(which, procurement.stage, current(session, procurement, which), now, closed=is_closed)


def propose(
    session: Session,
    *,
    procurement: Procurement,
    which: Which,
    due_on: date,
    due_time: time | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> DeadlineChange:
    """Propose a later time, in London time, with the reason that all are told; nothing changes before the approval.

    Standstill runs to the end of a day and has no time of its own.
    """
    demand(actor, Permission.DEADLINE_CHANGE, procurement, act="propose a later deadline")
    if why := why_not_moved(session, procurement, which, now):
        raise Conflict(why)
    lock(session, procurement)
    if any(each.which is which and not each.decision for each in list_changes(session, procurement.id)):
        raise Conflict("A change of this deadline waits for a decision already")
    before = current(session, procurement, which)
    after = end_of_day_london(due_on) if due_time is None else london_to_utc(due_on, due_time, "due_time")
    if before is not None:
        check_later(which, before, after, ends=ends(procurement, procurement.stage))
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput("reason", f"Give the reason in at least {SHORTEST_REASON} characters; all are told it")
    row = DeadlineChange(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, which=which, before_at=before, after_at=after,
        reason=reason.strip(), proposed_by_id=actor.user_id, proposed_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()  # the owner's message names it
    _record(session, "deadline:proposed", row, procurement, actor, now, reason=row.reason)
    telling.tell_holders(
        session, procurement=procurement, roles=(Role.OWNER,), without=actor, kind="deadline-proposed",
        subject=row.public_id, now=now, title=f"Decide on a later deadline: {which.label.lower()}", endpoint=ENDPOINT,
        text=f"From {say_until(row.before_at)} to {say_until(after)}.",
    )  # fmt: skip
    return row


def decide(
    session: Session,
    *,
    row: DeadlineChange,
    procurement: Procurement,
    approve: bool,
    reason: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> DeadlineChange:
    """Approve a proposal, upon which the deadline moves and everybody entitled is told, or refuse it with a reason.

    Raises `NotPermitted` for who proposed it; `Conflict` once the deadline has passed, has moved since or is closed,
    and when somebody else was quicker.
    """
    demand(actor, Permission.DEADLINE_APPROVE, procurement, act="decide on a later deadline")
    if actor.user_id == row.proposed_by_id:
        raise NotPermitted("A second person decides: nobody moves a deadline alone")
    if row.decision or (version is not None and version != row.version):
        raise Conflict("The proposal was decided by someone else after you opened the page")
    if not approve and len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput("reason", f"Say in at least {SHORTEST_REASON} characters why the deadline stays")
    if approve:
        _move(session, row, procurement, now)
    row.decision, row.decision_reason = "approved" if approve else "refused", reason.strip()
    row.decided_by_id, row.decided_at = actor.user_id, now
    tag = "deadline:moved" if approve else "deadline:kept"
    _record(session, tag, row, procurement, actor, now, reason=row.reason if approve else row.decision_reason)
    _tell_officer(session, row, procurement, now)
    if approve:
        _tell_all(session, row, procurement, now)
    return row


def _move(session: Session, row: DeadlineChange, procurement: Procurement, now: datetime) -> None:
    if why := why_not_moved(session, procurement, row.which, now):
        raise Conflict(why)
    lock(session, procurement)
    before = current(session, procurement, row.which)
    if before != row.before_at:
        raise Conflict("The deadline has changed since this was proposed: refuse it and propose again")
    check_later(row.which, row.before_at, row.after_at, ends=ends(procurement, procurement.stage))
    if row.which is Which.REQUESTS:
        procurement.requests_due_at = row.after_at
    elif row.which is Which.TENDERS:
        procurement.tenders_due_at = row.after_at
    elif row.which is Which.STANDSTILL:
        standstill.extend(procurement, row.after_at)
    elif (period := find_period(session, procurement.id, procurement.stage)) is not None:
        period.due_at = row.after_at
    procurement.next_due_at = stages.next_due(procurement)


def _tell_officer(session: Session, row: DeadlineChange, procurement: Procurement, now: datetime) -> None:
    telling.tell(
        session, kind="deadline-decided", subject=row.public_id, now=now, endpoint=ENDPOINT, procurement=procurement,
        title=f"Your proposal is {row.decision}: {row.which.label.lower()}", text=row.decision_reason,
        people=(row.proposed_by_id,),
    )  # fmt: skip


def _tell_all(session: Session, row: DeadlineChange, procurement: Procurement, now: datetime) -> None:
    words = f"Until {say_until(row.after_at)}, and no longer {say_until(row.before_at)}. Reason: {row.reason}"
    if row.which is Which.STANDSTILL:
        standstill.tell_bidders(session, procurement, subject=row.public_id, text=words, now=now)
        _publish(session, procurement, f"Standstill: until {say_until(row.after_at)}", row.reason, now)
        return
    telling.tell(
        session, kind="deadline-moved", subject=row.public_id, now=now, endpoint="supplier.clarifications.index",
        title=f"Later deadline: {row.which.label.lower()}", text=words, procurement=procurement,
        organisations=list_told(session, procurement),
    )  # fmt: skip
    if row.which in PUBLIC:
        change = f"{PUBLIC[row.which]}: until {say_until(row.after_at)}, and no longer {say_until(row.before_at)}"
        _publish(session, procurement, change, row.reason, now)


def _publish(session: Session, procurement: Procurement, change: str, reason: str, now: datetime) -> None:
    add_notice(
        session, procurement=procurement, kind="change", title="Later deadline", now=now,
        sections=(("What changes", change), ("Why", reason)),
    )  # fmt: skip


def _record(
    session: Session, tag: str, row: DeadlineChange, procurement: Procurement, actor: Actor, now: datetime,
    *, reason: str,
) -> None:  # fmt: skip
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=procurement, subject=row.which.label.lower(),
        before=say_until(row.before_at), after=say_until(row.after_at), reason=reason,
    )  # fmt: skip
