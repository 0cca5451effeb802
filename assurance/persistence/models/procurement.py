"""A procurement, the moves it has made and the people who take part in it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.authority.roles import Role
from assurance.domain.deadlines import Standstill
from assurance.domain.deadlines.circumstances import Circumstances, stated
from assurance.domain.procedures import get_procedure
from assurance.domain.procedures.definition import Procedure
from assurance.domain.stages import Stage
from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, Pounds, UTCDateTime, by_value
from assurance.persistence.models.organisation import Organisation, User
from assurance.persistence.models.programme import Definition


class Procurement(Base):
    """The case file of one purchase, from the first plan to the running contract."""

    __tablename__ = "procurement"
    __table_args__ = (
        UniqueConstraint("reference"),
        # Criteria are frozen at one instant and under one hash, or not at all.
        CheckConstraint("(criteria_frozen_at IS NULL) = (criteria_digest IS NULL)", name="criteria_frozen_whole"),
        # Closing is a latch: tenders cannot be closed without a deadline to close at.
        CheckConstraint("tenders_closed_at IS NULL OR tenders_due_at IS NOT NULL", name="closed_after_deadline"),
        CheckConstraint("low_price_percent BETWEEN 1 AND 90", name="low_price_percent_range"),
        # A term is neither nothing nor for ever.
        CheckConstraint("contract_years BETWEEN 1 AND 20", name="contract_years_range"),
    )

    reference: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    procedure_code: Mapped[str] = mapped_column(String(40))
    procedure_version: Mapped[str] = mapped_column(String(10))
    circumstances: Mapped[list[str]] = mapped_column(Json, default=list)
    """What shortens a period of its regime, such as `light_touch` or `urgent`."""
    stage: Mapped[Stage] = mapped_column(by_value(Stage, "stage"), default=Stage.PLANNING)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
    is_demonstration: Mapped[bool] = mapped_column(default=False)

    # The programme that is bought
    care_group: Mapped[str] = mapped_column(String(120), default="")
    population: Mapped[int | None]
    contract_years: Mapped[int] = mapped_column(default=5)
    outcome_share_percent: Mapped[int] = mapped_column(default=30)
    """Per cent of the contract value that depends on outcomes; the rest is paid in any case."""
    integration_forms: Mapped[list[str]] = mapped_column(Json, default=list)
    engagement_summary: Mapped[str] = mapped_column(Text, default="")

    # The call and the tenders
    notice_text: Mapped[str] = mapped_column(Text, default="")
    requests_due_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    tenders_due_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    tenders_closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    criteria_frozen_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    criteria_digest: Mapped[str | None] = mapped_column(String(64))
    tie_break: Mapped[list[str]] = mapped_column(Json, default=list)
    evaluation_method: Mapped[JsonDict] = mapped_column(Json, default=lambda: {"name": "weighted-sum"})
    """How bids are ranked, in the form of `assurance-evaluation/1`."""
    criteria_may_be_refined: Mapped[bool] = mapped_column(default=False)
    """The call said so: the criteria may then be refined until final tenders are invited."""
    marks_due_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When evaluators should have locked their marks; for reminders, never a bar."""
    price_opens_after_quality: Mapped[bool] = mapped_column(default=False)
    """Prices stay closed when tenders are opened, until the marks on quality are final."""
    prices_opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    low_price_percent: Mapped[int] = mapped_column(default=10)
    """A price more than this far below the mean of the bids is looked into as possibly abnormally low."""

    # The award
    intention_published_on: Mapped[date | None]
    standstill_extended_to: Mapped[date | None]
    """The last day of standstill where the authority has promised a longer one than the law asks."""
    next_due_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), index=True)
    """The next instant at which the clock matters, for lists and for jobs."""

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id])

    @property
    def procedure(self) -> Procedure:
        """The procedure and version it was started under."""
        return get_procedure(self.procedure_code, self.procedure_version)

    @property
    def due_at(self) -> datetime | None:
        """By when people have to have done something: during scoring the date set for marks, else the next date."""
        marks = self.marks_due_at if self.stage is Stage.SCORING else None
        return marks or self.next_due_at

    @property
    def given(self) -> Circumstances:
        """What shortens a period of its regime; only suppliers who were selected are invited to tender."""
        return stated(self.circumstances, preselected=True)

    @property
    def standstill(self) -> Standstill | None:
        """The dates of its standstill under its regime, or None before the outcome is published."""
        published = self.intention_published_on
        return self.procedure.standstill(published).extended(self.standstill_extended_to) if published else None

    @property
    def are_prices_closed(self) -> bool:
        """Say whether the prices wait for an opening of their own."""
        return self.price_opens_after_quality and self.prices_opened_at is None


