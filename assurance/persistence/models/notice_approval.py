"""The approval of a notice before it is published, of the text that was read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models.organisation import User


class NoticeApproval(Base):
    """Who approved what a notice would say, and when. It counts as long as the notice would still say that."""

    __tablename__ = "notice_approval"

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    """Of the title and the sections, with every date that only publication sets taken as one fixed day."""
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime] = mapped_column(UTCDateTime())

    approved_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
