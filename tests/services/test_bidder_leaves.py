"""A bidder that leaves after the ranking: nothing is awarded to nobody, and nobody who left is sent an outcome."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, MoveRefused
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.queries.awards import find_standing_recommendation, list_letters
from assurance.persistence.queries.contracts import get_contract
from assurance.services import awards, bids, contracts, letters
from tests.factories.award import Award
from tests.factories.cast import make_world


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session))


def leave(award: Award, name: str = "alder") -> None:
    bids.withdraw(
        award.session, bid=award.bid(name), reason="Our board decided so", actor=award.actor(name), now=award.now
    )
    award.session.flush()


def prepare(award: Award) -> None:
    letters.prepare_all(award.session, procurement=award.procurement, actor=award.actor("officer"), now=award.now)


def approved(award: Award) -> None:
    award.rank().recommend().approve()


def with_letters(award: Award) -> None:
    award.to_intention()
    prepare(award)


def after_standstill(award: Award) -> None:
    award.to_standstill()
    award.now += timedelta(days=30)


def drawn_up(award: Award) -> None:
    award.to_award("").draw_up()


def before_the_parties(award: Award) -> None:
    drawn_up(award)
    award.move("open_contract", "contracts")


@pytest.mark.parametrize(
    ("reach", "trigger", "name"),
    [
        (approved, "request_checkpoint_2", "officer"),
        (with_letters, "start_standstill", "officer"),
        (after_standstill, "confirm_award", "officer"),
        (drawn_up, "open_contract", "contracts"),
        (before_the_parties, "request_checkpoint_3", "contracts"),
    ],
)
def test_without_the_preferred_bidder_the_only_way_is_out(
    award: Award, reach: Callable[[Award], None], trigger: str, name: str
) -> None:
    reach(award)
    leave(award)
    with pytest.raises(MoveRefused) as refused:
        award.move(trigger, name)
    assert "preferred" in [objection.code for objection in refused.value.objections]
    award.move("abandon", reason="The preferred bidder withdrew")
    assert award.procurement.stage is Stage.ABANDONED


def test_a_recommendation_of_a_bid_that_left_is_refused_and_written_anew(award: Award) -> None:
    award.rank().recommend()
    leave(award)
    with pytest.raises(Conflict, match="no longer takes part"):
        award.approve()
    found = find_standing_recommendation(award.session, award.world.procurement_id)
    assert found is not None
    awards.decide(
        award.session, recommendation=found, approve=False, reason="It has left", actor=award.actor("approver"),
        now=award.now,
    )  # fmt: skip
    awards.recommend(
        award.session, procurement=award.procurement, preferred=award.bid("birch"), reserve=None,
        text="Next in the ranking", actor=award.actor("officer"), now=award.now,
    )  # fmt: skip
    award.approve()
    assert award.bid("birch").stage is BidStage.PREFERRED


def test_nobody_signs_with_a_bidder_that_left(award: Award) -> None:
    before_the_parties(award)
    leave(award)
    with pytest.raises(MoveRefused, match="no longer takes part"):
        contracts.sign(
            award.session, contract=get_contract(award.session, award.world.procurement_id), party="authority",
            signatory="Ann Other", capacity="Chief executive", signed_on=award.now.date(),
            actor=award.actor("contracts"), now=award.now,
        )  # fmt: skip


def test_a_bidder_that_left_is_not_sent_the_letter_prepared_for_it(award: Award) -> None:
    with_letters(award)
    leave(award, "birch")
    award.move("start_standstill")
    award.session.flush()
    sent = {letter.bid.organisation.name for letter in list_letters(award.session, award.world.procurement_id)}
    assert sent == {"Alder Care", "Cedar Care", "Dogwood Care"}
