"""Notices written from stored fields: what is public about a procurement, and when it became so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.notices.kinds import get_kind
from assurance.persistence.models import Procurement
from assurance.services.notices import pa23, pcr15, psr
from assurance.services.notices.sections import Writer, about

WRITERS: dict[str, Writer] = {**psr.WRITERS, **pa23.WRITERS, **pcr15.WRITERS}
"""Who writes a notice of each kind that a step publishes."""


def compose(
    session: Session, *, procurement: Procurement, kind: str, now: datetime, reason: str = ""
) -> tuple[str, dict[str, Any]]:
    """Write a notice: its title and its sections of heading and text. Sections without text are left out."""
    row = get_kind(kind, procurement.procedure.regime)
    sections = [about(procurement), *WRITERS[kind](session, procurement, now, reason)]
    return f"{row.label}: {procurement.title}", {
        "provision": row.provision,
        "sections": [section for section in sections if section["text"].strip()],
    }
