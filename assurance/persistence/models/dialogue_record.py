"""What the dialogue leaves behind: actions, outline solutions, ideas with consents, what was told to whom, decisions.

What participants write, and every idea, is closed on the disk.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.dialogue.consent import State
from assurance.domain.stages import Stage
from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime, by_value
from assurance.persistence.models.bid import Bid
from assurance.persistence.models.dialogue import DialogueSession
from assurance.persistence.models.organisation import User
from assurance.persistence.models.procurement import Procurement
from assurance.persistence.secret_columns import SecretText


class DialogueAction(Base):
    """Something agreed in a session that one side does by a date; done when that side says so."""

    __tablename__ = "dialogue_action"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("side IN ('authority', 'participant')", name="side_known"),
        # Done names who said so and when, or it is open.
        CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done_by_someone"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"), index=True)
    text: Mapped[str] = mapped_column(SecretText("dialogue_action.text"))
    side: Mapped[str] = mapped_column(String(12))
    owner: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime())
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    done_note: Mapped[str] = mapped_column(SecretText("dialogue_action.done_note"), default="")

    session: Mapped[DialogueSession] = relationship(lazy="joined", innerjoin=True)
    done_by: Mapped[User | None] = relationship(foreign_keys=[done_by_id], lazy="joined")


class OutlineVersion(Base):
    """An outline solution of one participant in one round as it was saved; what is kept is changed in a new one."""

    __tablename__ = "outline_version"
    __table_args__ = (
        UniqueConstraint("bid_id", "round", "number"),
        CheckConstraint("round BETWEEN 1 AND 9", name="round_range"),
        CheckConstraint("(submitted_at IS NULL) = (submitted_by_id IS NULL)", name="submitted_by_someone"),
    )

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    round: Mapped[int]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(SecretText("outline_version.text"))
    words: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime())
    revision: Mapped[int]
    """Counts every save of the round; what a person was shown is named by it."""
    is_kept: Mapped[bool] = mapped_column(default=True)
    """Saved by the button. What is saved as it is typed goes into one version until then."""
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    bid: Mapped[Bid] = relationship(lazy="joined", innerjoin=True)
    saved_by: Mapped[User] = relationship(foreign_keys=[saved_by_id], lazy="joined", innerjoin=True)
    submitted_by: Mapped[User | None] = relationship(foreign_keys=[submitted_by_id], lazy="joined")


class Idea(Base):
    """An idea that belongs to one participant: never told to another without consent to the exact words."""

    __tablename__ = "idea"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("source IN ('session', 'outline', 'participant')", name="source_known"),
        CheckConstraint("(disputed_at IS NULL) = (disputed_by_id IS NULL)", name="disputed_by_someone"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    title: Mapped[str] = mapped_column(SecretText("idea.title"))
    text: Mapped[str] = mapped_column(SecretText("idea.text"))
    source: Mapped[str] = mapped_column(String(12))
    """Where it was said: a session, an outline solution, or recorded by the participant itself."""
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime())
    dispute: Mapped[str] = mapped_column(SecretText("idea.dispute"), default="")
    """What the participant holds to be wrong in the record; empty when it does not."""
    disputed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    disputed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    bid: Mapped[Bid] = relationship(lazy="joined", innerjoin=True)
    recorded_by: Mapped[User] = relationship(foreign_keys=[recorded_by_id], lazy="joined", innerjoin=True)
    consents: Mapped[list[DisclosureConsent]] = relationship(
        back_populates="idea", order_by="DisclosureConsent.id", lazy="selectin"
    )


class DisclosureConsent(Base):
    """A request to tell one exact wording of an idea, to all or to named participants, and the owner's answer."""

    __tablename__ = "disclosure_consent"
    __table_args__ = (
        UniqueConstraint("public_id"),
        # An answer names who gave it and when; only what was given is withdrawn, and only before it was used.
        CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="answered_at_some_time"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_someone"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_at_some_time"),
        CheckConstraint("used_at IS NULL OR state = 'given'", name="used_only_when_given"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    wording: Mapped[str] = mapped_column(SecretText("disclosure_consent.wording"))
    is_to_all: Mapped[bool]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime())
    state: Mapped[State] = mapped_column(by_value(State, "consent_state"), default=State.ASKED)
    reason: Mapped[str] = mapped_column(SecretText("disclosure_consent.reason"), default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    idea: Mapped[Idea] = relationship(back_populates="consents", lazy="joined", innerjoin=True)
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id], lazy="joined")
    recipients: Mapped[list[ConsentRecipient]] = relationship(order_by="ConsentRecipient.id", lazy="selectin")


