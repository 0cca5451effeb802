"""The timetable of a procurement: how it was proposed, and the planned days of each stage."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.stages import Stage
from assurance.domain.timetable.direction import Direction
from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime, by_value
from assurance.persistence.models.organisation import User


class Timetable(Base):
    """The timetable of a procurement as it was last proposed; its version moves with every change of a date."""

    __tablename__ = "timetable"
    __table_args__ = (UniqueConstraint("procurement_id"),)

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    direction: Mapped[Direction] = mapped_column(by_value(Direction, "timetable_direction"))
    anchor_on: Mapped[date]
    """The day from which, or back from which, it was worked out."""
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime())
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime())

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    proposed_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    stages: Mapped[list[TimetableStage]] = relationship(lazy="selectin", cascade="all, delete-orphan")


class TimetableStage(Base):
    """The first and the last planned day of one stage."""

    __tablename__ = "timetable_stage"
    __table_args__ = (
        UniqueConstraint("timetable_id", "stage"),
        # A stage does not end before it begins.
        CheckConstraint("ends_on >= starts_on", name="in_order"),
    )

    timetable_id: Mapped[int] = mapped_column(ForeignKey("timetable.id"))
    stage: Mapped[Stage] = mapped_column(by_value(Stage, "planned_stage"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    is_changed: Mapped[bool] = mapped_column(default=False)
    """Somebody chose the dates; they are not those that were proposed."""
