"""Selection: what is asked, what each bidder and those it relies on say, how it is judged, and who is replaced."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.selection.grounds import Party
from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, UTCDateTime, by_value
from assurance.persistence.models.bid import Bid
from assurance.persistence.models.organisation import User
from assurance.persistence.secret_columns import SecretJson, SecretText


class SelectionQuestionnaire(Base):
    """What is asked of everybody who wants to take part; fixed with its digest when the call is published."""

    __tablename__ = "selection_questionnaire"
    __table_args__ = (
        UniqueConstraint("procurement_id"),
        # What is fixed has its digest, and a draft has none.
        CheckConstraint("(frozen_at IS NULL) = (digest = '')", name="frozen_whole"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    content: Mapped[JsonDict] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(String(64), default="")
    frozen_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime())
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling


class SelectionAnswer(Base):
    """A bidder's answer to one question, from its first draft on."""

    __tablename__ = "selection_answer"
    __table_args__ = (UniqueConstraint("bid_id", "code"),)

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    code: Mapped[str] = mapped_column(String(40))
    content: Mapped[JsonDict] = mapped_column(SecretJson("selection_answer.content"))
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime())
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    updated_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class SelectionParty(Base):
    """The bidder, or somebody it relies on, with what that party declares of each ground for exclusion."""

    __tablename__ = "selection_party"
    __table_args__ = (UniqueConstraint("public_id"),)

    public_id: Mapped[str] = mapped_column(String(36))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    party: Mapped[Party] = mapped_column(by_value(Party, "selection_party"))
    name: Mapped[str] = mapped_column(SecretText("selection_party.name"))
    company_number: Mapped[str] = mapped_column(SecretText("selection_party.company_number"))
    delivers: Mapped[str] = mapped_column(SecretText("selection_party.delivers"))
    declared: Mapped[JsonDict] = mapped_column(SecretJson("selection_party.declared"))
    """`applies` and `self_cleaning`, both by the code of the ground; what is left open is not there."""
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling


class ReplacementNotice(Base):
    """A bidder is told that a ground applies to somebody it relies on, and until when it may name another."""

    __tablename__ = "replacement_notice"
    __table_args__ = (
        UniqueConstraint("party_id"),
        CheckConstraint("answer_by > given_at", name="leaves_time"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_someone"),
    )

    party_id: Mapped[int] = mapped_column(ForeignKey("selection_party.id"))
    reason: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UTCDateTime())
    given_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    answer_by: Mapped[datetime] = mapped_column(UTCDateTime())
    replacement_id: Mapped[int | None] = mapped_column(ForeignKey("selection_party.id"), unique=True)
    """Who is named in the place: in draft until the notice is answered, and standing from then on."""
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answer: Mapped[str] = mapped_column(SecretText("replacement_notice.answer"))

    given_by: Mapped[User] = relationship(foreign_keys=[given_by_id], lazy="joined", innerjoin=True)


class SelectionJudgement(Base):
    """What one answer was given, by whom and why; a mark or a pass, never both."""

    __tablename__ = "selection_judgement"
    __table_args__ = (
        UniqueConstraint("bid_id", "code"),
        CheckConstraint("(mark IS NULL) != (passes IS NULL)", name="mark_or_pass"),
        CheckConstraint("reason != ''", name="has_reason"),
    )

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    code: Mapped[str] = mapped_column(String(40))
    mark: Mapped[int | None]
    passes: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text)
    judged_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    judged_at: Mapped[datetime] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    judged_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    bid: Mapped[Bid] = relationship()


class GroundDecision(Base):
    """Whether one ground that applies to one party excludes, by whom and why."""

    __tablename__ = "ground_decision"
    __table_args__ = (
        UniqueConstraint("party_id", "ground"),
        CheckConstraint("reason != ''", name="has_reason"),
    )

    party_id: Mapped[int] = mapped_column(ForeignKey("selection_party.id"))
    ground: Mapped[str] = mapped_column(String(40))
    excludes: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    decided_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
