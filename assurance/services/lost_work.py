"""What becomes of a job that ended without finishing: whoever waits for it is told, and so is who looks after it.

An e-mail has tries of its own, so that the loss of its job is one failure more.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.workflows import STEP_TRIES, Lost
from assurance.domain.background import BROKEN_OFF, job_work, say_fault
from assurance.persistence.models import Pack
from assurance.persistence.queries.background import known_works
from assurance.persistence.queries.packs import IN_HAND
from assurance.services import dead_letters, mail, packs

LOST = (
    "Building this pack was broken off again and again, and has been given up. Ask for it again; if it fails again, "
    "tell the people who run the system."
)


def unsettled(session: Session, lost: list[Lost]) -> list[Lost]:
    """Return what nobody has dealt with yet."""
    known = known_works(session, [job_work(each.key) for each in lost])
    return [each for each in lost if job_work(each.key) not in known and _is_missed(session, each)]


def give_up(session: Session, *, lost: Lost, now: datetime) -> None:
    """Deal with one job that was lost. Dealing with it twice, as two workers may, changes nothing."""
    if not _is_missed(session, lost):
        return
    reason = say_fault(lost.fault) if lost.fault else BROKEN_OFF
    if lost.job == mail.JOB:
        mail.mark_failed(session, key=str(lost.payload["key"]), error=reason, now=now)
    elif lost.job == packs.JOB:
        packs.fail(session, public_id=str(lost.payload["pack"]), message=LOST, broken=reason, tries=STEP_TRIES, now=now)
    else:
        dead_letters.bury(session, work=job_work(lost.key), job=lost.job, reason=reason, tries=STEP_TRIES, now=now)


def _is_missed(session: Session, lost: Lost) -> bool:
    """Say whether anybody still waits for it."""
    if lost.job == mail.JOB:
        message = mail.find_waiting(session, str(lost.payload.get("key")))
        return message is not None and message.attempts == 0 and not message.is_batched
    if lost.job == packs.JOB:
        wanted = Pack.public_id == str(lost.payload.get("pack")), Pack.status.in_(IN_HAND)
        return session.scalar(select(Pack.id).where(*wanted)) is not None
    return True
