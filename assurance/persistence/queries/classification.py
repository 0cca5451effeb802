"""What a procurement is searched by, and the number of its authority."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import AuthorityNumber, Classification


def find_classification(session: Session, procurement_id: int) -> Classification | None:
    """Find the codes and the place of a procurement, or None while none are given."""
    return session.scalar(select(Classification).where(Classification.procurement_id == procurement_id))


def find_number(session: Session, organisation_id: int) -> AuthorityNumber | None:
    """Find the number of an authority in a public register, or None."""
    return session.scalar(select(AuthorityNumber).where(AuthorityNumber.organisation_id == organisation_id))
