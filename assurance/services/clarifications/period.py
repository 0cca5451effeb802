"""Until when questions may be asked: set by the officer before the call or the invitation, else worked out then."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.clarifications.questions import DATED_STAGES, default_due, why_not_asked
from assurance.domain.deadlines import london_to_utc
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.procedures.rules.wording import when
from assurance.domain.stages import Stage, reached
from assurance.persistence.models import Procurement, QuestionPeriod
from assurance.persistence.queries.clarifications import find_period
from assurance.services import audit
from assurance.services.permission import demand


def ends(procurement: Procurement, stage: Stage) -> datetime | None:
    """Return when what the questions of a stage are about is due."""
    return procurement.requests_due_at if stage is Stage.CALL else procurement.tenders_due_at


def upcoming(procurement: Procurement) -> Stage:
    """Return the stage whose deadline for questions is the present or the next one."""
    return Stage.FINAL_TENDERS if reached(procurement.stage, Stage.SELECTION) else Stage.CALL


def questions_due(session: Session, procurement: Procurement) -> datetime | None:
    """Return until when questions may be asked at the present or the next stage that has such a deadline."""
    period = find_period(session, procurement.id, upcoming(procurement))
    return period.due_at if period else None


def why_not_now(session: Session, procurement: Procurement, now: datetime) -> str:
    """Say why nothing can be asked now, or return nothing."""
    return why_not_asked(procurement.stage, questions_due(session, procurement), now)


def why_not_set(session: Session, procurement: Procurement) -> str:
    """Say why the deadline for questions can no longer be set, or return nothing while it can."""
    stage = upcoming(procurement)
    if procurement.stage is Stage.ABANDONED or reached(procurement.stage, Stage.OPENING):
        return "Questions are over"
    if reached(procurement.stage, stage) and find_period(session, procurement.id, stage) is not None:
        return "Bidders have been told the deadline for questions: it can only be moved later, by two people"
    return ""


def set_period(
    session: Session, *, procurement: Procurement, due_on: date, due_time: time, actor: Actor, now: datetime
) -> QuestionPeriod:
    """Set until when questions may be asked, in London time, before bidders are told.

    Raises `InvalidInput` for a time the clocks skip or repeat, one that is past, and one that is not before what the
    questions are about is due.
    """
    demand(actor, Permission.DEADLINE_CHANGE, procurement, act="set the deadline for questions")
    if why := why_not_set(session, procurement):
        raise Conflict(why)
    due = london_to_utc(due_on, due_time, "due_time")
    if due <= now:
        raise InvalidInput("due_on", "The deadline for questions must be in the future")
    last = ends(procurement, upcoming(procurement))
    if last is not None and due >= last:
        raise InvalidInput("due_on", f"Questions must be due before {when(last)}, when what they are about is due")
    return _keep(session, procurement, upcoming(procurement), due, actor, now)


def open_period(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> None:
    """Give a stage that opens its deadline for questions where none was set, or none that lies before its end.

    Does nothing at a stage without such a deadline.
    """
    stage, last = procurement.stage, ends(procurement, procurement.stage)
    if stage not in DATED_STAGES or last is None:
        return
    period = find_period(session, procurement.id, stage)
    if period is None or not now < period.due_at < last:
        _keep(session, procurement, stage, default_due(now, last), actor, now)


def _keep(
    session: Session, procurement: Procurement, stage: Stage, due: datetime, actor: Actor, now: datetime
) -> QuestionPeriod:
    period = find_period(session, procurement.id, stage)
    before = period.due_at.isoformat() if period else ""
    if period is None:
        period = QuestionPeriod(procurement_id=procurement.id, stage=stage, due_at=due)
        session.add(period)
    period.due_at = due
    audit.record(
        session, tag="deadline:set", actor=actor, now=now, procurement=procurement, subject="questions",
        before=before, after=due.isoformat(),
    )  # fmt: skip
    return period
