"""What a final tender offers beside answers and price: the cover of every element of care, and outcomes by year."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.secret_columns import SecretAmount, SecretAmounts, SecretJson, SecretText


class Cover(Base):
    """Who delivers one element of care, who of them is accountable, how each is paid, and what is handed over."""

    __tablename__ = "cover"
    __table_args__ = (UniqueConstraint("bid_id", "element_id"),)

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    element_id: Mapped[int] = mapped_column(ForeignKey("pathway_element.id"))
    providers: Mapped[list[dict[str, str]]] = mapped_column(SecretJson("cover.providers"))
    """One for each provider: its name, its `part` (accountable or takes_part) and its `payment_basis`."""
    data_set: Mapped[str] = mapped_column(SecretText("cover.data_set"), default="")
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime())
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling


class Trajectory(Base):
    """What is promised on one outcome: the result of each contract year, and why it can be reached."""

    __tablename__ = "trajectory"
    __table_args__ = (UniqueConstraint("bid_id", "outcome_id"),)

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id"))
    baseline: Mapped[Decimal | None] = mapped_column(SecretAmount("trajectory.baseline"))
    """The result today as the bidder knows it, where the programme names none."""
    promises: Mapped[tuple[Decimal, ...]] = mapped_column(SecretAmounts("trajectory.promises"))
    reason: Mapped[str] = mapped_column(SecretText("trajectory.reason"), default="")
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime())
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling
