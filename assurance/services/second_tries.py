"""What a board secretary says of work that has failed for good: try it again, or set it aside with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from assurance.adapters import workflows
from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.background import MAIL, job_work
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.persistence.models import ChoreRun, DeadLetter
from assurance.persistence.queries.packs import get_pack
from assurance.services import audit, mail, packs


def try_again(session: Session, *, letter: DeadLetter, actor: Actor, now: datetime, really: datetime) -> None:
    """Let the work be tried again from where it broke off; a chore within half a minute, by the real clock."""
    _hold(session, letter, actor)
    kind = letter.work.partition(":")[0]
    _AGAIN[kind](session, letter, actor, now, really)
    _settle(session, letter, "tried_again", "", actor, now)


def set_aside(session: Session, *, letter: DeadLetter, reason: str, actor: Actor, now: datetime) -> None:
    """Leave the work undone, for a reason that stays on record."""
    _hold(session, letter, actor)
    if not reason.strip():
        raise InvalidInput("reason", "Say why the work is set aside")
    _settle(session, letter, "set_aside", reason.strip(), actor, now)


def _hold(session: Session, letter: DeadLetter, actor: Actor) -> None:
    if not permits(actor, Permission.WORK_MEND, Reach()):
        raise NotPermitted("Only the board secretary says what becomes of background work that has failed")
    session.refresh(letter, with_for_update={"of": DeadLetter})
    if letter.settled_at is not None:
        raise Conflict("What becomes of this work has been settled after you opened the page")


def _settle(session: Session, letter: DeadLetter, outcome: str, note: str, actor: Actor, now: datetime) -> None:
    letter.outcome, letter.settled_at, letter.settled_by_id, letter.note = outcome, now, actor.user_id, note
    audit.record(
        session, tag=f"work:{outcome.replace('_', '-')}", actor=actor, now=now, procurement=letter.procurement,
        subject=letter.public_id, work=letter.work, reason=note,
    )  # fmt: skip


def _again_chore(session: Session, letter: DeadLetter, actor: Actor, now: datetime, really: datetime) -> None:
    _, name, slot = letter.work.split(":")
    wanted = update(ChoreRun).where(ChoreRun.name == name, ChoreRun.slot == int(slot)).values(wanted_at=really)
    session.execute(wanted)


def _again_mail(session: Session, letter: DeadLetter, actor: Actor, now: datetime, really: datetime) -> None:
    mail.try_again(session, now=now)


def _again_job(session: Session, letter: DeadLetter, actor: Actor, now: datetime, really: datetime) -> None:
    """Put the job anew under a key of its own; a document is put back to waiting first."""
    key = letter.work.removeprefix(job_work(""))
    payload = workflows.payload_of(session, key)
    if payload is None:
        raise Conflict("What this work was to do is no longer on record, so it cannot be tried again. Set it aside.")
    if letter.job == packs.JOB:
        packs.try_again(session, pack=get_pack(session, str(payload["pack"])), actor=actor, now=now)
    workflows.enqueue(session, letter.job, key=f"again:{letter.public_id}", payload=payload)


Again = Callable[[Session, DeadLetter, Actor, datetime, datetime], None]
_AGAIN: dict[str, Again] = {"chore": _again_chore, MAIL: _again_mail, "job": _again_job}
