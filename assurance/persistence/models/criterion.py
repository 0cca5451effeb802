"""The tree of award criteria of a procurement, its scale, and who marks what."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Percent
from assurance.persistence.models.organisation import User


class CriterionRow(Base):
    """A node of the tree. Called a row because the domain has a Criterion of its own."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("procurement_id", "code"),
        CheckConstraint("kind IN ('group', 'scored', 'price', 'pass_fail')", name="kind_known"),
        CheckConstraint("weight_percent >= 0 AND weight_percent <= 10000", name="weight_range"),
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
    question: Mapped[str] = mapped_column(Text, default="")
    """What the bidder is asked."""
    guidance: Mapped[str] = mapped_column(Text, default="")
    """What evaluators should look for."""
    word_limit: Mapped[int | None]
    is_down_select: Mapped[bool] = mapped_column(default=False)
    """Published as a criterion of the down-selection between dialogue rounds."""
    position: Mapped[int] = mapped_column(default=0)

    assignments: Mapped[list[CriterionAssignment]] = relationship(back_populates="criterion")


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
