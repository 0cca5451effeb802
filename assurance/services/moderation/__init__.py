"""Agreed marks: recorded by the moderator with what was discussed and why, approved by those who marked the question.

An agreed mark is a record of its own beside the individual marks; changing it makes a new record that must be approved
again (Lancashire Care v Lancashire CC [2018] EWHC 1589 (TCC); EnergySolutions v NDA [2016] EWHC 1988 (TCC)).
"""

from assurance.services.moderation.approving import approve, ask_correction
from assurance.services.moderation.looking import answers_of, look
from assurance.services.moderation.recording import record_consensus
from assurance.services.moderation.sheets import Sheet, require_unsealed, sheet

__all__ = [
    "Sheet",
    "answers_of",
    "approve",
    "ask_correction",
    "look",
    "record_consensus",
    "require_unsealed",
    "sheet",
]
