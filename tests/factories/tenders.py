"""Final tenders for tests: criteria, an invited bidder, every part in place, submitted, opened."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, BidStageChange, CriterionRow, StageChange
from assurance.persistence.queries.criteria import get_criterion
from assurance.services import bids, submission
from assurance.services.submission import Accepted
from tests.factories.cast import NOW, World
from tests.factories.offers import YEARS, offer, partner, programme
from tests.factories.sealing import give_box_a_key, take_part

DUE = NOW + timedelta(days=10)
"""The deadline for final tenders, and for requests to take part."""
OPENING = DUE + timedelta(minutes=60)
"""The first instant at which the box may be opened."""

CRITERIA: tuple[dict[str, Any], ...] = (
    {"code": "care", "title": "Integrated care", "kind": "scored", "weight_percent": Decimal(60), "scale_top": 5,
     "question": "How will you integrate care?", "word_limit": 10},
    {"code": "price", "title": "Price", "kind": "price", "weight_percent": Decimal(40),
     "price_formula": "lowest-over-price"},
    {"code": "cqc", "title": "Registration", "kind": "pass_fail", "weight_percent": Decimal(0),
     "question": "Confirm that you are registered."},
)  # fmt: skip


def call_open(session: Session, world: World) -> None:
    """Put the procurement in the call, open until the deadline."""
    procurement = world.at(session, Stage.CALL)
    procurement.requests_due_at, procurement.criteria_frozen_at, procurement.criteria_digest = DUE, NOW, "0" * 64


def tenders_open(session: Session, world: World) -> None:
    """Publish the criteria and open the box until the deadline."""
    procurement = world.at(session, Stage.FINAL_TENDERS)
    procurement.tenders_due_at, procurement.criteria_frozen_at, procurement.criteria_digest = DUE, NOW, "0" * 64
    for position, fields in enumerate(CRITERIA):
        session.add(CriterionRow(procurement_id=procurement.id, position=position, **fields))
    session.add(
        StageChange(
            procurement_id=procurement.id, trigger="invite_final_tenders", from_stage=Stage.DIALOGUE_CLOSED,
            to_stage=Stage.FINAL_TENDERS, actor_id=world.users["officer"], at=NOW - timedelta(hours=1),
        )
    )  # fmt: skip
    programme(session, procurement.id)
    give_box_a_key(session, world)
    session.flush()


def invited(session: Session, world: World, name: str) -> Bid:
    """A bidder invited to submit a final tender, with nothing done yet."""
    bid = Bid(
        public_id=f"00000000-0000-0000-0000-{world.organisations[name]:012}", procurement_id=world.procurement_id,
        organisation_id=world.organisations[name], stage=BidStage.INVITED, created_at=NOW, requested_at=NOW,
    )  # fmt: skip
    session.add(bid)
    session.flush()
    session.add(
        BidStageChange(
            bid_id=bid.id, trigger="select", from_stage=BidStage.REQUESTED, to_stage=BidStage.SELECTED,
            actor_id=world.users["officer"], at=NOW, reason="Meets the selection criteria",
        )
    )  # fmt: skip
    return bid


def fill(session: Session, world: World, bid: Bid, name: str, now: datetime = NOW) -> Bid:
    """Give every part that a final tender needs."""
    who: dict[str, Any] = {"bid": bid, "actor": world.actor(session, name), "now": now}

    def criterion(code: str) -> CriterionRow:
        return get_criterion(session, world.procurement_id, code)

    bids.save_answer(session, criterion=criterion("care"), text=f"{name} canary answer", **who)
    bids.save_answer(session, criterion=criterion("cqc"), text="", is_confirmed=True, **who)
    bids.set_price(session, criterion=criterion("price"), amount=Decimal("123456.78"), years=YEARS, **who)
    bids.set_integration_form(session, form=IntegrationForm.ALLIANCE, **who)
    bids.add_partner(session, partner=partner(f"{name} canary partner"), **who)
    offer(session, name, **who)
    session.flush()
    return bid


def submitted(session: Session, world: World, name: str, now: datetime = NOW) -> Bid:
    """A bidder whose final tender is in the box."""
    return put_in_box(session, world, name, now)[0]


def put_in_box(session: Session, world: World, name: str, now: datetime = NOW) -> tuple[Bid, Accepted]:
    """A bidder whose final tender is in the box, with its receipt and its return code."""
    bid = fill(session, world, invited(session, world, name), name, now)
    accepted = submission.submit(session, bid=bid, actor=world.actor(session, name), now=now)
    session.flush()
    return bid, accepted


def close(session: Session, world: World) -> None:
    """Close the box without walking there: the latch and the stage, and nobody left invited."""
    procurement = world.at(session, Stage.OPENING)
    procurement.tenders_closed_at = DUE
    for bid in session.scalars(select(Bid).where(Bid.stage == BidStage.INVITED)):
        bid.stage = BidStage.NOT_SUBMITTED
    session.flush()


def open_box(session: Session, world: World, now: datetime = OPENING, files: FileStore | None = None) -> None:
    """Let both openers of the cast open together."""
    for name in ("officer", "finance"):
        take_part(session, world, name, now, files)
    session.flush()
