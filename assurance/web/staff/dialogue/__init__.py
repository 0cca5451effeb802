"""Dialogue: sessions with minutes, and the down-selection between the rounds."""

from assurance.web.staff.dialogue import assessment
from assurance.web.staff.dialogue.routes import blueprint

__all__ = ["assessment", "blueprint"]
