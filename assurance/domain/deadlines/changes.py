"""When a deadline that people were told may be moved: only later, only before it has passed, and by two people.

Equal treatment (PSR 2023 regulation 4): a shorter time takes from those who relied on the longer one, and a time
that is given after it has passed helps only those who were late (Leadbitter v Devon CC [2009] EWHC 930 (Ch)).
Standstill may be kept longer than the law asks and never shorter (PA 2023 section 51(1)(b), kept as the pattern).
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from assurance.domain.deadlines.london import LONDON, say_day
from assurance.domain.errors import InvalidInput
from assurance.domain.stages import Stage

SHORTEST_REASON = 20


class Which(StrEnum):
    """A deadline that bidders were told."""

    REQUESTS = "requests"
    QUESTIONS = "questions"
    TENDERS = "tenders"
    STANDSTILL = "standstill"

    @property
    def label(self) -> str:
        """The deadline in the words shown to people."""
        return {
            "requests": "Requests to take part", "questions": "Questions", "tenders": "Final tenders",
            "standstill": "Standstill",
        }[self.value]  # fmt: skip


STAGES: dict[Which, frozenset[Stage]] = {
    Which.REQUESTS: frozenset({Stage.CALL}),
    Which.QUESTIONS: frozenset({Stage.CALL, Stage.FINAL_TENDERS}),
    Which.TENDERS: frozenset({Stage.FINAL_TENDERS}),
    Which.STANDSTILL: frozenset({Stage.STANDSTILL}),
}
"""Where each deadline runs, so that it can be moved there and nowhere else."""


def why_fixed(which: Which, stage: Stage, before: datetime | None, now: datetime, *, closed: bool = False) -> str:
    """Say why a deadline cannot be moved at all now, or return nothing while it can."""
    if stage not in STAGES[which]:
        return f"This deadline does not run at the stage “{stage.label}”"
    if before is None:
        return "This deadline is not set"
    if closed or now >= before:
        return "The deadline has passed: nobody gets time after it, and nothing that came late is accepted"
    return ""


def check_later(which: Which, before: datetime, after: datetime, *, ends: datetime | None) -> None:
    """Refuse a time that is not later; for questions also one that is not before what they are about ends.

    Raises `InvalidInput` naming `due_on`.
    """
    if after <= before:
        raise InvalidInput("due_on", f"The deadline can only be moved later than {say_until(before)}")
    if which is Which.QUESTIONS and ends is not None and after >= ends:
        raise InvalidInput("due_on", f"Questions must be due before {say_until(ends)}, when what they are about is due")


def say_until(instant: datetime) -> str:
    """Write an instant until which something may be done: its time and day, or the day that a midnight ends."""
    local = instant.astimezone(LONDON)
    if local.time() == time.min:
        return f"the end of {say_day(local.date() - timedelta(days=1))}"
    return f"{local:%H:%M} on {local.day} {local:%B %Y}"
