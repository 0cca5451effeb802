"""Dialogue: sessions with minutes both sides agree, and the down-selection between the rounds."""

from assurance.services.dialogue.down_select import decide_down_select, mark_down_select, why_not_assessing
from assurance.services.dialogue.sessions import (
    agree_minutes,
    hold_session,
    rearrange_session,
    why_closed,
    why_over,
    write_minutes,
)

__all__ = [
    "agree_minutes",
    "decide_down_select",
    "hold_session",
    "mark_down_select",
    "rearrange_session",
    "why_closed",
    "why_not_assessing",
    "why_over",
    "write_minutes",
]
