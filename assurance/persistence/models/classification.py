"""What a procurement is searched by, its codes and place, and the number of its authority in a public register."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assurance.persistence.base import Base
from assurance.persistence.columns import Json


class Classification(Base):
    """The codes and the place of one procurement, as its notices and its open data give them."""

    __tablename__ = "classification"
    __table_args__ = (UniqueConstraint("procurement_id"),)

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    cpv: Mapped[list[list[str]]] = mapped_column(Json)
    """Code and meaning, the main one first."""
    region: Mapped[str] = mapped_column(String(5))


class AuthorityNumber(Base):
    """The number by which readers of open data tell an authority from others."""

    __tablename__ = "authority_number"
    __table_args__ = (
        UniqueConstraint("organisation_id"),
        CheckConstraint("scheme IN ('GB-NHS', 'GB-PPON')", name="scheme_known"),
        CheckConstraint("number != ''", name="number_given"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    scheme: Mapped[str] = mapped_column(String(10))
    number: Mapped[str] = mapped_column(String(20))
