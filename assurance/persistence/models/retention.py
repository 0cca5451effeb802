"""Keeping and erasing records: periods an authority set, holds that stop erasure, and each erasure from proposal on."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.retention.classes import Kind
from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, UTCDateTime, by_value
from assurance.persistence.models.organisation import User
from assurance.persistence.models.procurement import Procurement


class RetentionPeriod(Base):
    """How long an authority keeps a kind of record. Never edited: a change is a new row, and the newest stands."""

    __tablename__ = "retention_period"
    __table_args__ = (
        CheckConstraint("years BETWEEN 1 AND 30", name="years_range"),
        CheckConstraint("reason != ''", name="reasoned"),
        Index("ix_retention_period_newest", "organisation_id", "kind", "id"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[Kind] = mapped_column(by_value(Kind, "kind"))
    years: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    set_at: Mapped[datetime] = mapped_column(UTCDateTime())


class LegalHold(Base):
    """Keeps every record of a procurement, whatever its period, from one person placing it to another ending it."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("reason != ''", name="reasoned"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_someone"),
        CheckConstraint("(ended_at IS NULL) = (end_reason = '')", name="ended_with_reason"),
        # Four eyes: nobody ends the hold they placed.
        CheckConstraint("ended_by_id IS NULL OR ended_by_id != placed_by_id", name="not_by_its_placer"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    placed_at: Mapped[datetime] = mapped_column(UTCDateTime())
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    end_reason: Mapped[str] = mapped_column(Text, default="")

    placed_by: Mapped[User] = relationship(foreign_keys=[placed_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])


class Erasure(Base):
    """One kind of record of one procurement, from the proposal to erase it to what proves what was erased."""

    __tablename__ = "erasure"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("second_by_id IS NULL OR first_by_id IS NOT NULL", name="first_before_second"),
        # Four eyes: nobody approves twice.
        CheckConstraint("second_by_id IS NULL OR second_by_id != first_by_id", name="approved_by_two"),
        CheckConstraint("(first_by_id IS NULL) = (first_at IS NULL)", name="first_whole"),
        CheckConstraint("(second_by_id IS NULL) = (erased_at IS NULL)", name="erased_once_approved"),
        CheckConstraint("(erased_at IS NULL) = (digest = '')", name="erased_with_hash"),
        CheckConstraint("(declined_at IS NULL) = (declined_by_id IS NULL)", name="declined_by_someone"),
        CheckConstraint("(declined_at IS NULL) = (keep_until IS NULL)", name="declined_until"),
        CheckConstraint("declined_at IS NULL OR (decline_reason != '' AND erased_at IS NULL)", name="declined_whole"),
        # A kind of record is proposed once at a time, and erased once.
        Index(
            "uq_erasure_standing", "procurement_id", "kind", unique=True,
            sqlite_where=text("declined_at IS NULL"), postgresql_where=text("declined_at IS NULL"),
        ),
    )  # fmt: skip

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    kind: Mapped[Kind] = mapped_column(by_value(Kind, "kind"))
    due_on: Mapped[date]
    """The last day the records had to be kept, as it was reckoned when erasure was proposed."""
    why: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime())
    first_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    first_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    declined_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    declined_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decline_reason: Mapped[str] = mapped_column(Text, default="")
    keep_until: Mapped[date | None]
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    salt: Mapped[str] = mapped_column(String(64), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 over the salt and everything that was erased: it proves a copy kept elsewhere, and gives nothing away."""
    counts: Mapped[JsonDict] = mapped_column(Json, default=dict)
    """How many of each kind of thing were erased."""

    procurement: Mapped[Procurement] = relationship(lazy="joined", innerjoin=True)
    first_by: Mapped[User | None] = relationship(foreign_keys=[first_by_id])
    second_by: Mapped[User | None] = relationship(foreign_keys=[second_by_id])
    declined_by: Mapped[User | None] = relationship(foreign_keys=[declined_by_id])
