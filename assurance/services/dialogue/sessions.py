"""Sessions of the dialogue: arranged, held, put on record, and agreed by the authority and by the participant.

Agreement is to one text: whoever changes the minutes undoes both agreements (pattern of PCR 2015 regulation 22(10):
what is said in dialogue and could affect the assessment is documented).
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Audience, Reach, permits
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.stages import DIALOGUE_STAGES, BidStage
from assurance.persistence.models import Bid, DialogueSession
from assurance.services import audit

CHANGED = "The session was changed by someone else after you opened the page"


def hold_session(
    session: Session,
    *,
    bid: Bid,
    round: int,
    held_at: datetime,
    place: str,
    agenda: str,
    attendance: str,
    supplier_attendance: str = "",
    actor: Actor,
    now: datetime,
) -> DialogueSession:
    """Put a session with one participant on record, held or arranged, in the round now open."""
    if why := why_closed(bid):
        raise Conflict(why)
    if DIALOGUE_STAGES.get(bid.procurement.stage) != round:
        raise Conflict(f"Round {round} of the dialogue is not open: “{bid.procurement.stage.label}” is")
    row = DialogueSession(public_id=str(uuid.uuid4()), bid_id=bid.id, round=round)
    _arrange(row, bid, held_at, place, agenda, (attendance, supplier_attendance))
    session.add(row)
    audit.record(
        session, tag="session:arranged", actor=actor, now=now, procurement=bid.procurement, subject=row.public_id,
        bid=bid.public_id, round=round, held_at=held_at.isoformat(), agenda=row.agenda, attendance=row.attendance,
        supplier_attendance=row.supplier_attendance,
    )  # fmt: skip
    return row


def rearrange_session(
    session: Session,
    *,
    session_row: DialogueSession,
    held_at: datetime,
    place: str,
    agenda: str,
    attendance: str,
    supplier_attendance: str = "",
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Change when and where a session is, its agenda or who attended; both agreements are undone."""
    _require_current(session_row, version)
    _arrange(session_row, session_row.bid, held_at, place, agenda, (attendance, supplier_attendance))
    _clear_agreements(session_row)
    audit.record(
        session, tag="session:rearranged", actor=actor, now=now, procurement=session_row.bid.procurement,
        subject=session_row.public_id, held_at=held_at.isoformat(), agenda=session_row.agenda,
        attendance=session_row.attendance, supplier_attendance=session_row.supplier_attendance,
    )  # fmt: skip


def write_minutes(
    session: Session,
    *,
    session_row: DialogueSession,
    minutes: str,
    version: int | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Write or change the minutes of a session that has been held; changed minutes are agreed by nobody."""
    _require_current(session_row, version)
    if session_row.held_at > now:
        raise Conflict("The session has not been held yet: minutes are written afterwards")
    minutes = minutes.strip()
    if not minutes:
        raise InvalidInput("minutes", "Enter the minutes")
    if minutes == session_row.minutes:
        return
    session_row.minutes = minutes
    _clear_agreements(session_row)
    audit.record(
        session, tag="minutes:written", actor=actor, now=now, procurement=session_row.bid.procurement,
        subject=session_row.public_id, minutes=minutes,
    )  # fmt: skip


def agree_minutes(
    session: Session,
    *,
    session_row: DialogueSession,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Agree the minutes for one’s own side: the authority by its dialogue lead, the participant by its own people.

    `version` is the one the person read; an agreement to a text that has changed since is refused.
    """
    side = _side(session_row, actor)
    _require_current(session_row, version)
    if not session_row.minutes:
        raise Conflict("There are no minutes to agree yet")
    if getattr(session_row, f"{side}_agreed_at") is not None:
        raise Conflict("Your side has already agreed these minutes")
    setattr(session_row, f"{side}_agreed_by_id", actor.user_id)
    setattr(session_row, f"{side}_agreed_at", now)
    audit.record(
        session, tag="minutes:agreed", actor=actor, now=now, procurement=session_row.bid.procurement,
        subject=session_row.public_id, side=side,
    )  # fmt: skip


def why_closed(bid: Bid) -> str:
    """Say why no session with a participant can be put on record now, or return nothing while a round is open."""
    stage = bid.procurement.stage
    if stage not in DIALOGUE_STAGES:
        return f"No round of the dialogue is open: the procurement is at “{stage.label}”"
    if bid.stage is not BidStage.IN_DIALOGUE:
        return f"{bid.organisation.name} is not in dialogue: “{bid.stage.label}”"
    return ""


def why_over(session_row: DialogueSession) -> str:
    """Say why a session can no longer be changed or agreed, or return nothing while its round is open."""
    if DIALOGUE_STAGES.get(session_row.bid.procurement.stage) == session_row.round:
        return ""
    return f"Round {session_row.round} is over: the record of its sessions stands as it is"


def _side(session_row: DialogueSession, actor: Actor) -> str:
    bid = session_row.bid
    if actor.audience is Audience.SUPPLIER:
        if actor.organisation_id != bid.organisation_id:
            raise NotPermitted("Only the participant of this session may agree its minutes")
        return "supplier"
    if not permits(actor, Permission.DIALOGUE_LEAD, Reach(bid.procurement.organisation_id)):
        raise NotPermitted("Only the dialogue lead agrees minutes for the authority")
    return "authority"


def _require_current(session_row: DialogueSession, version: int | None) -> None:
    if why := why_over(session_row):
        raise Conflict(why)
    if version is not None and version != session_row.version:
        raise Conflict(CHANGED)


def _arrange(
    row: DialogueSession, bid: Bid, held_at: datetime, place: str, agenda: str, attendance: tuple[str, str]
) -> None:
    opened = bid.procurement.criteria_frozen_at or bid.procurement.created_at
    if held_at < opened:
        raise InvalidInput("held_on", "The session cannot have been before the call was published")
    if not agenda.strip():
        raise InvalidInput("agenda", "Enter the agenda")
    if len(place.strip()) > 200:
        raise InvalidInput("place", "Enter at most 200 characters")
    row.held_at, row.place = held_at, place.strip()
    row.agenda = agenda.strip()
    row.attendance, row.supplier_attendance = (each.strip() for each in attendance)


def _clear_agreements(row: DialogueSession) -> None:
    row.authority_agreed_at = row.authority_agreed_by_id = None
    row.supplier_agreed_at = row.supplier_agreed_by_id = None
