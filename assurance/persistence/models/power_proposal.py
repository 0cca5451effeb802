"""Powers proposed by one person and given by another: roles that decide, the board secretary, a lost second factor."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.authority.powers import Outcome, Power
from assurance.domain.authority.roles import Role
from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime, by_value
from assurance.persistence.models.organisation import User
from assurance.persistence.models.procurement import Procurement

_WAITING = text("outcome IS NULL")


class PowerProposal(Base):
    """What one person proposed for another, and what became of it. It stays on record."""

    __tablename__ = "power_proposal"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("(kind = 'role') = (role IS NOT NULL)", name="role_of_its_kind"),
        CheckConstraint("(role IS NULL) = (procurement_id IS NULL)", name="role_in_a_procurement"),
        CheckConstraint("proposed_by_id <> user_id", name="not_for_oneself"),
        CheckConstraint("(outcome IS NULL) = (decided_by_id IS NULL)", name="decided_by_someone"),
        # Two people: nobody confirms what they proposed, nor what is for themselves.
        CheckConstraint(
            "outcome IS NULL OR outcome <> 'confirmed' OR decided_by_id NOT IN (proposed_by_id, user_id)",
            name="confirmed_by_another",
        ),
        # One such proposal waits at a time.
        Index(
            "uq_power_proposal_waiting_role",
            "procurement_id", "user_id", "role",
            unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING,
        ),
        Index("ix_power_proposal_waiting", "organisation_id", "outcome"),
    )  # fmt: skip

    public_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[Power] = mapped_column(by_value(Power, "kind"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    """The authority whose people these are."""
    procurement_id: Mapped[int | None] = mapped_column(ForeignKey("procurement.id"))
    role: Mapped[Role | None] = mapped_column(by_value(Role, "role"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    """Whom it is for."""
    reason: Mapped[str] = mapped_column(Text, default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime())
    outcome: Mapped[Outcome | None] = mapped_column(by_value(Outcome, "outcome"))
    outcome_reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined", innerjoin=True)
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id], lazy="joined", innerjoin=True)
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id], lazy="joined")
    procurement: Mapped[Procurement | None] = relationship(lazy="joined")
