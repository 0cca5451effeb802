"""What people are told inside the service: one row for each recipient, so that all are told, each exactly once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, UTCDateTime
from assurance.persistence.models.organisation import User
from assurance.persistence.models.procurement import Procurement


class Message(Base):
    """One thing told to one organisation or to one person, with the page it is about and whether it was read."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("public_id"),
        # The same thing is told to the same recipient once, however often the act that tells it is repeated.
        UniqueConstraint("kind", "subject", "recipient"),
        # A message goes to an organisation or to a person, never to both and never to nobody.
        CheckConstraint("(organisation_id IS NULL) != (user_id IS NULL)", name="one_recipient"),
        CheckConstraint("(read_at IS NULL) = (read_by_id IS NULL)", name="read_by_someone"),
        Index("ix_message_organisation_unread", "organisation_id", "read_at"),
        Index("ix_message_user_unread", "user_id", "read_at"),
        Index("ix_message_carried_at", "carried_at"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    """What it tells about, as a key: with the kind and the recipient it is told once."""
    recipient: Mapped[str] = mapped_column(String(40))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    procurement_id: Mapped[int | None] = mapped_column(ForeignKey("procurement.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    endpoint: Mapped[str] = mapped_column(String(80))
    """Name of the page it leads to, and below what its address needs."""
    params: Mapped[JsonDict] = mapped_column(Json)
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime())
    carried_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When it was passed on to e-mail, or it was found that nobody wants it by e-mail; none while that waits."""
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    procurement: Mapped[Procurement | None] = relationship(lazy="joined")
    read_by: Mapped[User | None] = relationship(foreign_keys=[read_by_id], lazy="joined")
