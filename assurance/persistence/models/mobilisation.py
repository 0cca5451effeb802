"""The plan from the award to the first day of the service."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.contracts.mobilisation import Task, TaskState
from assurance.persistence.base import Base
from assurance.persistence.columns import Json, UTCDateTime, by_value
from assurance.persistence.models.organisation import User
from assurance.persistence.models.proof import ProofFile


class MobilisationTask(Base):
    """One task of the plan, its owner, its days and what it waits for."""

    __tablename__ = "mobilisation_task"
    __table_args__ = (
        UniqueConstraint("procurement_id", "number"),
        CheckConstraint("due_on >= starts_on", name="due_after_start"),
        # What is done says what shows it.
        CheckConstraint("state != 'done' OR evidence != ''", name="done_with_evidence"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date]
    due_on: Mapped[date]
    after: Mapped[list[int]] = mapped_column(Json, default=list)
    """Numbers of the tasks it waits for."""
    condition_reference: Mapped[str] = mapped_column(String(20), default="")
    """The condition of a gate that this task meets, if one is behind it."""
    state: Mapped[TaskState] = mapped_column(by_value(TaskState, "task_state"), default=TaskState.NOT_STARTED)
    evidence: Mapped[str] = mapped_column(Text, default="")
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    updated_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    proof: Mapped[list[ProofFile]] = relationship(order_by=ProofFile.id)

    @property
    def as_task(self) -> Task:
        """The task as the plan is computed from it."""
        return Task(self.number, self.title, self.starts_on, self.due_on, tuple(self.after), self.state)
