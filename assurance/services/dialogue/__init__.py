"""Dialogue: sessions and actions, outline solutions, down-selection, ideas and consents, what is told to whom."""

from assurance.services.dialogue.actions import SIDES, finish_action, is_overdue, record_action
from assurance.services.dialogue.affordability import AFFORDABILITY_STAGES, decide_affordability
from assurance.services.dialogue.calendar_files import file_name, session_file
from assurance.services.dialogue.competition import decide_competition, left_now
from assurance.services.dialogue.consents import answer_consent, ask_consent, withdraw_consent
from assurance.services.dialogue.down_select import decide_down_select, mark_down_select, why_not_assessing
from assurance.services.dialogue.ideas import SOURCES, amend_idea, dispute_idea, record_idea
from assurance.services.dialogue.outlines import StaleOutline, latest, save_outline, submit_outline
from assurance.services.dialogue.preparing import answer_finding, drop, prepare, rewrite
from assurance.services.dialogue.screening import Screened, list_in_dialogue, recipients_of, screen
from assurance.services.dialogue.sending import explain_difference, release, see, send, send_to_rest
from assurance.services.dialogue.sessions import (
    agree_minutes,
    hold_session,
    rearrange_session,
    why_closed,
    why_over,
    write_minutes,
)

__all__ = [
    "AFFORDABILITY_STAGES",
    "SIDES",
    "SOURCES",
    "Screened",
    "StaleOutline",
    "agree_minutes",
    "amend_idea",
    "answer_consent",
    "answer_finding",
    "ask_consent",
    "decide_affordability",
    "decide_competition",
    "decide_down_select",
    "dispute_idea",
    "drop",
    "explain_difference",
    "file_name",
    "finish_action",
    "hold_session",
    "is_overdue",
    "latest",
    "left_now",
    "list_in_dialogue",
    "mark_down_select",
    "prepare",
    "rearrange_session",
    "recipients_of",
    "record_action",
    "record_idea",
    "release",
    "rewrite",
    "save_outline",
    "screen",
    "see",
    "send",
    "send_to_rest",
    "session_file",
    "submit_outline",
    "why_closed",
    "why_not_assessing",
    "why_over",
    "withdraw_consent",
    "write_minutes",
]
