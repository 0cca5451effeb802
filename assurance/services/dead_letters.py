"""Work in the background that has failed too often: put on record once, and told to those who look after it.

That is the board secretary of the authority whose procurement it belongs to, and that of every authority where it
belongs to none. A reason is a kind of fault and never its words, which may hold what a bidder wrote.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assurance.domain.background import duty_of
from assurance.persistence.models import DeadLetter, Procurement
from assurance.persistence.queries import background
from assurance.services import audit, telling


def bury(
    session: Session, *, work: str, reason: str, tries: int, now: datetime, job: str = "",
    procurement: Procurement | None = None,
) -> DeadLetter | None:  # fmt: skip
    """Put a piece of work on record as failed for good, and tell people; None where it is on record already.

    Nobody is told twice of the same piece of work while it waits for a word.
    """
    letter = DeadLetter(
        public_id=str(uuid.uuid4()), work=work, job=job, reason=reason, tries=tries, buried_at=now,
        procurement_id=procurement.id if procurement else None,
    )  # fmt: skip
    if background.find_open(session, work) is not None:
        return None
    try:
        with session.begin_nested():
            session.add(letter)
    except IntegrityError:  # another worker buried it at the same instant
        return None
    audit.record(
        session, tag="work:failed", actor=None, now=now, procurement=procurement, subject=letter.public_id, work=work,
        reason=reason, tries=tries,
    )  # fmt: skip
    _tell(session, letter, procurement, now)
    return letter


def mend(session: Session, *, work: str, now: datetime) -> bool:
    """Settle the dead letter of work that has gone well after all; say whether there was one."""
    letter = background.find_open(session, work)
    if letter is None:
        return False
    letter.outcome, letter.settled_at = "mended", now
    audit.record(
        session, tag="work:mended", actor=None, now=now, procurement=letter.procurement, subject=letter.public_id,
        work=work,
    )  # fmt: skip
    return True


def _tell(session: Session, letter: DeadLetter, procurement: Procurement | None, now: datetime) -> None:
    duty = duty_of(letter.work, letter.job)
    about = f" for {procurement.reference}" if procurement else ""
    telling.tell(
        session, kind="work:failed", subject=letter.public_id, title=f"Background work has failed: {duty.label}{about}",
        text=f"{letter.reason} {duty.without_it} Say whether it is tried again.", endpoint="staff.background.index",
        people=background.secretaries(session, procurement.organisation_id if procurement else None), now=now,
    )  # fmt: skip
