"""A bid: the request to take part, the final tender with its parts, and every step it has taken."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from assurance.domain.provision.partners import PartnerRole, basis_label
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.price import tender_price
from assurance.persistence.base import Base
from assurance.persistence.columns import JsonDict, UTCDateTime, by_value
from assurance.persistence.models.organisation import Organisation, User
from assurance.persistence.models.procurement import Procurement
from assurance.persistence.secret_columns import (
    CLOSED_AMOUNT,
    SecretAmount,
    SecretAmounts,
    SecretBytes,
    SecretFlag,
    SecretJson,
    SecretText,
)


class Bid(Base):
    """What one organisation offers in one procurement, from its request to take part onwards."""

    __tablename__ = "bid"
    __table_args__ = (
        UniqueConstraint("public_id"),
        # One organisation makes one bid in a procurement.
        UniqueConstraint("procurement_id", "organisation_id"),
        # A submission has its time and its manifest hash, or there is none.
        CheckConstraint("(submitted_at IS NULL) = (manifest_digest IS NULL)", name="submitted_whole"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    stage: Mapped[BidStage] = mapped_column(by_value(BidStage, "bid_stage"), default=BidStage.DRAFT_REQUEST)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())

    requested_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When the request to take part was sent; what it says are the rows of its selection."""

    # The final tender
    integration_form: Mapped[str] = mapped_column(SecretText("bid.integration_form"), default="")
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reopened_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """Since when a submitted tender is being changed; what was submitted stands until the change is."""
    manifest: Mapped[JsonDict | None] = mapped_column(SecretJson("bid.manifest"))
    """What was submitted, part by part with its commitment; written here when the box is opened."""
    manifest_digest: Mapped[str | None] = mapped_column(String(64))

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    procurement: Mapped[Procurement] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    submitted_by: Mapped[User | None] = relationship(foreign_keys=[submitted_by_id])


class BidStageChange(Base):
    """One step a bid has taken: from where, to where, by whom, when and why."""

    __tablename__ = "bid_stage_change"

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    trigger: Mapped[str] = mapped_column(String(40))
    from_stage: Mapped[BidStage] = mapped_column(by_value(BidStage, "from_bid_stage"))
    to_stage: Mapped[BidStage] = mapped_column(by_value(BidStage, "to_bid_stage"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime())
    reason: Mapped[str] = mapped_column(Text, default="")

    actor: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Answer(Base):
    """A bidder's answer to one scored or pass/fail criterion."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("bid_id", "criterion_id"),)

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    text: Mapped[str] = mapped_column(SecretText("answer.text"), default="")
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    """For a pass/fail criterion: the bidder confirms that it is met."""
    is_ready: Mapped[bool] = mapped_column(default=False)
    """The bidder's people say that it is finished; it only helps them to share the work."""
    asked: Mapped[str] = mapped_column(String(32), default="")
    """What was asked when it was saved (see `tenderbox.asked`); empty where that is not known."""
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime())
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling


class Price(Base):
    """A bidder's price under one price criterion: the whole contract term, in pounds."""

    __tablename__ = "price"
    __table_args__ = (
        UniqueConstraint("bid_id", "criterion_id"),
        # Every closed amount is equally long, so that its length says nothing and nothing plain can be stored.
        CheckConstraint(f"length(amount) = {CLOSED_AMOUNT}", name="closed"),
    )

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    amount: Mapped[Decimal] = mapped_column(SecretAmount("price.amount"))
    years: Mapped[tuple[Decimal, ...] | None] = mapped_column(SecretAmounts("price.years"))
    """The same by contract year, to the penny; None in a tender from before years were asked for."""
    updated_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Who saved it last and when; None where it came back from the box."""
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    @validates("amount")
    def _above_zero(self, key: str, amount: Decimal) -> Decimal:
        return tender_price(amount)


class PassFail(Base):
    """The decision whether a bid meets a pass/fail criterion, taken when its compliance is checked."""

    __tablename__ = "pass_fail"
    __table_args__ = (UniqueConstraint("bid_id", "criterion_id"),)

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    is_met: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime())


class BidDocument(Base):
    """A file attached to a bid; its content lies closed in the file store, and opens with its own key."""

    __tablename__ = "bid_document"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    name: Mapped[str] = mapped_column(SecretText("bid_document.name"))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    storage_key: Mapped[str] = mapped_column(String(64))
    """Where the closed file lies; it tells nothing of the content."""
    commitment: Mapped[str] = mapped_column(String(64))
    """SHA-256 of a salt and the content; the salt is part of the file's key."""
    file_key: Mapped[bytes | None] = mapped_column(SecretBytes("bid_document.file_key"))
    """Key and salt while the application may open the file; None when only somebody else can."""
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime())
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


