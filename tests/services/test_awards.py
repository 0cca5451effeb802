"""The recommendation follows the ranking and is decided by someone other than its author."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Recommendation
from assurance.persistence.queries.awards import find_standing_recommendation
from assurance.services import awards, results
from tests.factories.award import Award
from tests.factories.cast import NOW, make_world


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session)).rank()


def write(award: Award, preferred: str = "alder", reserve: str | None = "birch", **more: object) -> Recommendation:
    fields = {
        "procurement": award.procurement, "preferred": award.bid(preferred), "text": "First by the criteria",
        "reserve": award.bid(reserve) if reserve else None, "actor": award.actor("officer"), "now": NOW,
    }  # fmt: skip
    return awards.recommend(award.session, **{**fields, **more})  # type: ignore[arg-type]  # reason: fields by name


def decide(award: Award, name: str = "approver", *, approve: bool = True, reason: str = "") -> Recommendation:
    recommendation = find_standing_recommendation(award.session, award.world.procurement_id)
    assert recommendation is not None
    return awards.decide(
        award.session, recommendation=recommendation, approve=approve, reason=reason, actor=award.actor(name), now=NOW
    )


def stages_of(award: Award) -> dict[str, BidStage]:
    return {name: award.bid(name).stage for name in ("alder", "birch", "cedar", "dogwood")}


def test_the_ranking_is_read_from_the_confirmed_result(award: Award) -> None:
    ranked = results.ranked_bids(award.session, award.procurement)
    assert [(bid.organisation.name, entry["rank"]) for bid, entry in ranked] == [("Alder Care", 1), ("Birch Care", 2)]


def test_approval_settles_every_ranked_bid(award: Award) -> None:
    write(award)
    decide(award)
    assert stages_of(award) == {
        "alder": BidStage.PREFERRED, "birch": BidStage.RESERVE, "cedar": BidStage.UNSUCCESSFUL,
        "dogwood": BidStage.ELIMINATED,
    }  # fmt: skip


def test_without_a_reserve_the_second_is_unsuccessful(award: Award) -> None:
    write(award, reserve=None)
    decide(award)
    assert stages_of(award)["birch"] is BidStage.UNSUCCESSFUL


@pytest.mark.parametrize(
    ("preferred", "reserve", "field"),
    [
        ("birch", "alder", "preferred"),
        ("cedar", None, "preferred"),
        ("dogwood", None, "preferred"),
        ("alder", "alder", "reserve"),
        ("alder", "cedar", "reserve"),
    ],
)
def test_a_recommendation_cannot_depart_from_the_ranking(
    award: Award, preferred: str, reserve: str | None, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        write(award, preferred, reserve)
    assert refusal.value.field == field
    assert find_standing_recommendation(award.session, award.world.procurement_id) is None


def test_the_author_does_not_decide_even_as_an_approver(award: Award) -> None:
    write(award)
    recommendation = find_standing_recommendation(award.session, award.world.procurement_id)
    assert recommendation is not None
    recommendation.author_id = award.world.users["approver"]
    with pytest.raises(NotPermitted, match="You wrote this"):
        decide(award)
    with pytest.raises(NotPermitted):
        decide(award, "officer")
    assert recommendation.decision == ""


@pytest.mark.parametrize("name", ["approver", "owner", "reviewer", "auditor", "outsider"])
def test_only_the_officer_writes(award: Award, name: str) -> None:
    with pytest.raises(NotPermitted):
        write(award, actor=award.actor(name))


def test_a_refusal_needs_a_reason_and_lets_a_new_one_follow(award: Award) -> None:
    write(award)
    with pytest.raises(InvalidInput) as refusal:
        decide(award, approve=False, reason=" ")
    assert refusal.value.field == "reason"
    decide(award, approve=False, reason="The affordability is not shown")
    assert stages_of(award)["alder"] is BidStage.RANKED
    assert write(award, text="With affordability shown").decision == ""


def test_one_recommendation_stands_at_a_time_and_is_decided_once(award: Award) -> None:
    write(award)
    with pytest.raises(Conflict, match="already written"):
        write(award)
    decide(award)
    with pytest.raises(Conflict, match="already approved"):
        decide(award)


def test_it_is_written_and_decided_only_at_its_stage(award: Award) -> None:
    write(award)
    award.world.at(award.session, Stage.CHECKPOINT_2)
    with pytest.raises(MoveRefused, match="not possible at the stage"):
        decide(award)
    with pytest.raises(MoveRefused, match="not possible at the stage"):
        write(award)


def test_a_recommendation_says_why(award: Award) -> None:
    with pytest.raises(InvalidInput) as refusal:
        write(award, text="  ")
    assert refusal.value.field == "text"
