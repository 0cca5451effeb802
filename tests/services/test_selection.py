"""Requests are decided once, at their stage, with reasons of substance."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid
from assurance.persistence.queries.facts.plan import call_facts
from assurance.persistence.queries.selection import list_decisions, list_requests
from assurance.services import selection
from tests.factories.cast import NOW, World, make_world
from tests.factories.plans import make_bid

REASON = "Meets every published selection criterion, as its answers show."


@pytest.fixture
def world(session: Session) -> World:
    world = make_world(session)
    world.at(session, Stage.SELECTION)
    return world


@pytest.fixture
def bid(session: Session, world: World) -> Bid:
    return make_bid(session, world, "alder", BidStage.REQUESTED)


@pytest.mark.parametrize(("select", "stage"), [(True, BidStage.SELECTED), (False, BidStage.NOT_SELECTED)])
def test_a_decision_moves_the_bid_and_is_kept_with_its_reason(
    session: Session, world: World, bid: Bid, select: bool, stage: BidStage
) -> None:
    selection.decide(session, bid=bid, select=select, reason=REASON, actor=world.actor(session, "officer"), now=NOW)
    assert bid.stage is stage
    assert list_decisions(session, world.procurement_id)[bid.id].reason == REASON
    facts = call_facts(session, world.procurement(session))
    assert (facts.requests, facts.requests_undecided, facts.selected) == (1, 0, int(select))


def test_a_decision_is_taken_once(session: Session, world: World, bid: Bid) -> None:
    officer = world.actor(session, "officer")
    selection.decide(session, bid=bid, select=True, reason=REASON, actor=officer, now=NOW)
    with pytest.raises(MoveRefused):
        selection.decide(session, bid=bid, select=False, reason=REASON, actor=officer, now=NOW)
    assert bid.stage is BidStage.SELECTED


def test_a_thin_reason_is_refused(session: Session, world: World, bid: Bid) -> None:
    with pytest.raises(InvalidInput) as refused:
        selection.decide(session, bid=bid, select=True, reason="Fine.", actor=world.actor(session, "officer"), now=NOW)
    assert refused.value.field == "reason"
    assert bid.stage is BidStage.REQUESTED


@pytest.mark.parametrize("stage", [Stage.CALL, Stage.DIALOGUE_1])
def test_another_stage_is_refused_by_name(session: Session, world: World, bid: Bid, stage: Stage) -> None:
    world.at(session, stage)
    with pytest.raises(Conflict, match=f"the procurement is at “{stage.label}”"):
        selection.decide(session, bid=bid, select=True, reason=REASON, actor=world.actor(session, "officer"), now=NOW)


def test_a_request_that_changed_since_is_refused(session: Session, world: World, bid: Bid) -> None:
    with pytest.raises(Conflict, match="changed or decided by someone else"):
        selection.decide(
            session, bid=bid, select=True, reason=REASON, version=bid.version + 1,
            actor=world.actor(session, "officer"), now=NOW,
        )  # fmt: skip


def test_drafts_are_not_listed(session: Session, world: World, bid: Bid) -> None:
    draft = make_bid(session, world, "birch", BidStage.DRAFT_REQUEST)
    draft.requested_at = None
    session.flush()
    assert list_requests(session, world.procurement_id) == [bid]


def test_requests_are_hidden_until_the_call_is_closed(session: Session, world: World) -> None:
    assert selection.why_hidden(world.procurement(session)) == ""
    assert "once the call is closed" in selection.why_hidden(world.at(session, Stage.CALL))
