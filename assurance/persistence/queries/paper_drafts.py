"""Texts written for notices and letters before they are published or issued."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import PaperDraft


def find_draft(session: Session, procurement_id: int, kind: str) -> PaperDraft | None:
    """Return what is written for a notice or letter of a kind, or None."""
    query = select(PaperDraft).where(PaperDraft.procurement_id == procurement_id, PaperDraft.kind == kind)
    return session.scalar(query)
