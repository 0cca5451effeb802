"""PDF packs: asked for, built in the background with progress, and kept under the hash of their bytes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models.organisation import User


class Pack(Base):
    """One document asked for, and how far it is."""

    __tablename__ = "pack"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("status IN ('queued', 'building', 'done', 'failed', 'cancelled')", name="status_known"),
        # Which kinds there are the catalogue says, and refuses another.
        CheckConstraint("kind != ''", name="kind_given"),
        # A finished pack has its bytes on record.
        CheckConstraint("(status = 'done') = (sha256 IS NOT NULL)", name="done_has_bytes"),
        CheckConstraint("parts_done BETWEEN 0 AND parts_total", name="progress_range"),
        # One build of the same thing runs at a time: asking twice gives the same one.
        Index(
            "uq_pack_in_hand",
            "procurement_id",
            "kind",
            "subject",
            unique=True,
            sqlite_where=text("status IN ('queued', 'building')"),
            postgresql_where=text("status IN ('queued', 'building')"),
        ),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(60), default="")
    """What it is about: empty for the procurement, a bid's public id for a letter, a gate code for a gate report."""
    title: Mapped[str] = mapped_column(String(250))
    status: Mapped[str] = mapped_column(String(12), default="queued")
    parts_done: Mapped[int] = mapped_column(default=0)
    parts_total: Mapped[int] = mapped_column(default=1)
    current_part: Mapped[str] = mapped_column(String(120), default="")
    error: Mapped[str] = mapped_column(Text, default="")
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[datetime] = mapped_column(UTCDateTime())
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    pages: Mapped[int | None]
    snapshot_digest: Mapped[str | None] = mapped_column(String(64))
    """Hash of what the pack was built from: the same snapshot gives the same bytes."""

    requested_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
