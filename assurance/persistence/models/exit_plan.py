"""The plan for the end of a contract, early or at its term: who hands over what to whom, and how care goes on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.contracts.exit_plan import HandOver, Trigger
from assurance.persistence.base import Base
from assurance.persistence.columns import Json, UTCDateTime
from assurance.persistence.models.contract import Contract
from assurance.persistence.models.organisation import User


class ExitPlan(Base):
    """The plan of one contract. It is settled by somebody once nothing is missing, and open again once it changes."""

    __tablename__ = "exit_plan"
    __table_args__ = (
        UniqueConstraint("contract_id"),
        CheckConstraint("within_months BETWEEN 1 AND 12", name="within_a_year"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_someone"),
    )

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    within_months: Mapped[int]
    """By how many months after the first day of the service it has to be settled."""
    triggers: Mapped[list[str]] = mapped_column(Json, default=list)
    """What brings it into force."""
    step_in: Mapped[str] = mapped_column(Text)
    """How care goes on from the first day, and who answers for it."""
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    contract: Mapped[Contract] = relationship()
    written_by: Mapped[User] = relationship(foreign_keys=[written_by_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])
    items: Mapped[list[ExitItem]] = relationship(
        back_populates="plan", order_by="ExitItem.number", cascade="all, delete-orphan"
    )
    reviews: Mapped[list[ExitReview]] = relationship(back_populates="plan", order_by="ExitReview.number")

    @property
    def reasons(self) -> list[str]:
        """What brings it into force, in words."""
        return [Trigger(each).label for each in self.triggers]


class ExitItem(Base):
    """One thing that is handed over: what, by whom, to whom, in how many days; or why there is nothing of its kind."""

    __tablename__ = "exit_item"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        # What is handed over says by whom, to whom and by when; what is not says why, in `what`.
        CheckConstraint(
            "(is_needed AND owner != '' AND receiver != '' AND days IS NOT NULL)"
            " OR (NOT is_needed AND owner = '' AND receiver = '' AND days IS NULL)",
            name="handed_over_whole",
        ),
        CheckConstraint("what != ''", name="says_what"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("exit_plan.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    is_needed: Mapped[bool]
    what: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(120), default="")
    receiver: Mapped[str] = mapped_column(String(120), default="")
    days: Mapped[int | None]
    """Days after what brought the plan into force by which it is handed over."""

    plan: Mapped[ExitPlan] = relationship(back_populates="items")

    @property
    def label(self) -> str:
        """What kind of hand-over it is, in words."""
        return HandOver(self.kind).label


class ExitReview(Base):
    """One yearly look at a settled plan: what was found, by whom."""

    __tablename__ = "exit_review"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("exit_plan.id"))
    number: Mapped[int]
    found: Mapped[str] = mapped_column(Text)
    reviewed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reviewed_at: Mapped[datetime] = mapped_column(UTCDateTime())

    plan: Mapped[ExitPlan] = relationship(back_populates="reviews")
    reviewed_by: Mapped[User] = relationship()
