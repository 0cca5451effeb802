"""A second factor that whoever runs the installation takes away, because nobody else in the authority could."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models.organisation import User

_WAITING = text("done_at IS NULL AND stopped_at IS NULL")


class FactorRelease(Base):
    """That it was asked for, from when it may be done, and whether it was done or stopped. It stays on record."""

    __tablename__ = "factor_release"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("done_at IS NULL OR stopped_at IS NULL", name="ended_one_way"),
        # Nobody is hurried: what was announced for a later time is not done before it.
        CheckConstraint("done_at IS NULL OR done_at >= opens_at", name="waited"),
        # For one person one waits at a time.
        Index("uq_factor_release_waiting", "user_id", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    """Whose second factor it is."""
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime())
    opens_at: Mapped[datetime] = mapped_column(UTCDateTime())
    """From when it may be done: until then everybody who was told can stop it."""
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    stopped_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    stopped_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Who stopped it on the page; None where that was done at the command line."""
    stop_reason: Mapped[str] = mapped_column(Text, default="")

    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined", innerjoin=True)
    stopped_by: Mapped[User | None] = relationship(foreign_keys=[stopped_by_id], lazy="joined")
