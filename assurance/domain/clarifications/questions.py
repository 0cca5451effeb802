"""When a question may be asked and by whom, and what becomes of it.

The pattern is that of additional information asked for in good time (PCR 2015 regulation 53(6)) under the duty of fair
process (PSR 2023 regulation 4): what one bidder is told everybody entitled is told, unless there is a recorded reason.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from assurance.domain.stages import BidStage, Stage

ANSWERING_TIME = timedelta(days=7)
"""Time kept free between the deadline for questions and what they are about, where the period is long enough."""


class Category(StrEnum):
    """What a question is about."""

    CRITERIA = "criteria"
    SPECIFICATION = "specification"
    PROCESS = "process"
    CONTRACT = "contract"

    @property
    def label(self) -> str:
        """The category in the words shown to people."""
        return {"criteria": "The criteria", "specification": "The specification", "process": "The process",
                "contract": "The contract"}[self.value]  # fmt: skip


class Circle(StrEnum):
    """Who is entitled to what is published at a stage."""

    EVERYBODY = "everybody"
    """Every registered provider, while the call is open."""
    PARTICIPANTS = "participants"
    """Those invited to the dialogue and to tender, and nobody else."""


class State(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    """Asked, and not answered yet."""
    ASKED_BACK = "asked_back"
    """Not accepted as confidential: its organisation chooses whether it is withdrawn or published."""
    PUBLISHED = "published"
    PRIVATE = "private"
    """Answered to its organisation alone, for a recorded reason."""
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state in the words shown to people."""
        return {"open": "Not answered yet", "asked_back": "Waits for the choice", "published": "Published",
                "private": "Answered privately", "withdrawn": "Withdrawn"}[self.value]  # fmt: skip


UNANSWERED = frozenset({State.OPEN, State.ASKED_BACK})
"""States in which a question that was asked in time still waits."""

CIRCLES: dict[Stage, Circle] = {
    Stage.CALL: Circle.EVERYBODY,
    Stage.DIALOGUE_1: Circle.PARTICIPANTS,
    Stage.DOWN_SELECT: Circle.PARTICIPANTS,
    Stage.DIALOGUE_2: Circle.PARTICIPANTS,
    Stage.DIALOGUE_CLOSED: Circle.PARTICIPANTS,
    Stage.FINAL_TENDERS: Circle.PARTICIPANTS,
}
"""Stages in which questions are answered and addenda sent, and to whom."""

ASKING_STAGES = frozenset({Stage.CALL, Stage.DIALOGUE_1, Stage.DIALOGUE_2, Stage.FINAL_TENDERS})
DATED_STAGES = frozenset({Stage.CALL, Stage.FINAL_TENDERS})
"""Stages whose questions have a published deadline; in a round of dialogue they may be asked until it is closed."""

TAKES_PART = frozenset({BidStage.IN_DIALOGUE, BidStage.INVITED, BidStage.SUBMITTED})


def default_due(begun: datetime, ends: datetime) -> datetime:
    """Return when questions are due where nobody has said so: seven days before the end, or half way if that is later.

    A call of two days closes its questions after one; one of four weeks, after three. On the full minute before.
    """
    due = max(ends - ANSWERING_TIME, begun + (ends - begun) / 2)
    return due.replace(second=0, microsecond=0)


def why_not_asked(stage: Stage, due: datetime | None, now: datetime) -> str:
    """Say why nothing can be asked now, or return nothing; at the deadline itself it is late (half-open)."""
    if stage not in ASKING_STAGES:
        return f"Questions are not open at the stage “{stage.label}”"
    if stage not in DATED_STAGES:
        return ""
    if due is None:
        return "Questions are not open yet: no deadline for them is set"
    if now >= due:
        return "The deadline for questions has passed. What is published still reaches you"
    return ""
