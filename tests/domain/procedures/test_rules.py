"""Each rule objects to the one unfavourable fact it is about, in words, and is silent otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from assurance.domain.case import DialogueFacts
from assurance.domain.deadlines import psr_standstill
from assurance.domain.procedures.psr_competitive import PSR_COMPETITIVE
from assurance.domain.stages import Stage
from tests.domain.builders import NOW, make_case

LIFECYCLE = PSR_COMPETITIVE.lifecycle
UNFAVOURABLE: list[tuple[str, dict[str, dict[str, Any]], str]] = [
    ("start_engagement", {"plan": {"has_budget": False}}, "budget"),
    ("start_engagement", {"plan": {"pathway_elements": 0}}, "pathways"),
    ("start_engagement", {"plan": {"outcomes": 0}}, "outcomes"),
    ("start_engagement", {"plan": {"outcome_weights_sum_to_100": False}}, "outcomes"),
    ("request_checkpoint_1", {"plan": {"has_engagement_summary": False}}, "engagement"),
    ("request_checkpoint_1", {"plan": {"criteria_faults": ("weights sum to 95",)}}, "criteria"),
    ("request_checkpoint_1", {"plan": {"roles_missing": ("Approver",)}}, "roles"),
    ("request_checkpoint_1", {"plan": {"users_involved": False}}, "users"),
    ("publish_call", {"plan": {"outcomes_undefined": ("Better knees",)}}, "definitions"),
    ("publish_call", {"plan": {"outcomes_undefined": ("Better knees", "Waiting", "Falls")}}, "definitions"),
    ("publish_call", {"plan": {"payment_faults": ("none is set",)}}, "payment-model"),
    ("publish_call", {"plan": {"payment_faults": ("5 years for 4", "there are no indicators")}}, "payment-model"),
    ("publish_call", {"gates": {"verdicts": {}}}, "gate:checkpoint_1"),
    ("publish_call", {"gates": {"verdicts": {"checkpoint_1": "do_not_proceed"}}}, "gate:checkpoint_1"),
    ("publish_call", {"gates": {"overdue": ("C-001",)}}, "overdue"),
    ("publish_call", {"plan": {"trial_dangers": ("A bid at £1 would win.",)}}, "trial"),
    ("publish_call", {"plan": {"trial_dangers": ("A bid at £1 would win.", "Two bids are level.")}}, "trial"),
    ("publish_call", {"call": {"has_notice_text": False}}, "notice"),
    ("publish_call", {"call": {"requests_due_at": NOW}}, "notice"),
    ("publish_call", {"call": {"questionnaire_faults": ("The weights add up to 60%, not to 100%",)}}, "questionnaire"),
    ("close_call", {"call": {"requests_due_at": NOW + timedelta(seconds=1)}}, "deadline"),
    ("close_call", {"call": {"requests": 0}}, "requests"),
    ("open_dialogue", {"call": {"requests_undecided": 1}}, "selection"),
    ("open_dialogue", {"call": {"selected": 0}}, "selection"),
    ("open_dialogue", {"call": {"selected": 2}}, "competition"),
    ("end_round_1", {"dialogue": {"without_agreed_session": ("Alder",)}}, "sessions"),
    ("open_round_2", {"dialogue": {"down_select_undecided": 1}}, "down-select"),
    ("end_round_1", {"impact": {"ledger_settled": False}}, "impact"),
    ("end_round_1", {"impact": {"unstated": ("Alder",)}}, "effects"),
    ("end_round_1", {"impact": {"prices_unstated": ("Alder",)}}, "indicative-prices"),
    ("open_round_2", {"impact": {"nobody_affordable": True}}, "affordability"),
    ("close_dialogue", {"impact": {"nobody_affordable": True}}, "affordability"),
    ("request_checkpoint_2", {"impact": {"ledger_settled": False}}, "impact"),
    ("request_checkpoint_2", {"impact": {"unstated": ("Alder",)}}, "effects"),
    ("declare_intention", {"gates": {"reopened": ("Checkpoint 1",)}}, "reopened"),
    ("open_contract", {"gates": {"reopened": ("Checkpoint 2",)}}, "reopened"),
    ("request_checkpoint_3", {"gates": {"verdicts": {"checkpoint_1": "proceed"}}}, "gate:checkpoint_2"),
    ("request_checkpoint_3", {"gates": {"overdue": ("C-001",)}}, "overdue"),
    ("start_service", {"gates": {"reopened": ("Checkpoint 3",)}}, "reopened"),
    ("open_round_2", {"dialogue": {"participants": 1}}, "competition"),
    ("open_round_2", {"dialogue": {"participants": 2}}, "competition"),
    ("end_round_1", {"dialogue": {"participants": 2}}, "competition"),
    ("end_round_1", {"dialogue": {"information_unequal": ("Briefing 1: Parking",)}}, "information"),
    ("close_dialogue", {"dialogue": {"information_unequal": ("Briefing 1: Parking",)}}, "information"),
    ("invite_final_tenders", {"dialogue": {"participants": 1}}, "competition"),
    ("start_scoring", {"tenders": {"compliant": 2}}, "competition"),
    ("start_scoring", {"tenders": {"compliant": 0}}, "competition"),
    ("close_dialogue", {"dialogue": {"without_agreed_session": ("Alder",)}}, "sessions"),
    ("invite_final_tenders", {"tenders": {"tenders_due_at": None}}, "deadline"),
    ("invite_final_tenders", {"plan": {"refinement_open": True}}, "refinement"),
    ("close_tenders", {"tenders": {"tenders_due_at": NOW + timedelta(seconds=1)}}, "deadline"),
    ("close_tenders", {"tenders": {"submitted": 0}}, "tenders"),
    ("close_call", {"clarifications": {"unanswered": 1}}, "questions"),
    ("end_round_1", {"clarifications": {"unanswered": 2}}, "questions"),
    ("close_dialogue", {"clarifications": {"unanswered": 1}}, "questions"),
    ("invite_final_tenders", {"clarifications": {"unanswered": 1}}, "questions"),
    ("start_scoring", {"tenders": {"openers": 1}}, "openers"),
    ("start_scoring", {"tenders": {"compliance_undecided": 1}}, "compliance"),
    ("start_scoring", {"evaluation": {"criteria_short_of_evaluators": ("Access",)}}, "panel"),
    ("start_moderation", {"evaluation": {"conflicts_undeclared": ("Nurse",)}}, "conflicts"),
    ("start_moderation", {"evaluation": {"conflicts_undecided": 1}}, "conflicts"),
    ("start_moderation", {"evaluation": {"marks_locked": 29}}, "marks"),
    ("start_moderation", {"evaluation": {"marks_locked": 0, "marks_expected": 0}}, "marks"),
    ("complete_moderation", {"evaluation": {"consensus_recorded": 9}}, "consensus"),
    ("complete_moderation", {"evaluation": {"approvals_missing": 1}}, "approvals"),
    ("confirm_ranking", {"evaluation": {"prices_open": False}}, "prices"),
    ("confirm_ranking", {"evaluation": {"prices_open": False, "ranked": 0}}, "prices"),
    ("confirm_ranking", {"evaluation": {"low_bids_unasked": 1}}, "low-bids"),
    ("confirm_ranking", {"evaluation": {"low_bids_undecided": 1}}, "low-bids"),
    ("confirm_ranking", {"evaluation": {"ranking_faults": ("no price",)}}, "ranking"),
    ("confirm_ranking", {"evaluation": {"ranked": 0}}, "ranking"),
    ("confirm_ranking", {"evaluation": {"unresolved_ties": 1}}, "ties"),
    ("request_checkpoint_2", {"evaluation": {"result_confirmed": False}}, "result"),
    ("request_checkpoint_2", {"award": {"recommendation_approved": False}}, "recommendation"),
    ("declare_intention", {"gates": {"verdicts": {}}}, "gate:checkpoint_2"),
    ("request_checkpoint_2", {"award": {"preferred_stands": False}}, "preferred"),
    ("declare_intention", {"award": {"preferred_stands": False}}, "preferred"),
    ("start_standstill", {"award": {"preferred_stands": False}}, "preferred"),
    ("confirm_award", {"award": {"preferred_stands": False}}, "preferred"),
    ("open_contract", {"award": {"preferred_stands": False}}, "preferred"),
    ("request_checkpoint_3", {"award": {"preferred_stands": False}}, "preferred"),
    ("start_standstill", {"award": {"letters_missing": ("Alder",)}}, "letters"),
    ("confirm_award", {"award": {"standstill": None}}, "standstill"),
    ("confirm_award", {"award": {"standstill": psr_standstill(NOW.date())}}, "standstill"),
    ("confirm_award", {"award": {"representations_outstanding": 1}}, "standstill"),
    ("confirm_award", {"award": {"last_further_decision_on": NOW.date()}}, "standstill"),
    ("open_contract", {"contract": {"drawn_up": False}}, "contract"),
    ("request_checkpoint_3", {"contract": {"signatures_missing": ("the authority",)}}, "signatures"),
    ("request_checkpoint_3", {"gates": {"blocking_contract": ("C-001",)}}, "conditions"),
    ("start_service", {"gates": {"verdicts": {}}}, "gate:checkpoint_3"),
    ("start_service", {"gates": {"blocking_service_start": ("C-002",)}}, "conditions"),
    ("start_service", {"contract": {"starts_on": date(2025, 6, 3)}}, "start"),
]


def source_of(trigger: str) -> Stage:
    """Return the stage a move starts from."""
    return LIFECYCLE.moves[trigger].source[0]


@pytest.mark.parametrize(("trigger", "changes", "code"), UNFAVOURABLE)
def test_one_unfavourable_fact_is_objected_to(trigger: str, changes: dict[str, dict[str, Any]], code: str) -> None:
    found = LIFECYCLE.objections(trigger, make_case(source_of(trigger), **changes))
    assert [objection.code for objection in found] == [code]
    assert found[0].message
    assert found[0].mend


@pytest.mark.parametrize("trigger", sorted(LIFECYCLE.moves))
def test_nothing_objects_when_every_fact_is_favourable(trigger: str) -> None:
    assert LIFECYCLE.objections(trigger, make_case(source_of(trigger))) == ()


def test_few_bidders_may_go_on_once_the_decision_is_recorded() -> None:
    case = make_case(Stage.SELECTION, call={"selected": 2, "competition_decision": True})
    assert LIFECYCLE.objections("open_dialogue", case) == ()


def test_facts_nobody_gathered_object_to_ending_a_round() -> None:
    case = make_case(Stage.DIALOGUE_1)
    case.dialogue = DialogueFacts(participants=3, down_select_undecided=0)
    assert [each.code for each in LIFECYCLE.objections("end_round_1", case)] == ["information"]


@pytest.mark.parametrize("trigger", ["end_round_1", "open_round_2", "close_dialogue", "invite_final_tenders"])
def test_no_recorded_decision_lets_nobody_go_on(trigger: str) -> None:
    case = make_case(source_of(trigger), dialogue={"participants": 0, "competition_decision": True})
    assert [each.code for each in LIFECYCLE.objections(trigger, case)] == ["competition"]


def test_a_rule_of_every_kind_is_tried() -> None:
    tried = {trigger for trigger, _, _ in UNFAVOURABLE}
    with_rules = {trigger for trigger, move in LIFECYCLE.moves.items() if move.rules}
    assert tried == with_rules - {"abandon"}


def test_a_contract_both_have_signed_is_not_abandoned() -> None:
    unsigned = make_case(Stage.CONTRACT, contract={"signatures_missing": ("the authority",)})
    assert LIFECYCLE.objections("abandon", unsigned) == ()
    assert [each.code for each in LIFECYCLE.objections("abandon", make_case(Stage.CONTRACT))] == ["signed"]


def test_final_tenders_close_at_their_deadline_whatever_question_waits() -> None:
    case = make_case(Stage.FINAL_TENDERS, clarifications={"unanswered": 3})
    assert LIFECYCLE.objections("close_tenders", case) == ()
