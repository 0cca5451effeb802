"""The tender box: its key and who holds a share, what was put in and when, and what opening it takes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models.organisation import User
from assurance.persistence.secret_columns import SecretBytes, SecretText


class HolderKey(Base):
    """A person's own key, to which shares are sealed. Its private half opens only with their passphrase."""

    __tablename__ = "holder_key"
    __table_args__ = (UniqueConstraint("user_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    protected_key: Mapped[bytes] = mapped_column(LargeBinary)
    """The private half under argon2id of the passphrase, which is kept nowhere."""
    made_at: Mapped[datetime] = mapped_column(UTCDateTime())
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime())


class TenderKey(Base):
    """The public half of the key of one tender box; the private half exists only as shares."""

    __tablename__ = "tender_key"
    __table_args__ = (
        UniqueConstraint("procurement_id"),
        CheckConstraint("needed >= 2", name="never_alone"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    needed: Mapped[int]
    """How many holders open together."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why no share is to spare, where none is."""
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime())

    shares: Mapped[list[KeyShare]] = relationship(
        lazy="selectin", order_by="KeyShare.id", cascade="all, delete-orphan", back_populates="tender_key"
    )


class KeyShare(Base):
    """One holder's share, sealed to their own key."""

    __tablename__ = "key_share"
    __table_args__ = (UniqueConstraint("tender_key_id", "user_id"),)

    tender_key_id: Mapped[int] = mapped_column(ForeignKey("tender_key.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    holder_public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    """The holder's key at the time; a holder who has set up another since has lost this share."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the share, which is random: it tells nothing, and names a share that does not fit."""

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    tender_key: Mapped[TenderKey] = relationship(back_populates="shares")


class HeldShare(Base):
    """One opener's share between their part in an opening and the next opener's; void after half an hour."""

    __tablename__ = "held_share"
    __table_args__ = (
        UniqueConstraint("procurement_id", "envelope", "user_id"),
        CheckConstraint("envelope IN ('tender', 'price')", name="envelope_known"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    envelope: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    share: Mapped[str] = mapped_column(SecretText("held_share.share"))
    at: Mapped[datetime] = mapped_column(UTCDateTime())

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Submission(Base):
    """One version of a tender as it was put in the box. The latest that is not withdrawn counts."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("bid_id", "version"),
        # Half-open: what came at the deadline came too late.
        CheckConstraint("received_at < deadline", name="in_time"),
    )

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    version: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(UTCDateTime())
    deadline: Mapped[datetime] = mapped_column(UTCDateTime())
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    manifest_digest: Mapped[str] = mapped_column(String(64))
    audit_seq: Mapped[int]
    audit_hash: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(16))
    """The key that signed the receipt."""
    own_copy: Mapped[bytes] = mapped_column(LargeBinary)
    """Parts and receipt for the bidder alone, under the return code that it was shown once."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    submitted_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    items: Mapped[list[SealedItem]] = relationship(
        order_by="SealedItem.position", cascade="all, delete-orphan", back_populates="submission"
    )


class SealedItem(Base):
    """One part of a submitted tender, closed to the tender key."""

    __tablename__ = "sealed_item"
    __table_args__ = (
        UniqueConstraint("submission_id", "kind", "code"),
        CheckConstraint("envelope IN ('tender', 'price')", name="envelope_known"),
        # A part lies here, or it is a file and lies in the store.
        CheckConstraint("(body IS NULL) = (storage_key IS NOT NULL)", name="lies_somewhere"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(200))
    envelope: Mapped[str] = mapped_column(String(10))
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    """Key and salt of the part, closed by HPKE to the tender key and bound to this place."""
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    storage_key: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None] = mapped_column(BigInteger)
    commitment: Mapped[str] = mapped_column(String(64))

    submission: Mapped[Submission] = relationship(back_populates="items")


class SuppliedPart(Base):
    """One part that a bidder gave again from its own file, while the rest of the tender is still missing."""

    __tablename__ = "supplied_part"
    __table_args__ = (
        UniqueConstraint("sealed_item_id"),
        # A part lies here, or it is a file, lies in the store, and has its key here.
        CheckConstraint("(content IS NULL) = (storage_key IS NOT NULL)", name="lies_somewhere"),
        CheckConstraint("(file_key IS NULL) = (storage_key IS NULL)", name="file_with_key"),
    )

    sealed_item_id: Mapped[int] = mapped_column(ForeignKey("sealed_item.id"))
    content: Mapped[bytes | None] = mapped_column(SecretBytes("supplied_part.content"))
    storage_key: Mapped[str | None] = mapped_column(String(64))
    file_key: Mapped[bytes | None] = mapped_column(SecretBytes("supplied_part.file_key"))
    given_at: Mapped[datetime] = mapped_column(UTCDateTime())
    given_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    item: Mapped[SealedItem] = relationship(lazy="joined", innerjoin=True)


class LossDeclaration(Base):
    """One person's declaration that too few shares of a tender key are left; two make it so."""

    __tablename__ = "loss_declaration"
    __table_args__ = (
        UniqueConstraint("procurement_id", "user_id"),
        CheckConstraint("reason != ''", name="with_reason"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime())

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Idempotency(Base):
    """An act that was done once under a key of the sender's, and the answer for whoever asks again with it."""

    __tablename__ = "idempotency"
    __table_args__ = (UniqueConstraint("user_id", "key_digest"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    key_digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the key; the key itself, which opens the answer, is kept nowhere."""
    route: Mapped[str] = mapped_column(String(80))
    request_digest: Mapped[str] = mapped_column(String(64))
    """Of what was sent, keyed with the key, so that nothing can be guessed from it."""
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
