"""What guards the installation itself: wrong guesses counted for all servers, how right the clock is, who works."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime


class Guesses(Base):
    """Guesses at a secret that were not right, by whose secret it is or by where they came from."""

    __tablename__ = "guesses"
    __table_args__ = (UniqueConstraint("scope", "key"), CheckConstraint("failures >= 0", name="counted"))

    scope: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80))
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(UTCDateTime())
    next_at: Mapped[datetime] = mapped_column(UTCDateTime())
    """The first instant at which another guess is heard."""


class ClockState(Base):
    """How far the clock was off when it was last compared with another; there is one row at most."""

    __tablename__ = "clock_state"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    offset_ms: Mapped[int] = mapped_column(BigInteger)
    """Milliseconds by which this clock is ahead."""
    source: Mapped[str] = mapped_column(String(80))
    checked_at: Mapped[datetime] = mapped_column(UTCDateTime())
    off_since: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """Since when it is known to be off by more than may be, or nothing while it is right."""


class WorkerBeat(Base):
    """When the worker in a slot last said that it is alive, by the real clock."""

    __tablename__ = "worker_beat"
    __table_args__ = (UniqueConstraint("slot"),)

    slot: Mapped[int]
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime())
