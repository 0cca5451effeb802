"""Lots: put together before a call is public, and awarded together within the limit once every ranking is confirmed."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.award.lots import LotRule
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, EvaluationResult, LotGroup, Procurement, Recommendation
from assurance.persistence.queries.evidence import result_id
from assurance.persistence.queries.lots import find_group_of
from assurance.services import awards, lots, notices, procurements
from tests.factories.award import Award
from tests.factories.cast import NOW, make_world


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session))


def second(award: Award) -> Procurement:
    """Start a second procurement of the same authority and officer."""
    return procurements.create_procurement(
        award.session, title="Respiratory lead provider", summary="All of it.", care_group="Respiratory",
        population=None, contract_years=5, outcome_share_percent=30, integration_forms=[],
        actor=award.actor("officer"), now=NOW,
    )  # fmt: skip


def start(award: Award, name: str = "officer", **more: object) -> LotGroup:
    fields = {
        "procurement": award.procurement, "title": "Planned care", "most_lots": 1, "rule": LotRule.IN_ORDER,
        "number": 2, "actor": award.actor(name), "now": NOW,
    }  # fmt: skip
    return lots.start_group(award.session, **{**fields, **more})  # type: ignore[arg-type]  # reason: fields by name


def join(award: Award, group: LotGroup, procurement: Procurement, number: int = 1) -> None:
    lots.join(award.session, group=group, procurement=procurement, number=number, actor=award.actor("officer"), now=NOW)


def confirm(award: Award, procurement: Procurement, *names: str) -> None:
    """Put a confirmed ranking on record, best first."""
    entries = []
    for place, name in enumerate(names, 1):
        bid = Bid(
            public_id=f"lot-{procurement.id}-{name}", procurement_id=procurement.id,
            organisation_id=award.world.organisations[name], stage=BidStage.RANKED, created_at=NOW,
        )  # fmt: skip
        award.session.add(bid)
        award.session.flush()
        entries.append({"id": result_id(bid), "rank": place, "total": str(90 - 10 * place)})
    award.session.add(
        EvaluationResult(
            procurement_id=procurement.id,
            evaluation={},
            result={"bids": entries},
            digest="0" * 64,
            confirmed_by_id=award.world.users["officer"],
            confirmed_at=NOW,
        )  # fmt: skip
    )
    award.session.flush()


def test_lots_are_put_together_and_the_call_says_the_limit_and_the_way(award: Award) -> None:
    group = start(award)
    join(award, group, second(award))
    found = find_group_of(award.session, award.procurement.id)
    assert found is group
    assert [lot.number for lot in found.lots] == [1, 2] or [lot.number for lot in found.lots] == [2, 1]
    said = lots.in_words(award.session, award.procurement)
    assert "Respiratory lead provider" in said
    assert "at most one lot" in said
    assert LotRule.IN_ORDER.meaning in said
    _, content = notices.compose(award.session, procurement=award.procurement, kind="notice_inviting_offers", now=NOW)
    assert [each["text"] for each in content["sections"] if each["heading"] == "Lots"] == [said]


def test_a_number_a_group_and_a_limit_are_checked_at_their_fields(award: Award) -> None:
    group = start(award)
    with pytest.raises(InvalidInput) as refused:
        join(award, group, second(award), number=2)
    assert refused.value.field == "number"
    with pytest.raises(Conflict):
        join(award, group, award.procurement, number=3)
    with pytest.raises(InvalidInput) as none:
        start(award, procurement=second(award), most_lots=0)
    assert none.value.field == "most_lots"


def test_nothing_changes_once_the_call_of_a_lot_is_public(award: Award) -> None:
    group, other = start(award), second(award)
    award.world.at(award.session, Stage.CALL)
    with pytest.raises(Conflict):
        join(award, group, other)
    with pytest.raises(Conflict):
        lots.leave(award.session, group=group, procurement=award.procurement, actor=award.actor("officer"), now=NOW)


def test_a_lot_can_leave_before_and_it_is_on_record(award: Award) -> None:
    group = start(award)
    lots.leave(award.session, group=group, procurement=award.procurement, actor=award.actor("officer"), now=NOW)
    award.session.flush()
    assert find_group_of(award.session, award.procurement.id) is None
    tags = set(award.session.scalars(select(AuditEvent.tag)))
    assert {"lots:started", "lots:joined", "lots:left"} <= tags


def test_only_whoever_runs_the_procurement_puts_lots_together(award: Award) -> None:
    with pytest.raises(NotPermitted):
        start(award, "clinician")


def recommend(award: Award, name: str) -> Recommendation:
    return awards.recommend(
        award.session, procurement=award.procurement, preferred=award.bid(name), reserve=None, text="By the criteria.",
        actor=award.actor("officer"), now=NOW,
    )  # fmt: skip


def test_the_first_in_one_lot_is_passed_over_in_the_next_and_the_second_is_recommended(award: Award) -> None:
    group, other = start(award), second(award)
    join(award, group, other, number=1)
    award.rank()
    with pytest.raises(Conflict, match="not confirmed for lot 1"):
        recommend(award, "alder")
    confirm(award, other, "alder", "cedar")
    assert lots.passed_over(award.session, award.procurement) == {
        award.world.organisations["alder"]: "It is awarded lot 1; the limit is 1 lot"
    }
    with pytest.raises(InvalidInput, match="ranked first"):
        recommend(award, "alder")
    assert recommend(award, "birch").preferred_bid_id == award.bid("birch").id


def test_a_lot_that_is_settled_stays_so_when_a_bidder_leaves_another(award: Award) -> None:
    group, other = start(award), second(award)
    join(award, group, other, number=1)
    award.rank()
    confirm(award, other, "alder", "birch", "cedar")
    awards.decide(
        award.session, recommendation=recommend(award, "birch"), approve=True, reason="", actor=award.actor("approver"),
        now=NOW,
    )  # fmt: skip
    first = award.session.scalars(select(Bid).where(Bid.public_id == f"lot-{other.id}-alder")).one()
    first.stage = BidStage.WITHDRAWN
    award.session.flush()
    found = lots.allocation(award.session, group)
    assert found.winners == {1: str(award.world.organisations["cedar"]), 2: str(award.world.organisations["birch"])}


def test_a_call_of_a_lot_that_goes_out_while_another_joins_is_noticed(award: Award) -> None:
    group, other = start(award), second(award)
    award.session.flush()
    before = award.procurement.version
    join(award, group, other)
    award.session.flush()
    assert award.procurement.version > before


def test_an_abandoned_lot_is_waited_for_no_more(award: Award) -> None:
    group, other = start(award), second(award)
    join(award, group, other, number=1)
    award.rank()
    other.stage = Stage.ABANDONED
    award.session.flush()
    assert recommend(award, "alder").preferred_bid_id == award.bid("alder").id


def test_a_procurement_by_itself_passes_nobody_over(award: Award) -> None:
    award.rank()
    assert lots.passed_over(award.session, award.procurement) == {}
