"""What of the record a bidder is given with its representation, and what is withheld of it and why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, UTCDateTime
from assurance.persistence.models.award import Representation
from assurance.persistence.models.organisation import User


class RecordRelease(Base):
    """Records prepared for a bidder that asked for them; fixed, with the hash of its content, once released."""

    __tablename__ = "record_release"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("(released_at IS NULL) = (released_by_id IS NULL)", name="released_by_someone"),
        CheckConstraint("(released_at IS NULL) = (digest = '')", name="released_whole"),
        # Four eyes: nobody releases what they prepared.
        CheckConstraint("released_by_id IS NULL OR released_by_id != prepared_by_id", name="not_by_its_preparer"),
        # One is being prepared at a time.
        Index(
            "uq_record_release_open",
            "representation_id",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    representation_id: Mapped[int] = mapped_column(ForeignKey("representation.id"), index=True)
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    prepared_at: Mapped[datetime] = mapped_column(UTCDateTime())
    content: Mapped[JsonDict] = mapped_column(Json)
    """Empty until it is released; then what the bidder reads, for ever."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    representation: Mapped[Representation] = relationship(back_populates="releases")
    prepared_by: Mapped[User] = relationship(foreign_keys=[prepared_by_id])
    released_by: Mapped[User | None] = relationship(foreign_keys=[released_by_id])
    withheld: Mapped[list[Withholding]] = relationship(back_populates="release", order_by="Withholding.id")


class Withholding(Base):
    """One item withheld, or one passage cut, with who, what and why."""

    __tablename__ = "withholding"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint(
            "exception IN ('commercial', 'competition', 'public_interest', 'personal')", name="exception_known"
        ),
        CheckConstraint("reason != ''", name="reasoned"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    release_id: Mapped[int] = mapped_column(ForeignKey("record_release.id"), index=True)
    item: Mapped[str] = mapped_column(String(120))
    passage: Mapped[str] = mapped_column(Text, default="")
    """Empty when the whole item is withheld."""
    exception: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(60))
    """The role in which it was withheld: what the bidder is told of who."""
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime())

    release: Mapped[RecordRelease] = relationship(back_populates="withheld")
    by: Mapped[User] = relationship()
