"""Reminders to the panel: what each person still has to do, and one press to say so, to one or to all behind.

Nobody is reminded of the same thing twice within a day unless the officer says so. Counts only: no mark is read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict
from assurance.domain.stages import Stage
from assurance.persistence.models import Procurement, Reminder, User
from assurance.persistence.queries.agreed_marks import list_approvals_given
from assurance.persistence.queries.evaluation import list_mark_states
from assurance.persistence.queries.invitations import get_reminder, list_invitations, list_reminders
from assurance.persistence.queries.panel import (
    list_cells,
    list_undeclared,
)
from assurance.services import audit
from assurance.services.permission import demand

PAUSE = timedelta(days=1)


class About(StrEnum):
    """What a person of the panel may still have to do."""

    INVITATION = "invitation"
    DECLARATIONS = "declarations"
    MARKS = "marks"
    APPROVALS = "approvals"

    def words(self, count: int) -> str:
        """Say what is outstanding, counted."""
        one, many = _WORDS[self]
        return f"{count} {one if count == 1 else many}"

    @property
    def endpoint(self) -> str:
        """Name the page where it is done."""
        return _PAGES[self]


_WORDS = {
    About.INVITATION: ("invitation to answer", "invitations to answer"),
    About.DECLARATIONS: ("bidder to declare about", "bidders to declare about"),
    About.MARKS: ("mark to lock", "marks to lock"),
    About.APPROVALS: ("agreed mark to approve", "agreed marks to approve"),
}
_PAGES = {
    About.INVITATION: "staff.evaluation.invitation",
    About.DECLARATIONS: "staff.evaluation.conflicts",
    About.MARKS: "staff.evaluation.queue",
    About.APPROVALS: "staff.evaluation.moderation",
}


@dataclass(frozen=True, slots=True)
class Outstanding:
    """One thing one person still has to do, and how often."""

    user: User
    about: About
    count: int
    last: Reminder | None
    """The newest reminder of it."""

    @property
    def words(self) -> str:
        """Say it, counted."""
        return self.about.words(self.count)

    def is_recent(self, now: datetime) -> bool:
        """Say whether the person was reminded of it within a day."""
        return self.last is not None and now - self.last.sent_at < PAUSE


def list_outstanding(session: Session, procurement: Procurement) -> list[Outstanding]:
    """List what the people of the panel still have to do at this stage, by person."""
    last: dict[tuple[int, str], Reminder] = {}
    for row in list_reminders(session, procurement.id):
        last.setdefault((row.user_id, row.about), row)
    found = [
        Outstanding(user, about, count, last.get((user.id, about)))
        for user, about, count in (*_invitations(session, procurement), *_work(session, procurement))
        if count
    ]
    return sorted(found, key=lambda each: (each.user.name, each.user.id, list(About).index(each.about)))


def _invitations(session: Session, procurement: Procurement) -> list[tuple[User, About, int]]:
    rows = list_invitations(session, procurement.id).values()
    return [(row.user, About.INVITATION, 1) for row in rows if not row.answer]


def _work(session: Session, procurement: Procurement) -> list[tuple[User, About, int]]:
    """Count declarations, marks and approvals of those who have accepted: the others have to answer first."""
    people = {key: row.user for key, row in list_invitations(session, procurement.id).items() if row.answer}
    found: list[tuple[User, About, int]] = []
    if procurement.stage in (Stage.OPENING, Stage.SCORING, Stage.MODERATION):
        missing = list_undeclared(session, procurement)
        found += [(user, About.DECLARATIONS, count) for user, count in missing if user.id in people]
    counts: dict[int, int] = {}
    if procurement.stage is Stage.SCORING:
        states = list_mark_states(session, procurement.id)
        open_ones = [cell for cell in list_cells(session, procurement.id) if states.get(cell) != "locked"]
        counts = _by_person([cell.evaluator_id for cell in open_ones])
    if procurement.stage is Stage.MODERATION:
        counts = _approvals(session, procurement)
    about = About.MARKS if procurement.stage is Stage.SCORING else About.APPROVALS
    return found + [(people[person], about, count) for person, count in counts.items() if person in people]


def _approvals(session: Session, procurement: Procurement) -> dict[int, int]:
    records, given = list_approvals_given(session, procurement.id)
    wanted = {
        (records[(cell.bid_id, cell.criterion_id)], cell.evaluator_id)
        for cell in list_cells(session, procurement.id)
        if (cell.bid_id, cell.criterion_id) in records
    }
    return _by_person([person for _, person in wanted - given])


def _by_person(people: Sequence[int]) -> dict[int, int]:
    return {person: people.count(person) for person in people}


@dataclass(frozen=True, slots=True)
class Sent:
    """What one press has sent, and what it has left out because it was said within the last day."""

    rows: tuple[Reminder, ...]
    spared: tuple[Outstanding, ...]


def remind(
    session: Session, *, procurement: Procurement, actor: Actor, now: datetime, people: frozenset[int] | None = None,
    message: str = "", again: bool = False,
) -> Sent:  # fmt: skip
    """Remind people of everything they still have to do; everyone behind where `people` is None.

    Leaves out what a person was reminded of within a day, unless `again` says that this is meant. Raises `Conflict`
    where nothing is outstanding, or only what was said within a day.
    """
    demand(actor, Permission.PANEL_ASSIGN, procurement, act="remind the panel")
    wanted = [each for each in list_outstanding(session, procurement) if people is None or each.user.id in people]
    if not wanted:
        raise Conflict("Nothing is outstanding, so there is nothing to remind anybody of")
    spared = () if again else tuple(each for each in wanted if each.is_recent(now))
    due = [each for each in wanted if each not in spared]
    if not due:
        raise Conflict("They were reminded of this within the last day. To do it all the same, tick “Remind again”")
    rows = tuple(_send(session, procurement, each, message.strip(), actor, now) for each in due)
    return Sent(rows, spared)


def _send(
    session: Session, procurement: Procurement, what: Outstanding, message: str, actor: Actor, now: datetime
) -> Reminder:
    row = Reminder(
        procurement_id=procurement.id, user_id=what.user.id, about=what.about.value, outstanding=what.count,
        message=message, sent_by_id=actor.user_id, sent_at=now,
    )  # fmt: skip
    session.add(row)
    audit.record(
        session, tag="panel:reminded", actor=actor, now=now, procurement=procurement, subject=str(what.user.id),
        about=what.about.value, outstanding=what.count, again=what.is_recent(now),
    )  # fmt: skip
    return row


def mark_seen(session: Session, *, reminder_id: int, actor: Actor, now: datetime) -> Reminder:
    """Note that the person has seen a reminder; seeing it twice changes nothing. Raises `NotFound` for another's."""
    row = get_reminder(session, actor.user_id, reminder_id)
    if row.seen_at is None:
        row.seen_at = now
        audit.record(
            session, tag="panel:reminder-seen", actor=actor, now=now, procurement=row.procurement, subject=row.about
        )
    return row
