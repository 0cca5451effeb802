"""A request to take part: one per organisation, while the call is open, with everything that is asked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid
from assurance.services import bids
from tests.factories.cast import NOW, World
from tests.factories.requests import fill_request
from tests.factories.tenders import DUE, call_open

LAST = DUE - timedelta(microseconds=1)


def start(session: Session, world: World, name: str = "alder", now: datetime = NOW) -> Bid:
    return bids.start_request(
        session, procurement=world.procurement(session), actor=world.actor(session, name), now=now
    )


def test_asking_twice_gives_one_bid(session: Session, world: World) -> None:
    call_open(session, world)
    assert start(session, world).id == start(session, world).id
    assert start(session, world, "birch").id != start(session, world).id
    assert session.scalar(select(func.count()).select_from(Bid)) == 2


def test_the_deadline_itself_is_late_for_starting_and_sending(session: Session, world: World) -> None:
    call_open(session, world)
    bid = fill_request(session, world, "alder", LAST)
    with pytest.raises(Conflict):
        start(session, world, "birch", DUE)
    with pytest.raises(MoveRefused):
        bids.send_request(session, bid=bid, actor=world.actor(session, "alder"), now=DUE)
    bids.send_request(session, bid=bid, actor=world.actor(session, "alder"), now=LAST)
    assert (bid.stage, bid.requested_at) == (BidStage.REQUESTED, LAST)


def test_staff_do_not_bid_and_others_do_not_see_it(session: Session, world: World) -> None:
    call_open(session, world)
    with pytest.raises(NotPermitted):
        start(session, world, "officer")
    bid = start(session, world)
    with pytest.raises(NotFound):
        bids.send_request(session, bid=bid, actor=world.actor(session, "birch"), now=NOW)


def test_withdrawing_needs_a_reason_and_is_for_good(session: Session, world: World) -> None:
    call_open(session, world)
    bid = fill_request(session, world, "alder")
    who = {"bid": bid, "actor": world.actor(session, "alder"), "now": NOW}
    bids.send_request(session, **who)
    with pytest.raises(InvalidInput):
        bids.withdraw(session, reason=" ", **who)
    bids.withdraw(session, reason="We lost a partner", **who)
    assert bid.stage is BidStage.WITHDRAWN
    with pytest.raises(MoveRefused):
        bids.withdraw(session, reason="Again", **who)
