"""Individual marks: each evaluator writes, alone, on the questions given to them, and locks them all at once.

Every save is kept as a revision and nothing locked ever changes (EnergySolutions v NDA [2016] EWHC 1988 (TCC)).
Nothing here reads anybody's mark but the actor's own.
"""

from assurance.services.marking.checking import Checker, Seen, answer_finding, check_rationale, checker, checker_of
from assurance.services.marking.locking import lock_marks, lock_objections
from assurance.services.marking.queue import Question, Queue, my_queue
from assurance.services.marking.saving import StaleMark, restore_draft, save_mark
from assurance.services.marking.writing import require_duty

__all__ = [
    "Checker",
    "Question",
    "Queue",
    "Seen",
    "StaleMark",
    "answer_finding",
    "check_rationale",
    "checker",
    "checker_of",
    "lock_marks",
    "lock_objections",
    "my_queue",
    "require_duty",
    "restore_draft",
    "save_mark",
]
