"""What every row says of a file that lies closed in the file store."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models.organisation import User
from assurance.persistence.secret_columns import SecretBytes, SecretText


class ClosedFile:
    """A file of which the store knows no more than its closed content; it opens with the key in its row."""

    __tablename__: str

    public_id: Mapped[str] = mapped_column(String(36))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    storage_key: Mapped[str] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime())
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    @declared_attr
    def name(cls) -> Mapped[str]:  # noqa: N805 -- SQLAlchemy gives the class
        """The name under which it was sent."""
        return mapped_column(SecretText(f"{cls.__tablename__}.name"))

    @declared_attr
    def file_key(cls) -> Mapped[bytes]:  # noqa: N805 -- SQLAlchemy gives the class
        """The key that opens it."""
        return mapped_column(SecretBytes(f"{cls.__tablename__}.file_key"))

    @declared_attr
    def uploaded_by(cls) -> Mapped[User]:  # noqa: N805 -- SQLAlchemy gives the class
        """Who sent it."""
        return relationship()
