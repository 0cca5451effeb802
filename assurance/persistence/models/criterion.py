"""The tree of award criteria of a procurement, its scale, and who marks what."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, Percent, UTCDateTime
from assurance.persistence.models.organisation import User


class CriterionRow(Base):
    """A node of the tree. Called a row because the domain has a Criterion of its own."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("procurement_id", "code"),
        CheckConstraint("kind IN ('group', 'scored', 'price', 'pass_fail')", name="kind_known"),
        CheckConstraint("weight_percent >= 0 AND weight_percent <= 10000", name="weight_range"),
        CheckConstraint("normalise IN ('', 'highest', 'min-max')", name="normalise_known"),
        # Only a scored criterion has a scale, and every scored criterion has one.
        CheckConstraint("(kind = 'scored') = (scale_top IS NOT NULL)", name="scored_has_scale"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(12))
    weight_percent: Mapped[Decimal] = mapped_column(Percent())
    """Per cent of the parent."""
    scale_top: Mapped[int | None]
    minimum: Mapped[Decimal | None] = mapped_column(Percent())
    """In marks for a scored criterion, in per cent of itself for a group."""
    price_formula: Mapped[str] = mapped_column(String(40), default="")
    price_parameters: Mapped[JsonDict] = mapped_column(Json, default=dict)
    """What the formula needs beside the prices, such as a published ceiling; decimals as strings."""
    normalise: Mapped[str] = mapped_column(String(10), default="")
    """How the percentage is set against the other bids' before it is weighted; empty for not at all."""
    question: Mapped[str] = mapped_column(Text, default="")
    """What the bidder is asked."""
    guidance: Mapped[str] = mapped_column(Text, default="")
    """What bidders are told the evaluators look for."""
    evaluator_guidance: Mapped[str] = mapped_column(Text, default="")
    """What evaluators are told besides; bidders never see it, and it changes no published rule."""
    word_limit: Mapped[int | None]
    is_down_select: Mapped[bool] = mapped_column(default=False)
    """Published as a criterion of the down-selection between dialogue rounds."""
    position: Mapped[int] = mapped_column(default=0)

    assignments: Mapped[list[CriterionAssignment]] = relationship(back_populates="criterion")
    sub_criteria: Mapped[list[SubCriterion]] = relationship(
        back_populates="criterion", order_by="SubCriterion.position", lazy="selectin", cascade="all, delete-orphan"
    )


class SubCriterion(Base):
    """A published point that an answer to a scored criterion must cover; discussed by name in moderation."""

    __tablename__ = "sub_criterion"
    __table_args__ = (UniqueConstraint("criterion_id", "position"),)

    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))

    criterion: Mapped[CriterionRow] = relationship(back_populates="sub_criteria")


class CriteriaVersion(Base):
    """The criteria as published, or as refined afterwards: written once, never changed."""

    __tablename__ = "criteria_version"
    __table_args__ = (UniqueConstraint("procurement_id", "number"), CheckConstraint("number > 0", name="numbered"))

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    number: Mapped[int]
    document: Mapped[JsonDict] = mapped_column(Json)
    """Everything the digest covers."""
    digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why the criteria were refined; empty for the first publication."""
    retest: Mapped[JsonDict] = mapped_column(Json, default=dict)
    """How bids eliminated before would stand under the refined criteria."""
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime] = mapped_column(UTCDateTime())

    published_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class WindTunnelRun(Base):
    """One trial of the criteria on dummy bids before publication: what went in and what was found."""

    __tablename__ = "wind_tunnel_run"

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    criteria_digest: Mapped[str] = mapped_column(String(64))
    """Of the criteria tried, so that a run on other criteria shows as out of date."""
    setting: Mapped[JsonDict] = mapped_column(Json)
    findings: Mapped[JsonDict] = mapped_column(Json)
    run_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    run_at: Mapped[datetime] = mapped_column(UTCDateTime())

    run_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class CriterionAssignment(Base):
    """An evaluator's duty to mark one scored criterion of every bid."""

    __tablename__ = "criterion_assignment"
    __table_args__ = (UniqueConstraint("criterion_id", "user_id"),)

    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)

    criterion: Mapped[CriterionRow] = relationship(back_populates="assignments")
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class ScaleDescriptor(Base):
    """What one mark on the procurement's scale means."""

    __tablename__ = "scale_descriptor"
    __table_args__ = (
        UniqueConstraint("procurement_id", "mark"),
        CheckConstraint("mark >= 0", name="mark_not_negative"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    mark: Mapped[int]
    label: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
