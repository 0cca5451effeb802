"""Answers and addenda that wait, or waited, for a second person because they share words with an idea."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.persistence.among import among
from assurance.persistence.models import HeldText


def find_waiting(session: Session, procurement_id: int, clarification_id: int | None) -> HeldText | None:
    """Return the text that waits about a question, or the addendum that waits, or None."""
    about = HeldText.clarification_id.is_(None) if clarification_id is None else (
        HeldText.clarification_id == clarification_id
    )  # fmt: skip
    return session.scalar(
        select(HeldText).where(HeldText.procurement_id == procurement_id, HeldText.decision == "", about)
    )


def get_held(session: Session, procurement_id: int, public_id: str) -> HeldText:
    """Return a held text of a procurement by its public id."""
    found = session.scalar(
        select(HeldText).where(HeldText.procurement_id == procurement_id, HeldText.public_id == public_id)
    )
    if found is None:
        raise NotFound("There is no such text, or it is not yours to see")
    return found


def list_held(session: Session, procurement_id: int) -> list[HeldText]:
    """List every held text of a procurement, those that wait first, then the newest."""
    found = session.scalars(
        select(HeldText).where(HeldText.procurement_id == procurement_id).order_by(HeldText.id.desc())
    )
    return sorted(found, key=lambda each: each.decision != "")


def list_with_waiting(session: Session, procurement_ids: list[int]) -> set[int]:
    """Return the ids of the procurements in which a text waits for its release."""
    query = select(HeldText.procurement_id).where(
        among(HeldText.procurement_id, procurement_ids), HeldText.decision == ""
    )
    return set(session.scalars(query))