class StageChange(Base):
    """One move a procurement has made: from where, to where, by whom, when and why."""

    __tablename__ = "stage_change"

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    trigger: Mapped[str] = mapped_column(String(40))
    from_stage: Mapped[Stage] = mapped_column(by_value(Stage, "from_stage"))
    to_stage: Mapped[Stage] = mapped_column(by_value(Stage, "to_stage"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime())
    reason: Mapped[str] = mapped_column(Text, default="")

    actor: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class RoleAssignment(Base):
    """A duty a person holds in one procurement."""

    __tablename__ = "role_assignment"
    __table_args__ = (UniqueConstraint("procurement_id", "user_id", "role"),)

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[Role] = mapped_column(by_value(Role, "role"))
    given_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    given_at: Mapped[datetime] = mapped_column(UTCDateTime())

    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined", innerjoin=True)


class BudgetLine(Base):
    """A programme-budget category of the baseline, with what was spent on it in each year."""

    __tablename__ = "budget_line"
    __table_args__ = (
        UniqueConstraint("procurement_id", "code"),
        # A line in the envelope has a figure for the year the envelope is drawn from.
        CheckConstraint("latest_amount >= 0", name="amount_not_negative"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    code: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    amounts: Mapped[JsonDict] = mapped_column(Json)
    """Year label to pounds as a string, in the order of the table imported."""
    latest_year: Mapped[str] = mapped_column(String(10))
    latest_amount: Mapped[Decimal] = mapped_column(Pounds())
    is_chosen: Mapped[bool] = mapped_column(default=False)


class PathwayElement(Base):
    """A step of care in a pathway that the programme must cover."""

    __tablename__ = "pathway_element"
    __table_args__ = (UniqueConstraint("procurement_id", "pathway", "name"),)

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    pathway: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(160))
    position: Mapped[int] = mapped_column(default=0)


class ElementHandover(Base):
    """A passage of care from one element to another, for which a bidder names what goes with the patient."""

    __tablename__ = "element_handover"
    __table_args__ = (
        UniqueConstraint("source_id", "target_id"),
        CheckConstraint("source_id != target_id", name="between_two"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("pathway_element.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("pathway_element.id"))

    source: Mapped[PathwayElement] = relationship(foreign_keys=[source_id], lazy="joined", innerjoin=True)
    target: Mapped[PathwayElement] = relationship(foreign_keys=[target_id], lazy="joined", innerjoin=True)


class Outcome(Base):
    """An indicator on which part of the payment depends."""

    __tablename__ = "outcome"
    __table_args__ = (
        UniqueConstraint("procurement_id", "code"),
        CheckConstraint("weight_percent > 0 AND weight_percent <= 10000", name="weight_range"),
        CheckConstraint("rule IN ('linear', 'pass-fail')", name="rule_known"),
        # A linear indicator with equal threshold and target would divide by zero.
        CheckConstraint("rule != 'linear' OR (threshold IS NOT NULL AND threshold != target)", name="linear_has_slope"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(40), default="%")
    weight_percent: Mapped[Decimal] = mapped_column(Pounds())
    rule: Mapped[str] = mapped_column(String(20))
    baseline: Mapped[Decimal | None] = mapped_column(Pounds())
    threshold: Mapped[Decimal | None] = mapped_column(Pounds())
    target: Mapped[Decimal] = mapped_column(Pounds())
    position: Mapped[int] = mapped_column(default=0)
    definition_id: Mapped[int | None] = mapped_column(ForeignKey("definition.id"))
    """The version of a definition that says what is measured; None while nobody has bound it to one."""

    definition: Mapped[Definition | None] = relationship(lazy="joined")
