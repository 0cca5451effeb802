"""Three lead-provider procurements that failed, walked again: each is stopped at the gate it did not have.

UnitingCare (2015): a legal form whose tax nobody owned, no guarantee, and a loss larger than the reserves. Coastal West
Sussex (2014): the effect on the trust looked into only after a preferred bidder was named. Staffordshire (2013-17): one
bidder left, and nothing that could be paid for.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from assurance.domain.errors import MoveRefused
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import BidBacking, BudgetLine, FormQuestion, ImpactStatement
from assurance.persistence.queries.gates import get_last_review
from assurance.services import dialogue, gate_blockers, gate_verdicts, gates, moves, system_impact
from assurance.services.cases import build_case
from tests.factories.award import Award
from tests.factories.cast import NOW, World, make_world
from tests.factories.impact import flow, incumbent_of, stated
from tests.factories.payment import make_payment_model
from tests.factories.plans import make_bid, make_criteria

WHY = "The board compared the price with two benchmarks and found it fair value without competition."


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def refusal(session: Session, world: World, trigger: str, who: str = "officer") -> str:
    """Return in words why a move is refused; it must be."""
    with pytest.raises(MoveRefused) as refused:
        moves.perform(
            session, procurement=world.procurement(session), trigger=trigger, actor=world.actor(session, who), now=NOW
        )
    return "; ".join(each.message for each in refused.value.objections)


def objections(session: Session, world: World, trigger: str) -> list[str]:
    """Return the codes of what objects to a move."""
    procurement = world.procurement(session)
    found = procurement.procedure.lifecycle.objections(trigger, build_case(session, procurement, NOW))
    return [each.code for each in found]


def conclude_all_green(award: Award) -> str | None:
    """Rate every line of checkpoint 2 green, sign by two and conclude: what optimism would have done."""
    review = get_last_review(award.session, award.world.procurement_id, "checkpoint_2")
    for line in review.lines:
        award.rate(review, line.code)
    for name in ("reviewer", "second_reviewer"):
        gates.sign(award.session, review=review, actor=award.actor(name), now=NOW)
    return gates.conclude(award.session, review=review, actor=award.actor("reviewer"), now=NOW).verdict


def test_unitingcare_is_stopped_at_checkpoint_2_whatever_is_rated(session: Session, world: World) -> None:
    make_payment_model(session, world)
    award = Award(session, world).rank()
    bid = award.bid("alder")
    session.execute(delete(FormQuestion).where(FormQuestion.bid_id == bid.id, FormQuestion.code == "vat"))
    session.add(
        BidBacking(
            bid_id=bid.id, reserves_amount=Decimal(200_000), guarantee_amount=Decimal(0), guarantor="",
            evidence="Accounts of 2024", updated_at=NOW, updated_by_id=world.users["alder"],
        )
    )  # fmt: skip
    award.recommend().approve()
    award.move("request_checkpoint_2")
    assert conclude_all_green(award) == "do_not_proceed"
    review = get_last_review(session, world.procurement_id, "checkpoint_2")
    assert "The contract can cost £1,400,000 in its worst year" in review.verdict_reason
    assert "£1,200,000 too little" in review.verdict_reason
    assert "Nobody owns this question" in review.verdict_reason
    assert {each.line_code for each in review.findings if each.rating == "red"} == {
        "financial_standing", "tax_and_legal_form",
    }  # fmt: skip
    assert refusal(session, world, "declare_intention") == "Checkpoint 2 says do not proceed"
    blocked = gate_blockers.blockers(session, award.procurement, NOW)
    assert ("Alder Care", "finding") in [(each.owner, each.kind) for each in blocked]
    award.world.at(session, Stage.AWARD)
    assert "Checkpoint 2 says do not proceed" in refusal(session, world, "open_contract", "contracts")


def test_coastal_west_sussex_is_stopped_before_the_field_is_narrowed(session: Session, world: World) -> None:
    make_criteria(session, world)
    world.at(session, Stage.DIALOGUE_1)
    bids = {name: make_bid(session, world, name, BidStage.IN_DIALOGUE) for name in ("alder", "birch", "cedar")}
    said = refusal(session, world, "end_round_1")
    assert "It is not on record which providers of today may lose income by this programme" in said
    incumbent_of(session, world, "Western Trust", result=Decimal(500_000))
    said = refusal(session, world, "end_round_1")
    assert "Effects on the providers of today are not stated by Alder Care, Birch Care, Cedar Care" in said
    for name, bid in bids.items():
        stated(session, world, bid, name, [flow(6_000_000, 2_000_000)])
    assert not {"impact", "effects"} & set(objections(session, world, "end_round_1"))


def test_coastal_west_sussex_is_stopped_before_and_at_checkpoint_2(session: Session, world: World) -> None:
    incumbent_of(session, world, "Western Trust", result=Decimal(500_000))
    award = Award(session, world).rank().recommend().approve()
    said = refusal(session, world, "request_checkpoint_2")
    assert said == "Effects on the providers of today are not stated by Alder Care"
    flows = [{"incumbent": "I-01", "displaced": "6000000", "stranded": "2000000", "mitigation": "0", "words": "None"}]
    session.add(
        ImpactStatement(
            bid_id=award.bid("alder").id, round=0, flows=flows, updated_at=NOW, updated_by_id=world.users["alder"]
        )
    )
    session.flush()
    award.move("request_checkpoint_2")
    assert conclude_all_green(award) == "do_not_proceed"
    review = get_last_review(session, world.procurement_id, "checkpoint_2")
    assert review.verdict_reason == (
        "Western Trust would end the year with a deficit of £1,500,000, from a surplus of £500,000; £1,500,000 of it "
        "is not made good (computed)"
    )
    assert refusal(session, world, "declare_intention") == "Checkpoint 2 says do not proceed"


def test_staffordshire_goes_on_only_by_two_decisions_on_record(session: Session, world: World) -> None:
    make_criteria(session, world)
    session.add(
        BudgetLine(
            procurement_id=world.procurement_id, code="02", name="Cancer", amounts={"2024": "10000000"},
            latest_year="2024", latest_amount=Decimal(10_000_000), is_chosen=True,
        )
    )  # fmt: skip
    procurement = world.at(session, Stage.PLANNING)
    system_impact.state_nobody_loses(
        session, procurement=procurement, reason="Every contract of today stays as it is.",
        actor=world.actor(session, "officer"), now=NOW,
    )  # fmt: skip
    world.at(session, Stage.DIALOGUE_1)
    bid = make_bid(session, world, "alder", BidStage.IN_DIALOGUE)
    make_bid(session, world, "birch", BidStage.WITHDRAWN)
    stated(session, world, bid, "alder", year=13_000_000)
    world.at(session, Stage.DOWN_SELECT)
    assert "Every indicative price is above the envelope" in refusal(session, world, "open_round_2")
    assert {"competition", "affordability"} <= set(objections(session, world, "open_round_2"))
    decide = {"procurement": procurement, "reason": WHY, "actor": world.actor(session, "owner"), "now": NOW}
    dialogue.decide_competition(session, **decide)
    session.flush()
    assert "competition" not in objections(session, world, "open_round_2")
    assert "affordability" in objections(session, world, "open_round_2")
    row = dialogue.decide_affordability(session, **decide)
    session.flush()
    assert row.over_amount == Decimal(15_000_000)
    assert not {"competition", "affordability"} & set(objections(session, world, "open_round_2"))


def test_the_same_procurement_passes_where_the_facts_are_sound(session: Session, world: World) -> None:
    """The three stops above are made by what is wrong, and not by anything else in these stories."""
    make_payment_model(session, world)
    award = Award(session, world).rank()
    session.add(
        BidBacking(
            bid_id=award.bid("alder").id, reserves_amount=Decimal(1_000_000), guarantee_amount=Decimal(400_000),
            guarantor="Alder Holdings", evidence="Signed guarantee", updated_at=NOW, updated_by_id=world.users["alder"],
        )
    )  # fmt: skip
    award.recommend().approve()
    award.move("request_checkpoint_2")
    assert conclude_all_green(award) == "proceed"
    review = get_last_review(session, world.procurement_id, "checkpoint_2")
    assert gate_verdicts.verdict(session, review).reasons == ("Every mandatory line is green",)
    award.move("declare_intention")
