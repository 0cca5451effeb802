"""How much background work is left lying: only what is late, since what came just now would tell who sends what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.adapters import workflows
from assurance.persistence.models import MailMessage

LATE_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Work:
    """What has waited for too long, and what has failed."""

    jobs_waiting: int
    jobs_failed: int
    mail_waiting: int


def look(session: Session, *, now: datetime, really: datetime) -> Work:
    """Count late and failed work; jobs go by the real clock, e-mail by that of the installation."""
    late = timedelta(minutes=LATE_MINUTES)
    jobs = workflows.count(_url(session), begun_before=really - late)
    return Work(jobs.waiting, jobs.failed, _mail(session, before=now - late))


def _url(session: Session) -> str:
    return session.connection().engine.url.render_as_string(hide_password=False)


def _mail(session: Session, *, before: datetime) -> int:
    waiting = select(func.count(MailMessage.id)).where(
        MailMessage.sent_at.is_(None), MailMessage.given_up_at.is_(None), MailMessage.queued_at <= before
    )
    return session.scalar(waiting) or 0