class Subcontractor(Base):
    """A provider who will deliver part of the care with or under the lead provider, and on what terms.

    Terms that are None were not asked for when the partner was named.
    """

    __tablename__ = "subcontractor"
    __table_args__ = (CheckConstraint(f"length(share_percent) = {CLOSED_AMOUNT}", name="share_closed"),)

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    name: Mapped[str] = mapped_column(SecretText("subcontractor.name"))
    delivers: Mapped[str] = mapped_column(SecretText("subcontractor.delivers"))
    payment_basis: Mapped[str] = mapped_column(SecretText("subcontractor.payment_basis"))
    share_percent: Mapped[Decimal] = mapped_column(SecretAmount("subcontractor.share_percent"))
    has_no_exclusion_ground: Mapped[bool] = mapped_column(default=False)
    role: Mapped[str | None] = mapped_column(SecretText("subcontractor.role"))
    company_number: Mapped[str | None] = mapped_column(SecretText("subcontractor.company_number"))
    payment_days: Mapped[Decimal | None] = mapped_column(SecretAmount("subcontractor.payment_days"))
    outcome_share_percent: Mapped[Decimal | None] = mapped_column(SecretAmount("subcontractor.outcome_share_percent"))
    flows_down: Mapped[bool | None] = mapped_column(SecretFlag("subcontractor.flows_down"))
    updated_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Who saved the terms last and when; None where they came back from the box."""
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling
    has_signed_terms: Mapped[bool | None] = mapped_column(SecretFlag("subcontractor.has_signed_terms"))
    is_not_debarred: Mapped[bool | None] = mapped_column(SecretFlag("subcontractor.is_not_debarred"))

    @property
    def paid_by(self) -> str:
        """What its payment follows, in words."""
        return basis_label(self.payment_basis)

    @property
    def role_label(self) -> str:
        """How it takes part, in words; before that was asked all were subcontractors."""
        return PartnerRole(self.role or PartnerRole.SUBCONTRACTOR).label


class OpeningAct(Base):
    """One person's part in an opening: of the final tenders, or later of prices kept closed until then."""

    __tablename__ = "opening_act"
    __table_args__ = (
        # Each person counts once in each opening, however often they press the button.
        UniqueConstraint("procurement_id", "envelope", "user_id"),
        CheckConstraint("envelope IN ('tender', 'price')", name="envelope_known"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    envelope: Mapped[str] = mapped_column(String(10), default="tender")
    at: Mapped[datetime] = mapped_column(UTCDateTime())

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class AbnormalBidQuery(Base):
    """A bid that looks abnormally low or promises too much: what was seen, asked, answered and decided."""

    __tablename__ = "abnormal_bid_query"
    __table_args__ = (
        CheckConstraint("about IN ('price', 'promise')", name="about_known"),
        CheckConstraint("decision IN ('', 'accepted', 'rejected')", name="decision_known"),
        # A decision names who took it, when and why, or there is none.
        CheckConstraint("(decision = '') = (decided_by_id IS NULL)", name="decided_by_someone"),
        CheckConstraint("(decision = '') = (decided_at IS NULL)", name="decided_at_some_time"),
        CheckConstraint("decision = '' OR decision_reason != ''", name="decided_with_reason"),
        # An answer has its author and its time, or there is none.
        CheckConstraint("(answer = '') = (answered_by_id IS NULL)", name="answered_by_someone"),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered_at_some_time"),
    )

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    about: Mapped[str] = mapped_column(String(10))
    finding: Mapped[str] = mapped_column(Text)
    """What was seen, in words and figures, when the question was asked."""
    question: Mapped[str] = mapped_column(Text)
    """Empty where someone decided that none was needed; asked and decided are then one act."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime())
    answer_due_at: Mapped[datetime] = mapped_column(UTCDateTime())
    answer_draft: Mapped[str] = mapped_column(Text, default="")
    """What the bidder's people have written and not sent; nobody of the authority reads it."""
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decision: Mapped[str] = mapped_column(String(10), default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    bid: Mapped[Bid] = relationship(lazy="joined", innerjoin=True)
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id], lazy="joined", innerjoin=True)
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
