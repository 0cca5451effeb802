"""Every stage against every trigger: what the table allows happens, everything else is refused and changes nothing."""

from __future__ import annotations

import pytest

from assurance.domain.case import BidCase
from assurance.domain.errors import MoveRefused
from assurance.domain.procedures import PROCEDURES
from assurance.domain.procedures.bid import BID_LIFECYCLE, BID_MOVES
from assurance.domain.procedures.definition import Procedure
from assurance.domain.procedures.psr_competitive import PSR_COMPETITIVE, PSR_COMPETITIVE_1
from assurance.domain.stages import PATH, TERMINAL_STAGES, BidStage, Stage
from tests.domain.builders import make_case

LIFECYCLE = PSR_COMPETITIVE.lifecycle
ALL = list(PROCEDURES.values())
NAMES = [f"{each.code}-{each.version}" for each in ALL]
every_procedure = pytest.mark.parametrize("procedure", ALL, ids=NAMES)
FORWARD = {
    "start_engagement": (Stage.PLANNING, Stage.ENGAGEMENT),
    "request_checkpoint_1": (Stage.ENGAGEMENT, Stage.CHECKPOINT_1),
    "publish_call": (Stage.CHECKPOINT_1, Stage.CALL),
    "close_call": (Stage.CALL, Stage.SELECTION),
    "open_dialogue": (Stage.SELECTION, Stage.DIALOGUE_1),
    "end_round_1": (Stage.DIALOGUE_1, Stage.DOWN_SELECT),
    "open_round_2": (Stage.DOWN_SELECT, Stage.DIALOGUE_2),
    "close_dialogue": (Stage.DIALOGUE_2, Stage.DIALOGUE_CLOSED),
    "invite_final_tenders": (Stage.DIALOGUE_CLOSED, Stage.FINAL_TENDERS),
    "close_tenders": (Stage.FINAL_TENDERS, Stage.OPENING),
    "start_scoring": (Stage.OPENING, Stage.SCORING),
    "start_moderation": (Stage.SCORING, Stage.MODERATION),
    "complete_moderation": (Stage.MODERATION, Stage.RANKING),
    "confirm_ranking": (Stage.RANKING, Stage.RECOMMENDATION),
    "request_checkpoint_2": (Stage.RECOMMENDATION, Stage.CHECKPOINT_2),
    "declare_intention": (Stage.CHECKPOINT_2, Stage.INTENTION),
    "start_standstill": (Stage.INTENTION, Stage.STANDSTILL),
    "confirm_award": (Stage.STANDSTILL, Stage.AWARD),
    "open_contract": (Stage.AWARD, Stage.CONTRACT),
    "request_checkpoint_3": (Stage.CONTRACT, Stage.CHECKPOINT_3),
    "start_service": (Stage.CHECKPOINT_3, Stage.LIVE),
}
"""Written out by hand, not taken from the table: a changed table must fail here."""
BACK = {
    "reopen_dialogue": ({Stage.DIALOGUE_CLOSED}, Stage.DIALOGUE_2),
    "return_to_evaluation": (
        {Stage.RANKING, Stage.RECOMMENDATION, Stage.CHECKPOINT_2, Stage.INTENTION, Stage.STANDSTILL, Stage.AWARD},
        Stage.MODERATION,
    ),
    "return_to_recommendation": (
        {Stage.CHECKPOINT_2, Stage.INTENTION, Stage.STANDSTILL, Stage.AWARD}, Stage.RECOMMENDATION,
    ),
}  # fmt: skip
"""The ways back, which the first version of the competitive process does not know."""


def triggers(procedure: Procedure) -> set[str]:
    """Return the moves a procedure has, by the lists above."""
    back = set() if procedure is PSR_COMPETITIVE_1 else set(BACK)
    return {*FORWARD, *back, "abandon"}


def allowed(stage: Stage, trigger: str) -> Stage | None:
    """Say where a trigger leads from a stage by the lists above, or None."""
    if trigger == "abandon":
        return Stage.ABANDONED if stage in PATH[: PATH.index(Stage.CHECKPOINT_3)] else None
    if trigger in BACK:
        sources, back_to = BACK[trigger]
        return back_to if stage in sources else None
    source, dest = FORWARD[trigger]
    return dest if stage is source else None


