"""Questions and answers, addenda with who stands by its tender after them, and deadlines that were moved."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.clarifications.questions import Category, Circle, State
from assurance.domain.deadlines.changes import Which
from assurance.domain.stages import Stage
from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, UTCDateTime, by_value
from assurance.persistence.models.organisation import Organisation, User
from assurance.persistence.models.procurement import Procurement
from assurance.persistence.secret_columns import SecretText


class QuestionPeriod(Base):
    """Until when questions may be asked during the call or while final tenders are written."""

    __tablename__ = "question_period"
    __table_args__ = (UniqueConstraint("procurement_id", "stage"),)

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    stage: Mapped[Stage] = mapped_column(by_value(Stage, "question_stage"))
    due_at: Mapped[datetime] = mapped_column(UTCDateTime())


class Clarification(Base):
    """A question as its organisation asked it, what became of it, and the wording that all entitled read."""

    __tablename__ = "clarification"
    __table_args__ = (
        UniqueConstraint("public_id"),
        # Published questions are counted in the order of their publication, so that the number says nothing else.
        UniqueConstraint("procurement_id", "number"),
        CheckConstraint("(number IS NULL) = (published_at IS NULL)", name="numbered_when_published"),
        CheckConstraint("(number IS NULL) = (state != 'published')", name="published_has_number"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_someone"),
        CheckConstraint("state IN ('open', 'asked_back') OR settled_at IS NOT NULL", name="settled_at_some_time"),
        # What was not accepted as confidential was so at some time, and its organisation was given time to choose.
        CheckConstraint("(refused_at IS NULL) = (choose_by IS NULL)", name="refused_with_time_to_choose"),
        Index("ix_clarification_waiting", "procurement_id", "state"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime())
    circle: Mapped[Circle] = mapped_column(by_value(Circle, "circle"))
    category: Mapped[Category] = mapped_column(by_value(Category, "category"))
    question: Mapped[str] = mapped_column(SecretText("clarification.question"))
    """As it was asked; never changed."""
    is_confidential: Mapped[bool] = mapped_column(default=False)
    confidential_reason: Mapped[str] = mapped_column(SecretText("clarification.confidential_reason"), default="")
    state: Mapped[State] = mapped_column(by_value(State, "clarification_state"), default=State.OPEN)

    # When it is not accepted as confidential
    refusal_reason: Mapped[str] = mapped_column(SecretText("clarification.refusal_reason"), default="")
    refused_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    choose_by: Mapped[datetime | None] = mapped_column(UTCDateTime())

    # The answer
    wording: Mapped[str] = mapped_column(SecretText("clarification.wording"), default="")
    """The question as it is to be published, in words that give nobody away."""
    answer: Mapped[str] = mapped_column(SecretText("clarification.answer"), default="")
    findings: Mapped[JsonDict] = mapped_column(Json, default=dict)
    """Each finding of the check before publication with the reason why it stands."""
    reason: Mapped[str] = mapped_column(SecretText("clarification.reason"), default="")
    """Why it was answered to its organisation alone, or withdrawn."""
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    number: Mapped[int | None]
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    procurement: Mapped[Procurement] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id], lazy="joined", innerjoin=True)
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id], lazy="joined")


class Addendum(Base):
    """A numbered change to the tender information, sent to everybody entitled at once. Never edited."""

    __tablename__ = "addendum"
    __table_args__ = (UniqueConstraint("public_id"), UniqueConstraint("procurement_id", "number"))

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    number: Mapped[int]
    circle: Mapped[Circle] = mapped_column(by_value(Circle, "addendum_circle"))
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(Text)
    changes: Mapped[str] = mapped_column(Text)
    """What it changes: which document or statement, from what to what."""
    effective_on: Mapped[date]
    is_asking: Mapped[bool] = mapped_column(default=False)
    """It changes what must be answered, so that tenders submitted before it have to be confirmed."""
    findings: Mapped[JsonDict] = mapped_column(Json, default=dict)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime())
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    issued_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class AddendumConfirmation(Base):
    """That a bidder's submitted tender stands after an addendum."""

    __tablename__ = "addendum_confirmation"
    __table_args__ = (UniqueConstraint("addendum_id", "bid_id"),)

    addendum_id: Mapped[int] = mapped_column(ForeignKey("addendum.id"))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    confirmed_at: Mapped[datetime] = mapped_column(UTCDateTime())

    confirmed_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class DeadlineChange(Base):
    """A later time for a deadline that bidders were told: proposed by one person, decided by another."""

    __tablename__ = "deadline_change"
    __table_args__ = (
        UniqueConstraint("public_id"),
        # A deadline moves only later.
        CheckConstraint("after_at > before_at", name="later"),
        CheckConstraint("decision IN ('', 'approved', 'refused')", name="decision_known"),
        # A decision names who took it and when, or there is none; nobody decides on their own proposal.
        CheckConstraint("(decision = '') = (decided_by_id IS NULL)", name="decided_by_someone"),
        CheckConstraint("(decision = '') = (decided_at IS NULL)", name="decided_at_some_time"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id != proposed_by_id", name="decided_by_another"),
        # One proposal for one deadline waits at a time.
        Index(
            "uq_deadline_change_waiting", "procurement_id", "which", unique=True,
            sqlite_where=text("decision = ''"), postgresql_where=text("decision = ''"),
        ),
    )  # fmt: skip

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    which: Mapped[Which] = mapped_column(by_value(Which, "which_deadline"))
    before_at: Mapped[datetime] = mapped_column(UTCDateTime())
    after_at: Mapped[datetime] = mapped_column(UTCDateTime())
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime())
    decision: Mapped[str] = mapped_column(String(10), default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id], lazy="joined", innerjoin=True)
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id], lazy="joined")


