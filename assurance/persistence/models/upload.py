"""A file on its way: announced, and arriving piece by piece until it is whole and becomes a document of its bid."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.secret_columns import SecretBytes, SecretText


class Upload(Base):
    """One file on its way. What has arrived lies closed in the staging folder, under a key that only this row has."""

    __tablename__ = "upload"
    __table_args__ = (
        UniqueConstraint("public_id"),
        # Nothing more arrives than was announced.
        CheckConstraint("received >= 0 AND received <= size", name="within_size"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    name: Mapped[str] = mapped_column(SecretText("upload.name"))
    size: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    key: Mapped[bytes] = mapped_column(SecretBytes("upload.key"))
    started_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    started_at: Mapped[datetime] = mapped_column(UTCDateTime())
    touched_at: Mapped[datetime] = mapped_column(UTCDateTime())
    """When a piece last arrived; one that nobody has continued for a day is swept away."""
