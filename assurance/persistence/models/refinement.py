"""Refinements of published criteria: the draft one person prepares, and who was told once another published it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, UTCDateTime
from assurance.persistence.models.bid import Bid
from assurance.persistence.models.criterion import CriteriaVersion
from assurance.persistence.models.organisation import User


class CriteriaRefinement(Base):
    """A refinement of the criteria as a list of changes to the version it was begun from; kept when discarded."""

    __tablename__ = "criteria_refinement"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'published', 'discarded')", name="state_known"),
        # What is no longer a draft names who ended it and when.
        CheckConstraint("(state = 'draft') = (closed_at IS NULL)", name="closed_at_some_time"),
        CheckConstraint("(state = 'draft') = (closed_by_id IS NULL)", name="closed_by_someone"),
        # Four eyes: nobody publishes what they prepared.
        CheckConstraint("state != 'published' OR closed_by_id != prepared_by_id", name="not_by_its_author"),
        # A published refinement says why, and which version it became.
        CheckConstraint("state != 'published' OR reason != ''", name="published_with_reason"),
        CheckConstraint("(state = 'published') = (published_version_id IS NOT NULL)", name="published_as_a_version"),
        # One draft is open at a time.
        Index(
            "uq_criteria_refinement_open",
            "procurement_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    base_digest: Mapped[str] = mapped_column(String(64))
    """Of the version it was begun from."""
    reason: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[JsonDict] = mapped_column(Json, default=dict)
    """What is said anew: of criteria by code and field, and the order of the tie-break rules."""
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime())
    author_ids: Mapped[list[int]] = mapped_column(Json, default=list)
    """Everyone who wrote in it: none of them may publish it."""
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    published_version_id: Mapped[int | None] = mapped_column(ForeignKey("criteria_version.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    prepared_by: Mapped[User] = relationship(foreign_keys=[prepared_by_id], lazy="joined", innerjoin=True)
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])


class CriteriaVersionTold(Base):
    """That one bidder was told of a refined version, and when."""

    __tablename__ = "criteria_version_told"
    # A bidder is told once of each version.
    __table_args__ = (UniqueConstraint("version_id", "bid_id"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("criteria_version.id"))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    told_at: Mapped[datetime] = mapped_column(UTCDateTime())

    criteria_version: Mapped[CriteriaVersion] = relationship(lazy="joined", innerjoin=True)
    bid: Mapped[Bid] = relationship()
