"""How much background work is left lying: only what is late, since what came just now would tell who sends what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.adapters import workflows
from assurance.persistence.models import ChoreRun, DeadLetter, MailMessage, WorkerBeat
from assurance.services import worker_beats

LATE_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Work:
    """What has waited for too long, and what has failed."""

    jobs_waiting: int
    jobs_failed: int
    mail_waiting: int
    dead_letters: int = 0
    chores_failing: int = 0


def look(session: Session, *, now: datetime, really: datetime) -> Work:
    """Count late and failed work; jobs go by the real clock, e-mail by that of the installation."""
    late = timedelta(minutes=LATE_MINUTES)
    jobs = workflows.count(_url(session), begun_before=really - late)
    return Work(
        jobs.waiting, jobs.failed, _mail(session, before=now - late), _dead_letters(session),
        _failing(session, since=really - worker_beats.SILENT_AFTER),
    )  # fmt: skip


def _dead_letters(session: Session) -> int:
    return session.scalar(select(func.count(DeadLetter.id)).where(DeadLetter.settled_at.is_(None))) or 0


def _failing(session: Session, *, since: datetime) -> int:
    """Count chores that fail, of workers that live."""
    living = select(WorkerBeat.slot).where(WorkerBeat.seen_at >= since)
    failing = select(func.count(ChoreRun.id)).where(ChoreRun.failures > 0, ChoreRun.slot.in_(living))
    return session.scalar(failing) or 0


def _url(session: Session) -> str:
    return session.connection().engine.url.render_as_string(hide_password=False)


def _mail(session: Session, *, before: datetime) -> int:
    waiting = select(func.count(MailMessage.id)).where(
        MailMessage.sent_at.is_(None), MailMessage.given_up_at.is_(None), MailMessage.queued_at <= before
    )
    return session.scalar(waiting) or 0