class ConsentRecipient(Base):
    """A participant that the wording of a consent may be told to, where it is not for all."""

    __tablename__ = "consent_recipient"
    __table_args__ = (UniqueConstraint("consent_id", "bid_id"),)

    consent_id: Mapped[int] = mapped_column(ForeignKey("disclosure_consent.id"))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)

    bid: Mapped[Bid] = relationship(lazy="joined", innerjoin=True)


class Outgoing(Base):
    """Information for participants: a briefing, or a version of the specification. Sent once and never edited after."""

    __tablename__ = "outgoing"
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("procurement_id", "kind", "number"),
        CheckConstraint("kind IN ('briefing', 'specification')", name="kind_known"),
        CheckConstraint("round BETWEEN 1 AND 9", name="round_range"),
        # Sent names who let it go, and has its number from then on.
        CheckConstraint("(sent_at IS NULL) = (sent_by_id IS NULL)", name="sent_by_someone"),
        CheckConstraint("(sent_at IS NULL) = (number IS NULL)", name="numbered_when_sent"),
        CheckConstraint("sent_at IS NULL OR dropped_at IS NULL", name="sent_or_dropped"),
        # A specification goes to every participant at once.
        CheckConstraint("kind = 'briefing' OR is_to_all", name="specification_to_all"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[int | None]
    round: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(SecretText("outgoing.text"))
    changes: Mapped[str] = mapped_column(SecretText("outgoing.changes"), default="")
    """What changed, and because of what; for a version of the specification."""
    is_to_all: Mapped[bool]
    unequal_reason: Mapped[str] = mapped_column(SecretText("outgoing.unequal_reason"), default="")
    """Why not every participant has it."""
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    procurement: Mapped[Procurement] = relationship(lazy="joined", innerjoin=True)
    written_by: Mapped[User] = relationship(foreign_keys=[written_by_id], lazy="joined", innerjoin=True)
    sent_by: Mapped[User | None] = relationship(foreign_keys=[sent_by_id], lazy="joined")
    recipients: Mapped[list[OutgoingRecipient]] = relationship(
        back_populates="outgoing", order_by="OutgoingRecipient.id", lazy="selectin"
    )
    answers: Mapped[list[OutgoingAnswer]] = relationship(order_by="OutgoingAnswer.id", lazy="selectin")


class OutgoingRecipient(Base):
    """A participant that information is for, when it was given, and when somebody there first opened it."""

    __tablename__ = "outgoing_recipient"
    __table_args__ = (
        UniqueConstraint("outgoing_id", "bid_id"),
        CheckConstraint("(seen_at IS NULL) = (seen_by_id IS NULL)", name="seen_by_someone"),
        CheckConstraint("seen_at IS NULL OR given_at IS NOT NULL", name="seen_only_when_given"),
    )

    outgoing_id: Mapped[int] = mapped_column(ForeignKey("outgoing.id"))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    given_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    outgoing: Mapped[Outgoing] = relationship(back_populates="recipients")
    bid: Mapped[Bid] = relationship(lazy="joined", innerjoin=True)
    seen_by: Mapped[User | None] = relationship(foreign_keys=[seen_by_id], lazy="joined")


class OutgoingAnswer(Base):
    """Why a finding of the check may stand: it holds while the same words are shared, and a second person releases."""

    __tablename__ = "outgoing_answer"
    __table_args__ = (UniqueConstraint("outgoing_id", "key"),)

    outgoing_id: Mapped[int] = mapped_column(ForeignKey("outgoing.id"))
    key: Mapped[str] = mapped_column(String(16))
    finding: Mapped[str] = mapped_column(SecretText("outgoing_answer.finding"))
    reason: Mapped[str] = mapped_column(Text)
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime] = mapped_column(UTCDateTime())

    answered_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class CompetitionDecision(Base):
    """That the owner decided to go on with so many left, and why; a later decision does not erase it."""

    __tablename__ = "competition_decision"
    __table_args__ = (
        CheckConstraint("bids_left BETWEEN 1 AND 2", name="only_when_few"),
        Index("ix_competition_decision_procurement", "procurement_id", "id"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    stage: Mapped[Stage] = mapped_column(by_value(Stage, "decision_stage"))
    bids_left: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Nobody where an earlier version of the service did not keep who it was."""
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime())

    decided_by: Mapped[User | None] = relationship(lazy="joined")
