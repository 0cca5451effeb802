"""Notices written from stored fields: what is public about a procurement, and when it became so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.persistence.models import Procurement

TITLES = {
    "notice_inviting_offers": "Notice inviting offers",
    "intention_to_award": "Intention to award",
    "award": "Confirmation of award",
    "abandonment": "Abandonment",
}


def compose(
    session: Session, *, procurement: Procurement, kind: str, now: datetime, reason: str = ""
) -> tuple[str, dict[str, Any]]:
    """Write a notice: its title and its sections of heading and text."""
    title = f"{TITLES[kind]}: {procurement.title}"
    return title, {"sections": [{"heading": "Procurement", "text": procurement.summary or procurement.title}]}
