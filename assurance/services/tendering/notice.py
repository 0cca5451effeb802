"""The text of the notice inviting offers, and the two deadlines, typed in London time and kept as instants.

The Provider Selection Regime sets no minimum time for requests; regulation 4 asks for fairness, so a call that
leaves less than a day is refused.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import london_to_utc
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import Stage, reached
from assurance.persistence.models import Procurement
from assurance.services import audit
from assurance.services.planning.draft import CHANGED, revise

SHORTEST_CALL = timedelta(days=1)


def write_notice(
    session: Session,
    *,
    procurement: Procurement,
    text: str,
    requests_due_on: date,
    requests_due_time: time,
    actor: Actor,
    now: datetime,
    may_be_refined: bool | None = None,
    version: int | None = None,
) -> None:
    """Write the notice and set when requests to take part are due, in London time.

    `may_be_refined` is whether the call says that the criteria may be refined; left out, it stays as it was.
    Raises `InvalidInput` for a time the clocks skip or repeat and for one that leaves less than a day, and
    `Conflict` once the call is published.
    """
    revise(procurement, version)
    due = london_to_utc(requests_due_on, requests_due_time, "requests_due_time")
    if due < now + SHORTEST_CALL:
        raise InvalidInput("requests_due_on", "The deadline for requests must be at least one day from now")
    if len(text.strip()) < 40:
        raise InvalidInput("text", "Say in at least 40 characters what is bought and who may offer it")
    procurement.notice_text = text.strip()
    procurement.requests_due_at = due
    if may_be_refined is not None:
        procurement.criteria_may_be_refined = may_be_refined
    audit.record(
        session, tag="notice:written", actor=actor, now=now, procurement=procurement,
        requests_due_at=due.astimezone(UTC).isoformat(), text=procurement.notice_text,
        may_be_refined=procurement.criteria_may_be_refined,
    )  # fmt: skip


def set_tender_deadline(
    session: Session,
    *,
    procurement: Procurement,
    due_on: date,
    due_time: time,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Set when final tenders are due, in London time, before they are invited; then it stands for all alike."""
    if why := why_invited(procurement):
        raise Conflict(why)
    if version is not None and version != procurement.version:
        raise Conflict(CHANGED)
    due = london_to_utc(due_on, due_time, "due_time")
    if due <= now:
        raise InvalidInput("due_on", "The deadline for final tenders must be in the future")
    if procurement.requests_due_at is not None and due <= procurement.requests_due_at:
        raise InvalidInput("due_on", "Final tenders cannot be due before the requests to take part")
    before = procurement.tenders_due_at
    procurement.tenders_due_at = due
    audit.record(
        session, tag="deadline:set", actor=actor, now=now, procurement=procurement, subject="final tenders",
        before=before.isoformat() if before else "", after=due.isoformat(),
    )  # fmt: skip


def why_invited(procurement: Procurement) -> str:
    """Say why the deadline for final tenders can no longer be set, or return nothing while it can."""
    if procurement.stage is Stage.ABANDONED:
        return "The procurement was abandoned: there will be no final tenders"
    if reached(procurement.stage, Stage.FINAL_TENDERS):
        return "Final tenders have been invited: the deadline stands, unless a second person approves a later one"
    return ""
