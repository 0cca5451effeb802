"""The record-keeping report says what is stored, and names what is missing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from assurance.domain.award.record_keeping import State
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import BidStageChange, ConflictDeclaration, Letter, StageChange
from assurance.persistence.queries.record_keeping import list_kept
from tests.factories.award import Award
from tests.factories.cast import NOW, World, make_world


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def kept(session: Session, world: World) -> dict[str, tuple[State, str]]:
    return {each.requirement.fact: (each.state, each.text) for each in list_kept(session, world.procurement(session))}


def test_nothing_is_missing_before_its_time(session: Session, world: World) -> None:
    assert State.MISSING not in {state for state, _ in kept(session, world).values()}


@pytest.mark.parametrize(
    ("code", "version", "fact", "words"),
    [
        ("psr_competitive", "2", "representations", "1. Birch Care, Tuesday 7 January 2025, in time: not decided"),
        ("pa23_flexible", "1", "decisions", "the eight working days are over"),
        ("pcr15_dialogue", "1", "subcontractors", "Partner of alder: 20%"),
    ],
)
def test_each_law_has_its_report_from_what_is_stored(
    session: Session, world: World, code: str, version: str, fact: str, words: str
) -> None:
    award = Award(session, world).to_standstill()
    award.represent()
    world.procurement(session).procedure_code, world.procurement(session).procedure_version = code, version
    session.add(
        StageChange(
            procurement_id=world.procurement_id, trigger="confirm_award", from_stage=Stage.STANDSTILL,
            to_stage=Stage.AWARD, actor_id=world.users["officer"], at=NOW + timedelta(days=20),
            reason="the eight working days are over",
        )
    )  # fmt: skip
    session.add(
        ConflictDeclaration(
            bid_id=award.bid("birch").id, user_id=world.users["nurse"], has_conflict=True, detail="A cousin is there",
            declared_at=NOW, decision="recused", decision_reason="Set apart", decided_by_id=world.users["officer"],
            decided_at=NOW,
        )
    )  # fmt: skip
    session.flush()
    found = kept(session, world)
    assert found["winner"] == (State.FILLED, "Alder Care")
    assert found["reasons"] == (State.FILLED, "Ranked first by the published criteria.")
    assert ("criteria" in found) is (code != "pcr15_dialogue")
    assert "Clinical model: 42" in found.get("criteria", (State.FILLED, "Clinical model: 42"))[1]
    assert "alder-care" not in found.get("criteria", (State.FILLED, ""))[1]
    assert "A cousin is there. Managed: recused. Set apart" in found["conflicts"][1]
    assert words in found[fact][1]
    assert found["not_awarded"][0] is State.NOT_APPLICABLE
    assert found["selection"][0] is State.FILLED


def test_what_was_due_and_is_not_there_is_missing(session: Session, world: World) -> None:
    Award(session, world).rank()
    world.at(session, Stage.CHECKPOINT_2)
    found = kept(session, world)
    assert (found["winner"][0], found["reasons"][0]) == (State.MISSING, State.MISSING)
    world.at(session, Stage.ABANDONED)
    assert kept(session, world)["not_awarded"][0] is State.MISSING


def test_who_was_selected_is_told_about_the_bidder_and_not_to_it(session: Session, world: World) -> None:
    award = Award(session, world).rank()
    bid = award.bid("birch")
    session.add_all(
        [
            BidStageChange(
                bid_id=bid.id, trigger="select", from_stage=BidStage.REQUESTED, to_stage=BidStage.SELECTED, at=NOW,
                actor_id=world.users["officer"],
                reason="No ground excludes you, and your request passes every question",
            ),
            Letter(
                bid_id=bid.id, kind="selection", prepared_by_id=world.users["officer"], prepared_at=NOW, issued_at=NOW,
                content={"kind": "selected", "score": "72.5", "place": 2, "requests": 4},
            ),
        ]
    )  # fmt: skip
    session.flush()
    said = kept(session, world)["selection"][1]
    assert (
        "Birch Care: selected. No ground excludes the bidder, and its request passes every question and reaches 72.5 "
        "of 100, place 2 of 4"
    ) in said
    assert "Dogwood Care: eliminated in dialogue. Ranked last of four in the down-selection" in said
    assert " you" not in said
