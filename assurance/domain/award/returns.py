"""When a further decision to go back to an earlier step has done its work (PSR 2023 regulation 12(4)(d)).

Until a step is taken again the decision holds the award open, and may be replaced by another. Once it is carried out,
everybody is told a new outcome and has a standstill of its own in which to make representations about it; the earlier
representation then holds nothing open any more.
"""

from __future__ import annotations

from datetime import datetime

MOVES = ("return_to_evaluation", "return_to_recommendation", "reopen_dialogue")
"""The moves by which a procurement goes back to an earlier step."""


def is_carried_out(decision: str, decided_at: datetime | None, returned_at: datetime | None) -> bool:
    """Say whether the step that a further decision goes back to was taken again; `returned_at` is the last return."""
    return decision == "return" and decided_at is not None and returned_at is not None and returned_at >= decided_at


def holds_open(decision: str, decided_at: datetime | None, returned_at: datetime | None) -> bool:
    """Say whether a representation received in time still holds the award open: only going on with it never does."""
    return decision != "proceed" and not is_carried_out(decision, decided_at, returned_at)