class HeldText(Base):
    """An answer or an addendum that shares words with somebody's idea: one person answers for it, another releases."""

    __tablename__ = "held_text"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("act IN ('publish', 'private', 'addendum')", name="act_known"),
        # A question has its own act; an addendum is about no question.
        CheckConstraint("(act = 'addendum') = (clarification_id IS NULL)", name="about_a_question"),
        CheckConstraint("decision IN ('', 'released', 'kept', 'replaced')", name="decision_known"),
        CheckConstraint("(decision = '') = (decided_by_id IS NULL)", name="decided_by_someone"),
        CheckConstraint("(decision = '') = (decided_at IS NULL)", name="decided_at_some_time"),
        # Nobody releases what they wrote; to replace one's own text by another is no release.
        CheckConstraint("decision = 'replaced' OR decided_by_id IS NULL OR decided_by_id != written_by_id",
                        name="released_by_another"),
        # One text about one question waits at a time, and one addendum of a procurement.
        Index(
            "uq_held_text_question", "clarification_id", unique=True,
            sqlite_where=text("decision = ''"), postgresql_where=text("decision = ''"),
        ),
        Index(
            "uq_held_text_addendum", "procurement_id", unique=True,
            sqlite_where=text("decision = '' AND act = 'addendum'"),
            postgresql_where=text("decision = '' AND act = 'addendum'"),
        ),
    )  # fmt: skip

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    clarification_id: Mapped[int | None] = mapped_column(ForeignKey("clarification.id"))
    act: Mapped[str] = mapped_column(String(10))
    content: Mapped[str] = mapped_column(SecretText("held_text.content"))
    """The fields of what is to be sent, as JSON: closed, since they may tell an idea."""
    findings: Mapped[str] = mapped_column(SecretText("held_text.findings"))
    """Each finding as a list of its key, what it says, and the reason why it may stand; JSON."""
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
    decision: Mapped[str] = mapped_column(String(10), default="")
    decision_reason: Mapped[str] = mapped_column(SecretText("held_text.decision_reason"), default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    procurement: Mapped[Procurement] = relationship(lazy="joined", innerjoin=True)
    clarification: Mapped[Clarification | None] = relationship(lazy="joined")
    written_by: Mapped[User] = relationship(foreign_keys=[written_by_id], lazy="joined", innerjoin=True)
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id], lazy="joined")
