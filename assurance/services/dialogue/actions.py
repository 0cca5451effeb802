"""Actions agreed in a session: recorded by the dialogue lead, done when the side that owns them says so."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Conflict, InvalidInput
from assurance.persistence.models import DialogueAction, DialogueSession
from assurance.services import audit
from assurance.services.dialogue.owning import AUTHORITY, PARTICIPANT, demand_lead, demand_own, text_of
from assurance.services.dialogue.sessions import why_over

SIDES = {AUTHORITY: "The authority", PARTICIPANT: "The participant"}


def record_action(
    session: Session,
    *,
    session_row: DialogueSession,
    text: str,
    side: str,
    owner: str,
    due_on: date,
    actor: Actor,
    now: datetime,
) -> DialogueAction:
    """Put on record what one side is to do after a session, by whom and by when."""
    demand_lead(session_row.bid, actor, "record an action")
    if why := why_over(session_row):
        raise Conflict(why)
    if side not in SIDES:
        raise InvalidInput("side", "Select whose action it is")
    if due_on < session_row.held_at.astimezone(LONDON).date():
        raise InvalidInput("due_on", "The date cannot be before the session")
    row = DialogueAction(
        public_id=str(uuid.uuid4()), session_id=session_row.id, side=side, due_on=due_on,
        text=text_of(text, "text", "Enter what is to be done"),
        owner=text_of(owner, "owner", "Enter who will do it"), recorded_by_id=actor.user_id, recorded_at=now,
    )  # fmt: skip
    session.add(row)
    audit.record(
        session, tag="action:recorded", actor=actor, now=now, procurement=session_row.bid.procurement,
        subject=row.public_id, of_session=session_row.public_id, side=side, owner=row.owner, due_on=due_on,
    )  # fmt: skip
    return row


def finish_action(session: Session, *, action: DialogueAction, note: str, actor: Actor, now: datetime) -> None:
    """Say that an action is done, and how; only the side that owns it can."""
    bid = action.session.bid
    if action.side == AUTHORITY:
        demand_lead(bid, actor, "say that an action of the authority is done")
    else:
        demand_own(bid, actor, Permission.BID_WRITE)
    if action.done_at is not None:
        raise Conflict("This action is done already")
    action.done_note = text_of(note, "note", "Say in at least 10 characters how it was done", least=10)
    action.done_at, action.done_by_id = now, actor.user_id
    audit.record(
        session, tag="action:done", actor=actor, now=now, procurement=bid.procurement, subject=action.public_id,
        side=action.side,
    )  # fmt: skip


def is_overdue(action: DialogueAction, now: datetime) -> bool:
    """Say whether an action should have been done by the end of an earlier day."""
    return action.done_at is None and action.due_on < now.astimezone(LONDON).date()
