"""The rule about questions: a stage is not closed while somebody who asked in time has no answer.

Final tenders close at their deadline whatever waits: a latch that an unanswered question could hold open would give
time to those who ask late and take it from those who were ready. There the officer is warned before.
"""

from __future__ import annotations

from assurance.domain.case import Case
from assurance.domain.errors import Objection
from assurance.domain.procedures.rules.wording import counted


def questions_answered(case: Case) -> Objection | None:
    """Object while a question that was asked in time is neither answered nor withdrawn."""
    if not case.clarifications.unanswered:
        return None
    return Objection(
        "questions",
        counted(case.clarifications.unanswered, "question is not answered yet", "questions are not answered yet"),
        "Answer each to all or, with a reason, privately",
        "PCR 2015 reg 53(6), kept as the pattern for questions; PSR 2023 reg 4",
        "staff.clarifications.index",
    )
