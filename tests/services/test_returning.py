"""Going back to an earlier step: what was decided stays on record as superseded, and nobody but the owner does it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.deadlines import psr_standstill
from assurance.domain.errors import InvalidInput, MoveRefused, NotPermitted
from assurance.domain.procedures.psr_competitive import PSR_COMPETITIVE_1
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, EvaluationResult, Letter, Message, Recommendation
from assurance.persistence.queries.awards import find_standing_recommendation, list_letters
from assurance.persistence.queries.bids import find_letter
from assurance.persistence.queries.evaluation import find_result
from assurance.persistence.queries.facts.award import contract_facts
from assurance.services import bids, letters
from tests.factories.award import Award
from tests.factories.cast import make_world

WHY = "The panel read one answer against the wrong question."


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session))


def stages_of(award: Award) -> dict[str, BidStage]:
    award.session.flush()
    return {name: award.bid(name).stage for name in ("alder", "birch", "cedar", "dogwood")}


def moderated(award: Award) -> None:
    """Let the panel of the story be done with moderation, as the story does the first time."""
    for name in ("alder", "birch", "cedar"):
        award.bid(name).stage = BidStage.MODERATED
    award.world.at(award.session, Stage.RANKING)


def test_moderation_is_done_again_from_standstill_and_everything_before_it_is_kept(award: Award) -> None:
    award.to_standstill()
    sent = {letter.bid_id for letter in list_letters(award.session, award.world.procurement_id)}
    award.move("return_to_evaluation", "owner", WHY)
    award.session.expire_all()
    assert award.procurement.stage is Stage.MODERATION
    assert award.procurement.standstill is None
    assert award.procurement.next_due_at is None
    found = stages_of(award)
    assert {found[name] for name in ("alder", "birch", "cedar")} == {BidStage.SCORED}
    assert found["dogwood"] is BidStage.ELIMINATED, "who left in dialogue does not come back"
    assert find_result(award.session, award.world.procurement_id) is None
    assert find_standing_recommendation(award.session, award.world.procurement_id) is None
    kept = award.session.scalars(select(Letter).where(Letter.superseded_at.is_not(None))).all()
    assert {letter.bid_id for letter in kept} == sent
    assert all(letter.issued_at for letter in kept)
    assert find_letter(award.session, award.bid("birch").id) is None, "a bidder is no longer told what is decided anew"


def test_the_second_time_round_has_its_own_result_recommendation_and_letters(award: Award) -> None:
    award.to_standstill()
    award.move("return_to_evaluation", "owner", WHY)
    moderated(award)
    award.move("confirm_ranking")
    award.recommend().approve()
    award.move("request_checkpoint_2")
    award.pass_gate("checkpoint_2")
    award.move("declare_intention")
    award.now += timedelta(minutes=1)
    letters.prepare_all(award.session, procurement=award.procurement, actor=award.actor("officer"), now=award.now)
    award.move("start_standstill")
    for table, count in ((EvaluationResult, 2), (Recommendation, 2)):
        rows = award.session.scalars(select(table).order_by(table.id)).all()
        assert len(rows) == count
        assert [row.superseded_at is None for row in rows] == [False, True]
    assert len(award.session.scalars(select(Letter)).all()) == 2 * len(
        list_letters(award.session, award.world.procurement_id)
    )


def test_letters_that_were_never_sent_are_no_record(award: Award) -> None:
    award.to_intention()
    letters.prepare_all(award.session, procurement=award.procurement, actor=award.actor("officer"), now=award.now)
    award.move("return_to_recommendation", "owner", WHY)
    assert award.session.scalars(select(Letter)).all() == []


def test_when_the_preferred_bidder_leaves_the_next_is_recommended_on_the_same_result(award: Award) -> None:
    award.to_standstill()
    result = find_result(award.session, award.world.procurement_id)
    bids.withdraw(
        award.session, bid=award.bid("alder"), reason="Our board decided so", actor=award.actor("alder"), now=award.now
    )
    award.move("return_to_recommendation", "owner", "The preferred bidder has left.")
    found = stages_of(award)
    assert found["alder"] is BidStage.WITHDRAWN
    assert found["birch"] is BidStage.RANKED
    assert found["cedar"] is BidStage.UNSUCCESSFUL, "a bid below a minimum has no place to go back to"
    assert find_result(award.session, award.world.procurement_id) is result


def test_a_contract_with_the_bidder_before_is_not_drawn_up_with_the_next(award: Award) -> None:
    award.to_award().draw_up()
    assert contract_facts(award.session, award.procurement).drawn_up
    award.move("return_to_recommendation", "owner", WHY)
    award.bid("birch").stage = BidStage.CONFIRMED
    award.session.flush()
    assert not contract_facts(award.session, award.procurement).drawn_up


def test_what_was_added_to_one_standstill_is_not_added_to_the_next(award: Award) -> None:
    award.to_standstill()
    assert award.procurement.standstill is not None
    award.procurement.standstill_extended_to = award.procurement.standstill.last_day + timedelta(days=90)
    award.move("return_to_recommendation", "owner", WHY)
    award.procurement.intention_published_on = award.now.date()
    assert award.procurement.standstill == psr_standstill(award.now.date())


def test_every_bidder_still_in_is_told_why_each_time(award: Award) -> None:
    award.to_standstill()
    award.move("return_to_recommendation", "owner", WHY)
    told = award.session.scalars(select(Message).where(Message.kind == "returned")).all()
    still_in = {award.world.organisations[name] for name in ("alder", "birch")}
    assert {message.organisation_id for message in told} == still_in
    assert {message.text for message in told} == {WHY}


def test_it_is_the_owners_act_with_a_reason_and_on_record(award: Award) -> None:
    award.to_standstill()
    with pytest.raises(NotPermitted):
        award.move("return_to_evaluation", "officer", WHY)
    with pytest.raises(InvalidInput):
        award.move("return_to_evaluation", "owner", " ")
    assert award.procurement.stage is Stage.STANDSTILL
    award.move("return_to_evaluation", "owner", WHY)
    tags = award.session.scalars(select(AuditEvent.tag)).all()
    assert "letter:superseded" in tags
    assert "procurement:moved" in tags


def test_what_was_started_under_the_first_version_has_no_way_back(award: Award) -> None:
    award.to_standstill()
    award.procurement.procedure_version = PSR_COMPETITIVE_1.version
    with pytest.raises(MoveRefused, match="no move called"):
        award.move("return_to_evaluation", "owner", WHY)
