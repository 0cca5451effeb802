"""Dialogue: sessions with minutes and actions, down-selection, outline solutions, ideas, information, competition."""

from assurance.web.staff.dialogue import (
    actions,
    assessment,
    competition,
    ideas,
    information,
    outgoing,
    outlines,
)
from assurance.web.staff.dialogue.routes import blueprint

__all__ = [
    "actions",
    "assessment",
    "blueprint",
    "competition",
    "ideas",
    "information",
    "outgoing",
    "outlines",
]
