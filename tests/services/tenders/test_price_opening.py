"""Prices kept closed open once, together, at the ranking; until then nothing reads one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, MoveRefused, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.domain.tenderbox.opening import PRICE
from assurance.persistence.models import AuditEvent, Bid, Price, SealedItem, Submission
from assurance.persistence.queries.bids import list_openers, tenders_opened
from assurance.services import low_bids, moves, reading, results
from tests.factories import sealing
from tests.factories.cast import World
from tests.factories.tenders import DUE, OPENING, close, open_box, submitted, tenders_open


@pytest.fixture
def bids(session: Session, world: World) -> list[Bid]:
    """Two opened, moderated bids whose prices are closed, at the ranking."""
    tenders_open(session, world)
    world.procurement(session).price_opens_after_quality = True
    found = [submitted(session, world, name) for name in ("alder", "birch")]
    close(session, world)
    open_box(session, world)
    for bid in found:
        bid.stage = BidStage.MODERATED
    world.at(session, Stage.RANKING)
    return found


def take_part(session: Session, world: World, name: str) -> None:
    sealing.take_part(session, world, name, OPENING, envelope=PRICE)
    session.flush()


def test_two_different_people_open_and_the_trail_tells(session: Session, world: World, bids: list[Bid]) -> None:
    take_part(session, world, "officer")
    procurement = world.procurement(session)
    assert procurement.are_prices_closed
    with pytest.raises(Conflict, match="Another holder"):
        take_part(session, world, "officer")
    take_part(session, world, "finance")
    assert (procurement.prices_opened_at, procurement.are_prices_closed) == (OPENING, False)
    event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "price:opened")).one()
    assert [(each["bidder"], each["altered"]) for each in event.body["data"]["bids"]] == [
        ("Alder Care", []), ("Birch Care", []),
    ]  # fmt: skip
    assert event.body["data"]["openers"] == ["Officer", "Finance"]
    with pytest.raises(Conflict, match="The prices are open"):
        take_part(session, world, "officer")


def test_the_two_openings_do_not_count_for_each_other(session: Session, world: World, bids: list[Bid]) -> None:
    take_part(session, world, "officer")
    assert len(list_openers(session, world.procurement_id)) == 2
    assert list_openers(session, world.procurement_id, PRICE) == [], "one part waits for the other"
    take_part(session, world, "finance")
    assert len(list_openers(session, world.procurement_id)) == 2
    assert len(list_openers(session, world.procurement_id, PRICE)) == 2
    assert tenders_opened(session, world.procurement_id)


def test_no_price_lies_readable_before_its_opening(session: Session, world: World, bids: list[Bid]) -> None:
    assert session.scalars(select(Price)).all() == []
    for name in ("officer", "finance"):
        take_part(session, world, name)
    assert {row.amount for row in session.scalars(select(Price))} == {Decimal("123456.78")}


def test_a_price_altered_meanwhile_is_named_at_its_opening_and_not_before(
    session: Session, world: World, bids: list[Bid]
) -> None:
    of_first = select(SealedItem).join(Submission).where(Submission.bid_id == bids[0].id, SealedItem.kind == "price")
    item = session.scalars(of_first).one()
    item.body = bytes(reversed(item.body or b""))
    for name in ("officer", "finance"):
        take_part(session, world, name)
    record = {
        tag: [each["altered"] for each in session.scalars(select(AuditEvent).where(AuditEvent.tag == tag)).one()
              .body["data"]["bids"]]
        for tag in ("tender:opened", "price:opened")
    }  # fmt: skip
    assert record == {"tender:opened": [[], []], "price:opened": [["Price"], []]}


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.RANKING])
def test_prices_are_opened_at_the_ranking_and_at_no_other_stage(
    session: Session, world: World, bids: list[Bid], stage: Stage
) -> None:
    world.at(session, stage)
    with pytest.raises(Conflict):
        take_part(session, world, "officer")


def test_prices_that_opened_with_the_tenders_have_no_opening(session: Session, world: World, bids: list[Bid]) -> None:
    world.procurement(session).price_opens_after_quality = False
    with pytest.raises(Conflict, match="with the tenders"):
        take_part(session, world, "officer")


@pytest.mark.parametrize("name", ["owner", "clinician", "moderator", "auditor", "alder", "outsider"])
def test_only_openers_take_part(session: Session, world: World, bids: list[Bid], name: str) -> None:
    with pytest.raises(NotPermitted):
        take_part(session, world, name)


@pytest.mark.parametrize("name", ["officer", "finance", "owner", "auditor", "approver"])
def test_nobody_reads_a_closed_price_and_the_opening_shows_it(
    session: Session, world: World, bids: list[Bid], name: str
) -> None:
    read = {"bid": bids[0], "actor": world.actor(session, name), "now": DUE}
    assert reading.readable_bid(session, **read).prices is None
    assert low_bids.list_low(session, world.procurement(session)) == []
    outcome = results.compute(session, world.procurement(session))
    assert outcome.result is None
    assert [dict(bid.prices) for bid in outcome.bids] == [{}, {}]
    for opener in ("officer", "finance"):
        take_part(session, world, opener)
    assert list((reading.readable_bid(session, **read).prices or {}).values()) == [Decimal("123456.78")]


def test_the_price_of_a_bid_that_was_out_stays_closed(session: Session, world: World, bids: list[Bid]) -> None:
    bids[1].stage = BidStage.NON_COMPLIANT
    session.flush()
    for opener in ("officer", "finance"):
        take_part(session, world, opener)
    found = reading.readable_bid(session, bid=bids[1], actor=world.actor(session, "auditor"), now=DUE)
    assert found.prices is None


def test_the_ranking_is_not_confirmed_while_prices_are_closed(session: Session, world: World, bids: list[Bid]) -> None:
    with pytest.raises(MoveRefused) as refused:
        moves.perform(
            session, procurement=world.procurement(session), trigger="confirm_ranking",
            actor=world.actor(session, "officer"), now=DUE,
        )  # fmt: skip
    assert [(each.code, each.endpoint) for each in refused.value.objections] == [("prices", "staff.opening.prices")]
