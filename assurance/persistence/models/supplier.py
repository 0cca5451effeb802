"""A provider before it bids: its profile, invitations to colleagues, standing answers, searches, interest."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.suppliers.people import Part
from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, Pounds, UTCDateTime, by_value
from assurance.persistence.models.organisation import Organisation, User
from assurance.persistence.secret_columns import SecretText

KINDS = "kind IN ('exclusion', 'financial', 'insurance', 'accreditation')"


class SupplierProfile(Base):
    """Facts about a provider that are public elsewhere, kept by its own people."""

    __tablename__ = "supplier_profile"
    __table_args__ = (
        UniqueConstraint("organisation_id"),
        CheckConstraint("annual_turnover_amount IS NULL OR annual_turnover_amount >= 0", name="turnover_not_negative"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name_skeleton: Mapped[str] = mapped_column(String(400), index=True)
    """What the name comes down to, for finding the same organisation registered twice."""
    company_number: Mapped[str] = mapped_column(String(8), default="", index=True)
    charity_number: Mapped[str] = mapped_column(String(12), default="")
    ods_code: Mapped[str] = mapped_column(String(10), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    is_sme: Mapped[bool] = mapped_column(default=False)
    is_vcse: Mapped[bool] = mapped_column(default=False)
    annual_turnover_amount: Mapped[Decimal | None] = mapped_column(Pounds())
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime())
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class CallInvitation(Base):
    """A provider whose attention was drawn to a published call; it gives no right."""

    __tablename__ = "call_invitation"
    __table_args__ = (
        UniqueConstraint("public_id"),
        # Nobody is written to twice about the same call.
        UniqueConstraint("procurement_id", "email"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    invited_at: Mapped[datetime] = mapped_column(UTCDateTime())

    invited_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class ColleagueInvitation(Base):
    """A single-use way for a colleague to join their organisation; only the hash of what was sent is kept."""

    __tablename__ = "colleague_invitation"
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("token_hash"),
        CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="ended_one_way"),
        # Of several invitations to one address only the newest opens.
        Index(
            "uq_colleague_invitation_standing", "organisation_id", "email", unique=True,
            sqlite_where=text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )  # fmt: skip

    public_id: Mapped[str] = mapped_column(String(36))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    email: Mapped[str] = mapped_column(String(254))
    part: Mapped[Part] = mapped_column(by_value(Part, "part"))
    token_hash: Mapped[str] = mapped_column(String(64))
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    invited_at: Mapped[datetime] = mapped_column(UTCDateTime())
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime())
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    invited_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class StandingAnswer(Base):
    """What a provider says of itself whatever it bids for. Never edited: a change is a new row, the newest stands."""

    __tablename__ = "standing_answer"
    __table_args__ = (
        CheckConstraint(KINDS, name="kind_known"),
        Index("ix_standing_answer_newest", "organisation_id", "kind", "id"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(SecretText("standing_answer.text"))
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    """For exclusion: that no ground applies. For the others: that the answer is complete."""
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())

    author: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class BidStandingAnswer(Base):
    """A standing answer as a bid took it over: a copy, which later changes of the original do not reach."""

    __tablename__ = "bid_standing_answer"
    __table_args__ = (UniqueConstraint("bid_id", "kind"), CheckConstraint(KINDS, name="kind_known"))

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(SecretText("bid_standing_answer.text"))
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
    """When the organisation wrote the answer that was taken over."""
    taken_at: Mapped[datetime] = mapped_column(UTCDateTime())
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


class SavedSearch(Base):
    """What one person wants to be told of by e-mail when it is published."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("public_id"),)

    public_id: Mapped[str] = mapped_column(String(36))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    params: Mapped[JsonDict] = mapped_column(Json)
    """The search as the parts of an address."""
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Interest(Base):
    """That an organisation says it is interested in a procurement: a message to the officer, not a request."""

    __tablename__ = "interest"
    __table_args__ = (UniqueConstraint("procurement_id", "organisation_id"),)

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    message: Mapped[str] = mapped_column(SecretText("interest.message"), default="")
    expressed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    expressed_at: Mapped[datetime] = mapped_column(UTCDateTime())
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    expressed_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
