"""Preliminary market engagement: the questionnaire, what providers answered, what was changed because of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, UTCDateTime
from assurance.persistence.models.organisation import Organisation
from assurance.persistence.models.procurement import Procurement
from assurance.persistence.secret_columns import SecretJson


class Engagement(Base):
    """A questionnaire to the market. Fixed when published, with the elements of care as the plan then had them."""

    __tablename__ = "engagement"
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("procurement_id"),
        CheckConstraint("published_at IS NULL OR closes_at IS NOT NULL", name="published_with_an_end"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    introduction: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[list[str]] = mapped_column(Json, default=list)
    elements: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    """Pathway and element, filled when it is published."""
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    procurement: Mapped[Procurement] = relationship(lazy="joined", innerjoin=True)


class EngagementResponse(Base):
    """What one organisation answers. A draft is seen by that organisation alone."""

    __tablename__ = "engagement_response"
    __table_args__ = (UniqueConstraint("engagement_id", "organisation_id"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    answers: Mapped[JsonDict] = mapped_column(SecretJson("engagement_response.answers"))
    readiness: Mapped[JsonDict] = mapped_column(SecretJson("engagement_response.readiness"))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime())
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class EngagementTheme(Base):
    """One thing the market said, and what was changed because of it, or why nothing was."""

    __tablename__ = "engagement_theme"
    __table_args__ = (UniqueConstraint("procurement_id", "title"),)

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    title: Mapped[str] = mapped_column(String(160))
    heard: Mapped[str] = mapped_column(Text)
    is_changed: Mapped[bool]
    outcome: Mapped[str] = mapped_column(Text)
    """What was changed, or why nothing was."""
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
