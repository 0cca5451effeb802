"""Whether the background work is done, and how much is left lying."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from assurance.adapters import workflows
from assurance.adapters.clock import system_clock
from assurance.persistence.models import MailMessage
from assurance.persistence.session import Database
from assurance.services import worker_beats, working
from tests.factories.cast import NOW

WHILE = timedelta(minutes=6)


def test_a_worker_that_falls_silent_is_missed_after_five_minutes(session: Session) -> None:
    assert worker_beats.last_seen(session) is None
    worker_beats.beat(session, slot=1, now=NOW)
    worker_beats.beat(session, slot=2, now=NOW - WHILE)
    worker_beats.beat(session, slot=2, now=NOW - timedelta(minutes=1))
    session.flush()
    assert worker_beats.last_seen(session) == NOW
    long_ago = NOW - timedelta(days=1)
    assert worker_beats.why_silent(session, started=long_ago, now=NOW + timedelta(minutes=5)) == ""
    assert "No background worker" in worker_beats.why_silent(session, started=long_ago, now=NOW + WHILE)


def test_a_site_that_just_started_waits_for_its_worker(session: Session) -> None:
    assert worker_beats.why_silent(session, started=NOW, now=NOW + timedelta(minutes=5)) == ""
    assert worker_beats.why_silent(session, started=NOW, now=NOW + WHILE) == worker_beats.SILENT


def test_only_late_mail_and_late_jobs_are_counted(database: Database) -> None:
    mails = {"new": {}, "late": {}, "sent": {"sent_at": NOW}, "lost": {"given_up_at": NOW}}
    with database.transaction() as session:
        for key, ended in mails.items():
            queued = NOW if key == "new" else NOW - WHILE
            session.add(MailMessage(key=key, recipient="a@example.org", subject="s", queued_at=queued, **ended))
        workflows.enqueue(session, "a job", key="one", payload={})
    with database.reading() as session:
        now = working.look(session, now=NOW, really=system_clock())
        later = working.look(session, now=NOW, really=system_clock() + WHILE)
    assert now == working.Work(jobs_waiting=0, jobs_failed=0, mail_waiting=1)
    assert later == working.Work(jobs_waiting=1, jobs_failed=0, mail_waiting=1)
