"""Requests for information: who asked for what, what was picked, what was withheld, and what was given."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, UTCDateTime
from assurance.persistence.models.organisation import User
from assurance.persistence.models.procurement import Procurement
from assurance.persistence.secret_columns import SecretText


class InformationRequest(Base):
    """Somebody's request for records of a procurement; what was given is fixed, with its hash, once it is released."""

    __tablename__ = "information_request"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("due_on > received_on", name="due_after_receipt"),
        CheckConstraint("(released_at IS NULL) = (released_by_id IS NULL)", name="released_by_someone"),
        CheckConstraint("(released_at IS NULL) = (digest = '')", name="released_whole"),
        # Four eyes: nobody releases what they prepared.
        CheckConstraint("released_by_id IS NULL OR released_by_id != prepared_by_id", name="not_by_its_preparer"),
        # It is answered, or closed because nobody asks any more, never both.
        CheckConstraint("(closed_at IS NULL) = (close_reason = '')", name="closed_with_reason"),
        CheckConstraint("closed_at IS NULL OR released_at IS NULL", name="ended_one_way"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    requester: Mapped[str] = mapped_column(SecretText("information_request.requester"))
    contact: Mapped[str] = mapped_column(SecretText("information_request.contact"))
    asked: Mapped[str] = mapped_column(SecretText("information_request.asked"))
    received_on: Mapped[date]
    due_on: Mapped[date]
    why: Mapped[str] = mapped_column(Text)
    """Why it is due that day."""
    registered_at: Mapped[datetime] = mapped_column(UTCDateTime())
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    """Who registered it, or last picked its records."""
    chosen: Mapped[list[str]] = mapped_column(Json, default=list)
    """The keys of the items of the record that were picked."""
    content: Mapped[JsonDict] = mapped_column(Json, default=dict)
    """Empty until it is released; then what was given, for ever."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    close_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    procurement: Mapped[Procurement] = relationship(lazy="joined", innerjoin=True)
    prepared_by: Mapped[User] = relationship(foreign_keys=[prepared_by_id])
    released_by: Mapped[User | None] = relationship(foreign_keys=[released_by_id])
    withheld: Mapped[list[Redaction]] = relationship(back_populates="request", order_by="Redaction.id")


class Redaction(Base):
    """One item withheld, or one passage cut, with who, under which exemption and why."""

    __tablename__ = "redaction"
    __table_args__ = (UniqueConstraint("public_id"), CheckConstraint("reason != ''", name="reasoned"))

    public_id: Mapped[str] = mapped_column(String(36))
    request_id: Mapped[int] = mapped_column(ForeignKey("information_request.id"), index=True)
    item: Mapped[str] = mapped_column(String(120))
    passage: Mapped[str] = mapped_column(SecretText("redaction.passage"))
    """Empty when the whole item is withheld."""
    exemption: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(60))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime())

    request: Mapped[InformationRequest] = relationship(back_populates="withheld")
    by: Mapped[User] = relationship()
