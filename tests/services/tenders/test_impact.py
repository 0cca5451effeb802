"""What a tender does to the providers of today: asked for each of them, sealed with the rest, and read when opened."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, NotFound
from assurance.domain.stages import Stage
from assurance.persistence.models import Bid, ImpactStatement
from assurance.services import bids, impacts, submission
from tests.factories.cast import NOW, World
from tests.factories.impact import flow, incumbent_of
from tests.factories.tenders import DUE, close, fill, invited, open_box, tenders_open


@pytest.fixture
def bid(session: Session, world: World) -> Bid:
    incumbent_of(session, world)
    tenders_open(session, world)
    return fill(session, world, invited(session, world, "alder"), "alder")


def state(session: Session, world: World, bid: Bid, **more: Any) -> ImpactStatement:
    given = {"given": [flow(5_000_000, 1_200_000)], "years": None, "actor": world.actor(session, "alder"), "now": NOW}
    return bids.save_impact(session, bid=bid, **{**given, **more})


def test_a_tender_that_does_not_say_it_is_not_whole(session: Session, world: World, bid: Bid) -> None:
    assert [each.what for each in bids.missing_parts(session, bid)] == ["What your bid would do to Westmere Trust"]
    row = state(session, world, bid)
    assert (row.round, row.years) == (0, None)
    assert bids.missing_parts(session, bid) == ()


def test_it_is_given_with_the_tender_and_not_before(session: Session, world: World, bid: Bid) -> None:
    state(session, world, bid)
    with pytest.raises(Conflict, match="with the whole tender"):
        bids.state_impact(session, bid=bid, actor=world.actor(session, "alder"), now=NOW)
    assert impacts.impacts(session, [bid])[0].effects == ()


def test_nobody_else_writes_it_and_nobody_after_the_deadline(session: Session, world: World, bid: Bid) -> None:
    with pytest.raises(NotFound):
        state(session, world, bid, actor=world.actor(session, "birch"))
    with pytest.raises(Conflict, match="closed"):
        state(session, world, bid, now=DUE)


def test_sealed_it_is_gone_and_opened_it_is_what_it_was(session: Session, world: World, bid: Bid) -> None:
    world.at(session, Stage.DIALOGUE_1)
    kept_stage, bid.stage = bid.stage, type(bid.stage)("in_dialogue")
    given = {"given": [flow(1, 1)], "years": [Decimal(9)] * 5, "actor": world.actor(session, "alder"), "now": NOW}
    bids.save_impact(session, bid=bid, **given)
    world.at(session, Stage.FINAL_TENDERS)
    bid.stage = kept_stage
    state(session, world, bid)
    submission.submit(session, bid=bid, actor=world.actor(session, "alder"), now=NOW)
    session.flush()
    rounds = select(ImpactStatement.round).where(ImpactStatement.bid_id == bid.id)
    assert session.scalars(rounds).all() == [1]  # what was said in the dialogue stays with the authority
    close(session, world)
    open_box(session, world)
    (impact,) = impacts.impacts(session, [session.get_one(Bid, bid.id)])
    assert [(each.flow.displaced, each.net) for each in impact.effects] == [(Decimal(5_000_000), Decimal(-1_200_000))]
