"""Open data: what was published as releases, and past procurements of others taken in for reference."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, Pounds, UTCDateTime
from assurance.persistence.models.organisation import User


class OcdsRelease(Base):
    """A published notice as a release. Never changed: the database refuses to update or delete it."""

    __tablename__ = "ocds_release"
    __table_args__ = (
        UniqueConstraint("release_id"),
        UniqueConstraint("notice_id"),
        CheckConstraint("stage IN ('planning', 'tender', 'award', 'contract')", name="stage_known"),
        Index("ix_ocds_release_newest", "published_at", "id"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    ocid: Mapped[str] = mapped_column(String(60), index=True)
    release_id: Mapped[str] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(10))
    published_at: Mapped[datetime] = mapped_column(UTCDateTime())
    document: Mapped[str] = mapped_column(Text)
    """The release as canonical JSON (RFC 8785)."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the document."""


class PastProcurement(Base):
    """A procurement read from somebody’s open data, for reference: nothing of it is a case of this system."""

    __tablename__ = "past_procurement"
    __table_args__ = (
        UniqueConstraint("public_id"),
        # One authority keeps one picture of a procurement; reading it again replaces what was there.
        UniqueConstraint("organisation_id", "ocid"),
        CheckConstraint("value_amount IS NULL OR value_amount >= 0", name="value_not_negative"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index("ix_past_procurement_newest", "organisation_id", "published_on", "id"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    """The authority whose people took it in and may see it."""
    ocid: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(500))
    description: Mapped[str] = mapped_column(Text, default="")
    buyer: Mapped[str] = mapped_column(String(300))
    procedure: Mapped[str] = mapped_column(String(300), default="")
    status: Mapped[str] = mapped_column(String(40), default="")
    value_amount: Mapped[Decimal | None] = mapped_column(Pounds())
    currency: Mapped[str] = mapped_column(String(3), default="")
    value_basis: Mapped[str] = mapped_column(String(10), default="")
    """Whether the value is what was `awarded` or what was `estimated`."""
    published_on: Mapped[date | None]
    tenders_due_on: Mapped[date | None]
    awarded_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    tenders_received: Mapped[int | None]
    cpv: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    suppliers: Mapped[list[str]] = mapped_column(Json, default=list)
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    search_text: Mapped[str] = mapped_column(Text)
    """Title, buyer, suppliers and codes in lower case, for finding it; each code with # before it."""
    publisher: Mapped[str] = mapped_column(String(300), default="")
    licence: Mapped[str] = mapped_column(String(500), default="")
    source: Mapped[str] = mapped_column(String(500), default="")
    """The address the package gives itself; never fetched."""
    file_name: Mapped[str] = mapped_column(String(200))
    file_digest: Mapped[str] = mapped_column(String(64))
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    imported_at: Mapped[datetime] = mapped_column(UTCDateTime())

    imported_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Comparable(Base):
    """A past procurement that planning compares itself with, and why."""

    __tablename__ = "comparable"
    __table_args__ = (UniqueConstraint("procurement_id", "past_procurement_id"),)

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    past_procurement_id: Mapped[int] = mapped_column(ForeignKey("past_procurement.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    chosen_at: Mapped[datetime] = mapped_column(UTCDateTime())

    past: Mapped[PastProcurement] = relationship(lazy="joined", innerjoin=True)
    chosen_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
