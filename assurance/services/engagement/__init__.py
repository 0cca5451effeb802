"""Preliminary market engagement: the questionnaire, the providers' answers, and what was changed because of them."""

from assurance.services.engagement.questionnaire import is_open, publish, why_not_written, write
from assurance.services.engagement.responses import save, submit, take_back
from assurance.services.engagement.themes import publish_summary, record_theme, remove_theme

__all__ = [
    "is_open",
    "publish",
    "publish_summary",
    "record_theme",
    "remove_theme",
    "save",
    "submit",
    "take_back",
    "why_not_written",
    "write",
]