@every_procedure
@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_and_trigger_is_as_the_walk_says(procedure: Procedure, stage: Stage) -> None:
    for trigger in sorted(triggers(procedure)):
        check_one(procedure, stage, trigger)


def check_one(procedure: Procedure, stage: Stage, trigger: str) -> None:
    """Fire one trigger from one stage and see that exactly what the lists say happens."""
    lifecycle = procedure.lifecycle
    unsigned = {"contract": {"signatures_missing": ("the authority",)}} if trigger == "abandon" else {}
    case = make_case(stage, **unsigned)
    expected = allowed(stage, trigger)
    if expected is None:
        with pytest.raises(MoveRefused) as refused:
            lifecycle.apply(trigger, case)
        assert [objection.code for objection in refused.value.objections] == ["stage"], trigger
        assert case.stage is stage
    else:
        lifecycle.apply(trigger, case)
        assert case.stage is expected


@every_procedure
def test_the_table_has_no_move_beside_those_of_the_walk(procedure: Procedure) -> None:
    assert {move.trigger for move in procedure.moves} == triggers(procedure)


@every_procedure
def test_every_stage_is_reached_and_only_the_last_two_are_left_by_nothing(procedure: Procedure) -> None:
    reached = {move.dest for move in procedure.moves}
    left = {stage for move in procedure.moves for stage in move.source}
    assert reached == set(Stage) - {Stage.PLANNING}
    assert set(Stage) - left == TERMINAL_STAGES


@every_procedure
def test_abandonment_and_every_way_back_ask_for_the_reason(procedure: Procedure) -> None:
    for trigger in triggers(procedure) & {"abandon", *BACK}:
        assert procedure.lifecycle.moves[trigger].needs_reason


def test_an_unknown_trigger_is_refused_in_words() -> None:
    with pytest.raises(MoveRefused, match="no move called"):
        LIFECYCLE.apply("teleport", make_case())


def test_a_refused_move_leaves_the_case_as_it_was() -> None:
    case = make_case(Stage.PLANNING, plan={"has_budget": False})
    with pytest.raises(MoveRefused):
        LIFECYCLE.apply("start_engagement", case)
    assert case.stage is Stage.PLANNING


@pytest.mark.parametrize("trigger", [move.trigger for move in BID_MOVES])
@pytest.mark.parametrize("stage", list(BidStage))
def test_a_bid_moves_only_from_the_stages_its_table_names(stage: BidStage, trigger: str) -> None:
    move = BID_LIFECYCLE.moves[trigger]
    case = BidCase(stage=stage, now=make_case().now)
    codes = {objection.code for objection in BID_LIFECYCLE.objections(trigger, case)}
    assert ("stage" in codes) is (stage not in move.source)


def test_every_bid_stage_is_reached_and_the_ended_ones_are_left_by_nothing() -> None:
    reached = {move.dest for move in BID_MOVES}
    assert reached == set(BidStage) - {BidStage.DRAFT_REQUEST}
    left = {stage for move in BID_MOVES for stage in move.source}
    ended = {BidStage.NOT_SELECTED, BidStage.ELIMINATED, BidStage.NOT_SUBMITTED, BidStage.NON_COMPLIANT,
             BidStage.REJECTED, BidStage.WITHDRAWN, BidStage.EXCLUDED, BidStage.LIVE}  # fmt: skip
    assert set(BidStage) - left == ended
    out_of_it = {m.trigger for m in BID_MOVES if BidStage.UNSUCCESSFUL in m.source}
    assert out_of_it == {"moderate_again", "recommend_again"}, "only a step taken again brings such a bid back"


@every_procedure
def test_the_diagram_draws_every_stage(procedure: Procedure) -> None:
    drawn = procedure.lifecycle.diagram(Stage.CALL)
    assert drawn.startswith("---") or "stateDiagram" in drawn
    for stage in Stage:
        assert stage.name in drawn
