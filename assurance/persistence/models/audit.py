"""The audit trail: append-only, each entry chained to the one before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, UTCDateTime


class AuditEvent(Base):
    """One thing that happened, was decided, was refused or was read; written in the transaction of its effect."""

    __tablename__ = "audit_event"
    __table_args__ = (
        UniqueConstraint("seq"),
        # The first entry follows nothing; every other names its predecessor.
        CheckConstraint("(seq = 1) = (prev = '')", name="first_has_no_predecessor"),
        Index("ix_audit_event_procurement_id_tag", "procurement_id", "tag"),
    )

    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime())
    tag: Mapped[str] = mapped_column(String(60), index=True)
    """`subject:action`, for example `mark:locked`."""
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    procurement_id: Mapped[int | None] = mapped_column(ForeignKey("procurement.id"))
    subject: Mapped[str] = mapped_column(String(120), default="")
    body: Mapped[JsonDict] = mapped_column(Json)
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The last link of the chain: one row, locked by whoever appends, so that entries never fork."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default="")
