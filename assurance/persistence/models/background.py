"""What is done in the background: when each chore was last done, and the work that has failed for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models.organisation import User
from assurance.persistence.models.procurement import Procurement


class ChoreRun(Base):
    """When the worker in a slot last did one of its chores, by the real clock."""

    __tablename__ = "chore_run"
    __table_args__ = (
        UniqueConstraint("name", "slot"),
        CheckConstraint("failures >= 0", name="counted"),
        # What fails has a kind of fault, what goes well has none.
        CheckConstraint("(failures = 0) = (fault = '')", name="fault_if_failing"),
    )

    name: Mapped[str] = mapped_column(String(40))
    slot: Mapped[int]
    every_seconds: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UTCDateTime())
    """When it was last begun, whatever came of it."""
    well_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When it last went well."""
    next_at: Mapped[datetime] = mapped_column(UTCDateTime())
    failures: Mapped[int] = mapped_column(default=0)
    """Failures in a row."""
    fault: Mapped[str] = mapped_column(String(120), default="")
    wanted_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When somebody asked for it to be tried at once; the worker takes that up."""


class DeadLetter(Base):
    """A piece of work that has failed too often, until somebody says what becomes of it or it goes well after all."""

    __tablename__ = "dead_letter"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("outcome IN ('', 'tried_again', 'set_aside', 'mended')", name="outcome_known"),
        CheckConstraint("(outcome = '') = (settled_at IS NULL)", name="settled_has_outcome"),
        # What goes well after all was settled by nobody; everything else by somebody.
        CheckConstraint("(outcome IN ('', 'mended')) = (settled_by_id IS NULL)", name="settled_by_somebody"),
        CheckConstraint("outcome != 'set_aside' OR note != ''", name="set_aside_has_reason"),
        CheckConstraint("tries > 0", name="tried"),
        # A piece of work is one open letter, however many workers bury it.
        Index(
            "uq_dead_letter_open", "work", unique=True,
            sqlite_where=text("settled_at IS NULL"), postgresql_where=text("settled_at IS NULL"),
        ),
    )  # fmt: skip

    public_id: Mapped[str] = mapped_column(String(36))
    work: Mapped[str] = mapped_column(String(160), index=True)
    job: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text)
    tries: Mapped[int]
    buried_at: Mapped[datetime] = mapped_column(UTCDateTime())
    procurement_id: Mapped[int | None] = mapped_column(ForeignKey("procurement.id"), index=True)
    """The procurement whose work it is; none where it is everybody's."""
    outcome: Mapped[str] = mapped_column(String(12), default="")
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), index=True)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    note: Mapped[str] = mapped_column(Text, default="")

    procurement: Mapped[Procurement | None] = relationship(lazy="joined")
    settled_by: Mapped[User | None] = relationship(lazy="joined")
