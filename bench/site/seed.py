"""Fills a migrated database with panels at work: people, criteria, bids, declarations, and where asked marks.

Rows are written in bulk; what a person does is left to the measurement itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Audience
from assurance.domain.authority.roles import Role
from assurance.domain.evaluation.scales import ZERO_TO_FIVE
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import (
    Answer,
    Bid,
    BidStageChange,
    ConflictDeclaration,
    CriterionAssignment,
    CriterionRow,
    Organisation,
    Price,
    Procurement,
    RoleAssignment,
    ScaleDescriptor,
    User,
)
from assurance.services import accounts, procurements

NOW = datetime.now(UTC)
PASSWORD = "correct horse battery staple"
ANSWER = (
    "Every step from referral to discharge has a named owner, and the audit of two years covers each of them. " * 20
)


@dataclass
class Panel:
    """One procurement with its panel, as far as addresses and rows go."""

    reference: str
    procurement_id: int
    members: list[int]
    bids: list[Bid]
    scored: list[CriterionRow]


@dataclass
class Filled:
    """Everybody and everything that was made."""

    officer: int
    panels: list[Panel] = field(default_factory=list)


def fill(session: Session, sizes: Sequence[tuple[int, int, int]]) -> Filled:
    """Make one procurement at individual scoring for each size: bids, scored criteria, evaluators."""
    accounts._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    authority = accounts.create_organisation(session, name="Measured Board", audience=Audience.STAFF, now=NOW)
    join = partial(accounts.create_user, session, password=PASSWORD, organisation=authority, now=NOW, job_title="Post")
    officer = join(email="officer@example.org", name="The officer")
    bidders = [_bidder(session, number) for number in range(max(bids for bids, _, _ in sizes))]
    filled = Filled(officer.id)
    for number, (bids, criteria, members) in enumerate(sizes):
        names = [f"Evaluator {number}-{place}" for place in range(members)]
        people = [join(email=f"e{number}.{place}@example.org", name=name) for place, name in enumerate(names)]
        filled.panels.append(_panel(session, officer, bidders[:bids], criteria, people))
    return filled


def _bidder(session: Session, number: int) -> int:
    bidder = Organisation(name=f"Provider {number:02}", audience=Audience.SUPPLIER, created_at=NOW)
    session.add(bidder)
    session.flush()
    return bidder.id


def _panel(session: Session, officer: User, bidders: Sequence[int], criteria: int, people: Sequence[User]) -> Panel:
    procurement = procurements.create_procurement(
        session, title="Musculoskeletal lead provider", summary="All care.", care_group="MSK", population=700_000,
        contract_years=5, outcome_share_percent=30, integration_forms=[IntegrationForm.ALLIANCE],
        actor=accounts.actor_of(officer), now=NOW,
    )  # fmt: skip
    procurement.stage = Stage.SCORING
    scored, price = _criteria(session, procurement, criteria)
    bids = [_bid(session, procurement, officer, bidder, place) for place, bidder in enumerate(bidders)]
    for place, bid in enumerate(bids):
        session.add(Price(bid_id=bid.id, criterion_id=price.id, amount=Decimal(100_000_000 + place * 5_000_000)))
        session.add_all(
            Answer(bid_id=bid.id, criterion_id=row.id, text=ANSWER, updated_at=NOW, updated_by_id=officer.id)
            for row in scored
        )
    for person in people:
        _duties(session, procurement, officer, person, scored, bids)
    session.flush()
    return Panel(procurement.reference, procurement.id, [person.id for person in people], bids, scored)


def _duties(
    session: Session, procurement: Procurement, officer: User, person: User, scored: Sequence[CriterionRow],
    bids: Sequence[Bid],
) -> None:  # fmt: skip
    session.add(
        RoleAssignment(
            procurement_id=procurement.id, user_id=person.id, role=Role.EVALUATOR, given_by_id=officer.id, given_at=NOW
        )
    )
    session.add_all(CriterionAssignment(criterion_id=row.id, user_id=person.id) for row in scored)
    session.add_all(
        ConflictDeclaration(bid_id=bid.id, user_id=person.id, has_conflict=False, detail="", declared_at=NOW)
        for bid in bids
    )


def _criteria(session: Session, procurement: Procurement, count: int) -> tuple[list[CriterionRow], CriterionRow]:
    quality = _row(procurement, "quality", "group", 70, position=0)
    price = _row(procurement, "price", "price", 30, position=1, price_formula="lowest-over-price")
    session.add_all([quality, price])
    session.add_all(
        ScaleDescriptor(procurement_id=procurement.id, mark=step.mark, label=step.label, text=step.text)
        for step in ZERO_TO_FIVE.descriptors
    )
    session.flush()
    each = Decimal(100 // count * 100 if count <= 100 else 80) / 100
    scored = [
        _row(
            procurement, f"q{place:03}", "scored", each if place < count - 1 else 100 - each * (count - 1),
            position=2 + place, parent_id=quality.id, scale_top=5, word_limit=500, question="How will this work?",
            guidance="Owners for each step, and evidence.",
        )
        for place in range(count)
    ]  # fmt: skip
    session.add_all(scored)
    session.flush()
    return scored, price


def _row(procurement: Procurement, code: str, kind: str, weight: Decimal | int, **more: object) -> CriterionRow:
    return CriterionRow(
        procurement_id=procurement.id, code=code, title=f"Criterion {code}", kind=kind, weight_percent=Decimal(weight),
        **more,
    )  # fmt: skip


def _bid(session: Session, procurement: Procurement, officer: User, bidder: int, place: int) -> Bid:
    bid = Bid(
        public_id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{procurement.reference}-{place}")), stage=BidStage.COMPLIANT,
        procurement_id=procurement.id, organisation_id=bidder, created_at=NOW, submitted_at=NOW, manifest={},
        manifest_digest="0" * 64,
    )  # fmt: skip
    session.add(bid)
    session.flush()
    opened = BidStageChange(
        bid_id=bid.id, trigger="open", from_stage=BidStage.SUBMITTED, to_stage=BidStage.OPENED, actor_id=officer.id,
        at=NOW,
    )  # fmt: skip
    session.add(opened)
    return bid
