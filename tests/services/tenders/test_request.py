"""A request to take part: one per organisation, while the call is open, with everything that is asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid
from assurance.services import bids
from tests.factories.cast import NOW, World
from tests.factories.tenders import DUE, call_open

LAST = DUE - timedelta(microseconds=1)


def start(session: Session, world: World, name: str = "alder", now: datetime = NOW) -> Bid:
    return bids.start_request(
        session, procurement=world.procurement(session), actor=world.actor(session, name), now=now
    )


def save(session: Session, world: World, bid: Bid, now: datetime = NOW, **given: object) -> None:
    fields = {"annual_turnover_amount": Decimal(5), "has_no_exclusion_ground": True, "experience": "Ten years", **given}
    bids.save_request(session, bid=bid, **fields, actor=world.actor(session, "alder"), now=now)  # type: ignore[arg-type]  # reason: wrong values are what is tried
    session.flush()


def test_asking_twice_gives_one_bid(session: Session, world: World) -> None:
    call_open(session, world)
    assert start(session, world).id == start(session, world).id
    assert start(session, world, "birch").id != start(session, world).id
    assert session.scalar(select(func.count()).select_from(Bid)) == 2


def test_the_deadline_itself_is_late_for_starting_saving_and_sending(session: Session, world: World) -> None:
    call_open(session, world)
    bid = start(session, world, now=LAST)
    save(session, world, bid, LAST)
    for act in (
        lambda: start(session, world, "birch", DUE),
        lambda: save(session, world, bid, DUE),
    ):
        with pytest.raises(Conflict):
            act()
    with pytest.raises(MoveRefused):
        bids.send_request(session, bid=bid, actor=world.actor(session, "alder"), now=DUE)
    bids.send_request(session, bid=bid, actor=world.actor(session, "alder"), now=LAST)
    assert (bid.stage, bid.requested_at) == (BidStage.REQUESTED, LAST)
    with pytest.raises(Conflict, match="sent"):
        save(session, world, bid, LAST)


def test_what_is_missing_is_named_and_a_draft_may_be_kept_without_it(session: Session, world: World) -> None:
    call_open(session, world)
    bid = start(session, world)
    save(session, world, bid, annual_turnover_amount=None, has_no_exclusion_ground=False, experience=" ")
    assert [part.endpoint for part in bids.missing_parts(session, bid)] == ["supplier.bids.request"] * 3
    with pytest.raises(MoveRefused) as refused:
        bids.send_request(session, bid=bid, actor=world.actor(session, "alder"), now=NOW)
    said = refused.value.objections[0].message
    assert "turnover" in said
    assert "exclusion" in said
    assert "experience" in said
    assert bid.stage is BidStage.DRAFT_REQUEST


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"annual_turnover_amount": Decimal(-1)}, "annual_turnover_amount"),
        ({"annual_turnover_amount": Decimal("NaN")}, "annual_turnover_amount"),
        ({"experience": "word " * 1001}, "experience"),
    ],
)
def test_bad_values_are_refused_at_their_field(
    session: Session, world: World, given: dict[str, object], field: str
) -> None:
    call_open(session, world)
    bid = start(session, world)
    with pytest.raises(InvalidInput) as refused:
        save(session, world, bid, **given)
    assert refused.value.field == field


def test_a_colleagues_draft_is_not_overwritten(session: Session, world: World) -> None:
    call_open(session, world)
    bid = start(session, world)
    seen = bid.version
    save(session, world, bid, version=seen)
    with pytest.raises(Conflict, match="colleague"):
        save(session, world, bid, experience="Mine", version=seen)
    assert bid.experience == "Ten years"


def test_staff_do_not_bid_and_others_do_not_see_it(session: Session, world: World) -> None:
    call_open(session, world)
    with pytest.raises(NotPermitted):
        start(session, world, "officer")
    bid = start(session, world)
    with pytest.raises(NotFound):
        bids.send_request(session, bid=bid, actor=world.actor(session, "birch"), now=NOW)


def test_withdrawing_needs_a_reason_and_is_for_good(session: Session, world: World) -> None:
    call_open(session, world)
    bid = start(session, world)
    save(session, world, bid)
    who = {"bid": bid, "actor": world.actor(session, "alder"), "now": NOW}
    bids.send_request(session, **who)
    with pytest.raises(InvalidInput):
        bids.withdraw(session, reason=" ", **who)
    bids.withdraw(session, reason="We lost a partner", **who)
    assert bid.stage is BidStage.WITHDRAWN
    with pytest.raises(MoveRefused):
        bids.withdraw(session, reason="Again", **who)
