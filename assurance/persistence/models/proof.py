"""Files that show that a condition of a gate is met or a task of mobilisation is done."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assurance.persistence.base import Base
from assurance.persistence.models.closed_file import ClosedFile


class ProofFile(ClosedFile, Base):
    """A file that shows one thing: that a condition is met, or that a task is done."""

    __tablename__ = "proof_file"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("size > 0", name="not_empty"),
        # It belongs to a condition or to a task, never to both and never to nothing.
        CheckConstraint("(condition_id IS NULL) = (task_id IS NOT NULL)", name="of_one"),
    )

    condition_id: Mapped[int | None] = mapped_column(ForeignKey("condition.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("mobilisation_task.id"), index=True)
