"""Fills a database with published procurements, in all of which the officer takes part, and with one bidder's bids."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, BudgetLine, Organisation, Procurement, RoleAssignment, User
from assurance.services import accounts
from bench.site.seed import NOW, PASSWORD, fill

FEW, MANY = 10, 1_000
PANEL = (4, 20, 4)


@dataclass(frozen=True)
class Place:
    """Who opens the pages, and what they are about."""

    officer: int
    bidder: int
    authority: int
    reference: str
    bid: str


def begin(session: Session) -> Place:
    """Make one procurement at individual scoring, and let a person of its first bidder sign in."""
    filled = fill(session, [PANEL])
    panel = filled.panels[0]
    first = panel.bids[0]
    bidder = accounts.create_user(
        session, email="bidder@example.org", name="The bidder", password=PASSWORD, now=NOW, is_organisation_lead=True,
        organisation=session.get_one(Organisation, first.organisation_id),
    )  # fmt: skip
    authority = session.get_one(User, filled.officer).organisation_id
    return Place(filled.officer, bidder.id, authority, panel.reference, first.public_id)


def publish(session: Session, place: Place, total: int) -> None:
    """Publish calls until there are so many procurements; the bidder asks to take part in the first few."""
    there = session.scalar(select(func.count()).select_from(Procurement)) or 0
    bidding = session.get_one(User, place.bidder).organisation_id
    for number in range(there, total):
        procurement = _call(place, number)
        session.add(procurement)
        session.flush()
        _around(session, place, procurement)
        if number < FEW:
            session.add(
                Bid(
                    public_id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"request-{number}")), procurement_id=procurement.id,
                    organisation_id=bidding, stage=BidStage.REQUESTED, created_at=NOW, requested_at=NOW,
                )
            )  # fmt: skip
    session.flush()


def _call(place: Place, number: int) -> Procurement:
    due = NOW + timedelta(days=1 + number % 60)
    return Procurement(
        reference=f"PR-2099-{number:04}", title=f"Community programme {number}", summary="All care of a county.",
        care_group=("MSK", "Frailty", "Eyes", "Skin")[number % 4], organisation_id=place.authority, stage=Stage.CALL,
        procedure_code="psr_competitive", procedure_version="1", created_by_id=place.officer, created_at=NOW,
        requests_due_at=due, next_due_at=due, criteria_frozen_at=NOW - timedelta(hours=number),
        criteria_digest="0" * 64,
    )  # fmt: skip


def _around(session: Session, place: Place, procurement: Procurement) -> None:
    session.add(
        RoleAssignment(
            procurement_id=procurement.id, user_id=place.officer, role=Role.OFFICER, given_by_id=place.officer,
            given_at=NOW,
        )
    )  # fmt: skip
    session.add(
        BudgetLine(
            procurement_id=procurement.id, code="15", name="Community care", amounts={}, latest_year="2024",
            latest_amount=Decimal(20_000_000), is_chosen=True,
        )
    )  # fmt: skip
