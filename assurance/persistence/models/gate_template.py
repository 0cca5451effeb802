"""An authority's own lines of enquiry for a gate, version by version; a version is never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, UTCDateTime
from assurance.persistence.models.organisation import User


class GateTemplate(Base):
    """One version of the template of a gate; the newest counts for sittings that are opened from then on."""

    __tablename__ = "gate_template"
    __table_args__ = (
        UniqueConstraint("organisation_id", "gate_code", "number"),
        CheckConstraint("number > 0", name="number_from_one"),
        CheckConstraint("quorum BETWEEN 2 AND 9", name="quorum_range"),
        CheckConstraint("reason != ''", name="with_reason"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    gate_code: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    quorum: Mapped[int] = mapped_column(default=2)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """Each line of enquiry with its code, title, question, what good looks like, evidence and red trigger."""
    reason: Mapped[str] = mapped_column(Text)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime())

    saved_by: Mapped[User] = relationship()
