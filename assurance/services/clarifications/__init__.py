"""Questions and answers, addenda, and deadlines that are moved."""

from assurance.services.clarifications.addenda import confirm, issue, why_none
from assurance.services.clarifications.answering import (
    answer_privately,
    publish,
    refuse_confidence,
    save_draft,
    set_aside,
    why_choose_by,
    why_not_set_aside,
)
from assurance.services.clarifications.asking import ask, let_publish, why_not_asked, withdraw
from assurance.services.clarifications.deadlines import current, decide, propose, why_not_moved
from assurance.services.clarifications.period import open_period, questions_due, set_period, upcoming, why_not_set
from assurance.services.clarifications.releasing import keep_back, release, why_not_released
from assurance.services.clarifications.screening import ideas_told, screen

__all__ = [
    "answer_privately",
    "ask",
    "confirm",
    "current",
    "decide",
    "ideas_told",
    "issue",
    "keep_back",
    "let_publish",
    "open_period",
    "propose",
    "publish",
    "questions_due",
    "refuse_confidence",
    "release",
    "save_draft",
    "screen",
    "set_aside",
    "set_period",
    "upcoming",
    "why_choose_by",
    "why_none",
    "why_not_asked",
    "why_not_moved",
    "why_not_released",
    "why_not_set",
    "why_not_set_aside",
    "withdraw",
]
