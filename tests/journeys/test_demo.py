"""The story the demonstration tells is the story its records hold."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import Date, func, select
from sqlalchemy.orm import Session

from assurance.adapters.clock import SimulatedClock
from assurance.domain.authority.roles import Role
from assurance.domain.chain import Link, verify
from assurance.domain.contracts.mobilisation import TaskState, critical_path
from assurance.domain.contracts.payment_form import read_payment
from assurance.domain.contracts.payments import payment
from assurance.domain.contracts.statements import due
from assurance.domain.deadlines import LONDON, PSR, is_working_day, psr_standstill, wait_after_decision
from assurance.domain.evaluation.document import read_evaluation
from assurance.domain.evaluation.rationale import findings
from assurance.domain.evaluation.wind_tunnel import is_danger, unanswered
from assurance.domain.money import round_out
from assurance.domain.procedures.psr_competitive import MOVES
from assurance.domain.selection.questionnaire import Questionnaire
from assurance.domain.stages import PATH, BidStage, Stage
from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models import (
    AbnormalBidQuery,
    AuditEvent,
    Bid,
    BudgetLine,
    Condition,
    ConflictDeclaration,
    Consensus,
    ConsensusApproval,
    Contract,
    CriterionRow,
    DialogueSession,
    EvaluationResult,
    GateReview,
    Letter,
    Mark,
    MarkRevision,
    OpeningAct,
    Organisation,
    Outcome,
    Procurement,
    Recommendation,
    Representation,
    RoleAssignment,
    SelectionQuestionnaire,
    StageChange,
    User,
)
from assurance.persistence.queries.contract_running import (
    list_amendments,
    list_indicators,
    list_reports,
    list_statements,
    list_tasks,
)
from assurance.persistence.queries.contracts import get_contract
from assurance.persistence.queries.dialogue_record import list_actions, list_ideas, list_submitted_outlines
from assurance.persistence.queries.evaluation_evidence import list_trials
from assurance.persistence.queries.outgoing import list_sent
from assurance.persistence.queries.sealing import list_versions
from assurance.services import timetable
from tests.journeys.conftest import Demonstration

pytestmark = pytest.mark.xdist_group("demonstration")  # built once, not once for each process
STORY = date(2025, 1, 6), date(2026, 12, 31)
SHARED_DECISIONS = "shared-decisions"


def _day(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()


def _bid(session: Session, msk: Procurement, name: str) -> Bid:
    query = select(Bid).join(Organisation).where(Bid.procurement_id == msk.id, Organisation.name.startswith(name))
    return session.scalars(query).one()


def _marks(session: Session, bid: Bid, code: str) -> list[Mark]:
    query = select(Mark).join(CriterionRow).where(Mark.bid_id == bid.id, CriterionRow.code == code)
    return list(session.scalars(query.order_by(Mark.mark, Mark.id)))


def _agreed(session: Session, bid: Bid, code: str) -> Consensus:
    query = select(Consensus).join(CriterionRow).where(Consensus.bid_id == bid.id, CriterionRow.code == code)
    return session.scalars(query.where(Consensus.superseded_at.is_(None))).one()


def test_every_stage_was_passed_in_order_by_a_move_of_the_table(session: Session, msk: Procurement) -> None:
    changes = session.scalars(
        select(StageChange).where(StageChange.procurement_id == msk.id).order_by(StageChange.id)
    ).all()
    assert msk.stage is Stage.LIVE
    assert [change.to_stage for change in changes] == list(PATH[1:])
    table = {move.trigger: move for move in MOVES}
    assert all(change.from_stage in table[change.trigger].source for change in changes)
    assert [change.at for change in changes] == sorted(change.at for change in changes)


def test_one_idea_was_told_as_its_owner_agreed_and_the_refused_one_was_not(session: Session, msk: Procurement) -> None:
    ideas = {each.bid.organisation.name.split()[0]: each for each in list_ideas(session, msk.id)}
    (given,), (refused,) = ideas["Birch"].consents, ideas["Cedar"].consents
    sent = list_sent(session, msk.id)
    assert (given.state, refused.state) == ("given", "refused")
    assert given.used_at == next(each for each in sent if given.wording in each.text).sent_at
    assert not [each for each in sent if "within the hour" in each.text]
    assert [(each.kind, each.number) for each in sent] == [
        ("specification", 2), ("briefing", 1), ("briefing", 2), ("specification", 3),
    ]  # fmt: skip
    assert [len(each.recipients) for each in sent] == [4, 4, 4, 3], "one was eliminated before the second round"
    assert not any(each.answers for each in sent)
    assert len(list_submitted_outlines(session, msk.id)) == 4
    assert [each.done_at is None for each in list_actions(session, msk.id)] == [False] * 3


def test_everything_happened_on_a_working_day_and_in_order_of_time(session: Session) -> None:
    events = session.scalars(select(AuditEvent).where(AuditEvent.tag != "pack:issued").order_by(AuditEvent.seq)).all()
    assert [event.seq for event in events if not is_working_day(_day(event.at))] == []
    moments = [event.at for event in events]
    assert moments == sorted(moments)


BY_THE_MACHINE = {"worker_beat", "chore_run"}
"""Tables whose instants are those of the real clock, which no story sets."""


def test_nothing_is_due_held_or_asked_for_on_a_day_that_nobody_works(session: Session) -> None:
    """Every date and instant that the story holds, whatever its column; packs are printed when the test is run."""
    idle = set()
    for table in [each for each in Base.metadata.sorted_tables if each.name not in BY_THE_MACHINE]:
        for column in [each for each in table.columns if isinstance(each.type, UTCDateTime | Date)]:
            for value in session.scalars(select(column).where(column.is_not(None)).distinct()):
                day = _day(value) if isinstance(value, datetime) else value
                if STORY[0] <= day <= STORY[1] and not is_working_day(day):
                    idle.add(f"{table.name}.{column.name}: {day}")
    assert idle == set()


def test_the_real_budget_is_in_whole_and_category_15_is_chosen(session: Session, msk: Procurement) -> None:
    lines = session.scalars(select(BudgetLine).where(BudgetLine.procurement_id == msk.id)).all()
    totals = [sum(Decimal(line.amounts[year]) for line in lines) for year in ("2006/07", "2007/08", "2008/09")]
    chosen = [(line.code, line.latest_amount) for line in lines if line.is_chosen]
    assert len(lines) == 23
    assert totals == [Decimal(776_294_000), Decimal(846_604_000), Decimal(920_699_000)]
    assert chosen == [("15", Decimal(50_717_000))]


def test_the_criteria_were_tried_as_published_and_every_danger_answered(session: Session, msk: Procurement) -> None:
    runs = list_trials(session, msk.id)
    assert [run.criteria_digest for run in runs] == [msk.criteria_digest] * 2
    assert [len([each for each in run.findings["findings"] if is_danger(each)]) for run in runs] == [0, 2]
    assert unanswered(runs[1].findings) == ()


def test_thirty_per_cent_rests_on_the_four_outcomes(session: Session, msk: Procurement) -> None:
    outcomes = session.scalars(select(Outcome).where(Outcome.procurement_id == msk.id).order_by(Outcome.position)).all()
    terms = [(each.weight_percent, each.rule, each.threshold, each.target) for each in outcomes]
    assert msk.outcome_share_percent == 30
    assert terms == [
        (30, "linear", 60, 70),
        (20, "linear", 55, 75),
        (30, "linear", 0, 25),
        (20, "pass-fail", None, 95),
    ]


def test_four_forms_took_part_and_each_bid_ended_where_the_story_says(session: Session, msk: Procurement) -> None:
    bids = session.scalars(select(Bid).where(Bid.procurement_id == msk.id)).all()
    ends = {bid.organisation.name.split()[0]: (bid.stage, bid.integration_form) for bid in bids}
    assert ends == {
        "Alder": (BidStage.UNSUCCESSFUL, "subcontracting"),
        "Birch": (BidStage.LIVE, "contractual_joint_venture"),
        "Cedar": (BidStage.UNSUCCESSFUL, "corporate_joint_venture"),
        "Dogwood": (BidStage.ELIMINATED, ""),
    }


def test_all_were_selected_by_the_published_rule_after_one_named_another_subcontractor(
    session: Session, msk: Procurement
) -> None:
    row = session.scalars(select(SelectionQuestionnaire).where(SelectionQuestionnaire.procurement_id == msk.id)).one()
    assert Questionnaire.from_data(row.content).digest() == row.digest
    letters = session.scalars(
        select(Letter).join(Bid).where(Bid.procurement_id == msk.id, Letter.kind == "selection")
    ).all()
    told = {each.content["to"].split()[0]: each.content for each in letters}
    assert {name: (said["kind"], said["score"], said["place"]) for name, said in told.items()} == {
        "Alder": ("selected", "80", 2),
        "Birch": ("selected", "100", 1),
        "Cedar": ("selected", "60", 3),
        "Dogwood": ("selected", "52", 4),
    }
    assert all(line["reason"] for said in told.values() for line in said["questions"])
    (replaced,) = told["Cedar"]["replaced"]
    assert (replaced["name"], replaced["by"]) == ("Larch Demonstration Imaging", "Sycamore Demonstration Diagnostics")
    steps = Counter(session.scalars(select(AuditEvent.tag).where(AuditEvent.procurement_id == msk.id)))
    assert (steps["replacement:told"], steps["replacement:answered"], steps["selection:concluded"]) == (1, 1, 1)


def test_sessions_are_a_week_apart_and_agreed_by_both_sides(session: Session, msk: Procurement) -> None:
    held = session.scalars(
        select(DialogueSession).join(Bid).where(Bid.procurement_id == msk.id).order_by(DialogueSession.held_at)
    ).all()
    days = {number: [_day(each.held_at) for each in held if each.round == number] for number in (1, 2)}
    assert [len(days[1]), len(days[2])] == [4, 3]
    for round_days in days.values():
        assert {(later - earlier).days for earlier, later in zip(round_days, round_days[1:], strict=False)} == {7}
    assert all(each.authority_agreed_at and each.supplier_agreed_at for each in held)


def test_two_people_opened_after_the_deadline_and_the_replaced_tender_is_the_one_opened(
    session: Session, msk: Procurement
) -> None:
    acts = session.scalars(select(OpeningAct).where(OpeningAct.procurement_id == msk.id)).all()
    steps = Counter(session.scalars(select(AuditEvent.tag).where(AuditEvent.procurement_id == msk.id)))
    birch = _bid(session, msk, "Birch")
    assert len({act.user_id for act in acts}) == 2
    assert msk.tenders_due_at is not None
    assert all(act.at > msk.tenders_due_at for act in acts)
    assert (steps["bid:submitted"], steps["bid:reopened"], steps["tender-key:made"]) == (4, 1, 1)
    assert [each.version for each in list_versions(session, birch.id)] == [2, 1]
    assert birch.submitted_at == datetime(2025, 6, 19, 15, 0, tzinfo=UTC)


def test_prices_opened_after_quality_was_final_and_the_low_one_was_explained(
    session: Session, msk: Procurement
) -> None:
    final = session.scalars(select(StageChange).where(StageChange.to_stage == Stage.RANKING)).one()
    opened = session.scalars(select(AuditEvent).where(AuditEvent.tag == "price:opened")).one()
    asked = session.scalars(select(AbnormalBidQuery)).one()
    confirmed = session.scalars(select(EvaluationResult.confirmed_at)).one()
    assert msk.price_opens_after_quality
    assert msk.prices_opened_at == opened.at
    assert len(opened.body["data"]["openers"]) == 2
    assert [each["altered"] for each in opened.body["data"]["bids"]] == [[], [], []]
    assert (asked.bid.organisation.name, asked.about, asked.decision) == (
        "Alder Demonstration Health",
        "price",
        "accepted",
    )
    assert asked.finding.startswith("£230,400,000 is 3.32% below £238,300,000, the mean of the 2 bids still in")
    assert asked.answered_at is not None
    assert asked.decided_at is not None
    assert final.at < opened.at < asked.asked_at < asked.answered_at < asked.answer_due_at
    assert asked.answered_at < asked.decided_at < confirmed


def test_one_person_is_recused_from_one_bid_and_another_is_cleared(session: Session, msk: Procurement) -> None:
    declared = session.scalars(
        select(ConflictDeclaration).join(Bid).where(Bid.procurement_id == msk.id, ConflictDeclaration.has_conflict)
    ).all()
    found = {(each.user.name, each.bid.organisation.name.split()[0], each.decision) for each in declared}
    assert found == {
        ("Demo Digital Evaluator", "Alder", "recused"),
        ("Demo Therapy Evaluator", "Birch", "cleared"),
    }
    recused = next(each for each in declared if each.decision == "recused")
    marked = select(func.count()).select_from(Mark).where(Mark.evaluator_id == recused.user_id)
    assert session.scalar(marked.where(Mark.bid_id == recused.bid_id)) == 0
    assert session.scalar(marked) == 6


def test_each_question_of_each_bid_has_three_marks_with_reasons_that_stand(session: Session, msk: Procurement) -> None:
    marks = session.scalars(select(Mark).join(Bid).where(Bid.procurement_id == msk.id)).all()
    names = session.scalars(select(Organisation.name)).all()
    per_cell = Counter((mark.bid_id, mark.criterion_id) for mark in marks)
    assert len(marks) == 96
    assert len(per_cell) == 30
    assert min(per_cell.values()) == 3
    assert all(mark.locked_at is not None and len(mark.rationale) > 120 for mark in marks)
    seen = [
        found
        for mark in marks
        for found in findings(mark.rationale, own_name=mark.bid.organisation.name, other_names=names)
        if mark.bid.organisation.name not in found.message
    ]
    assert seen == []


def test_moderation_argued_one_mark_down_and_left_every_own_mark_as_it_was(session: Session, msk: Procurement) -> None:
    birch = _bid(session, msk, "Birch")
    own = _marks(session, birch, SHARED_DECISIONS)
    agreed = _agreed(session, birch, SHARED_DECISIONS)
    assert ([mark.mark for mark in own], agreed.mark) == ([2, 4, 4], 3)
    assert "two apart" in agreed.discussion
    assert "surgical list" in agreed.reason
    revisions = session.execute(
        select(MarkRevision.mark_id, func.count(), func.max(MarkRevision.saved_at)).group_by(MarkRevision.mark_id)
    ).all()
    recorded = min(session.scalars(select(Consensus.recorded_at)))
    assert len(revisions) == 96
    assert all(count == 1 and saved_at < recorded for _, count, saved_at in revisions)


def test_one_dissent_is_on_record_and_the_whole_panel_approved_every_record(session: Session, msk: Procurement) -> None:
    records = session.scalars(select(Consensus).join(Bid).where(Bid.procurement_id == msk.id)).all()
    dissents = [(each.bid.organisation.name.split()[0], each.criterion.code) for each in records if each.dissent]
    approvals = session.scalar(select(func.count()).select_from(ConsensusApproval))
    assert len(records) == 30
    assert dissents == [("Cedar", "workforce")]
    assert approvals == 96


def test_the_bid_below_the_workforce_minimum_is_out_before_prices_are_compared(
    session: Session, msk: Procurement
) -> None:
    stored = session.scalars(select(EvaluationResult).where(EvaluationResult.procurement_id == msk.id)).one()
    cedar = next(bid for bid in stored.result["bids"] if bid["id"] == "cedar-demonstration-care-company")
    assert cedar["reasons"] == [{"criterion": "workforce", "rule": "minimum", "required": "2", "found": "1"}]
    prices = {bid["id"]: Decimal(bid["prices"]["price"]) for bid in stored.evaluation["bids"]}
    assert min(prices, key=prices.__getitem__) == "cedar-demonstration-care-company"
    alder = next(bid for bid in stored.result["bids"] if bid["id"] == "alder-demonstration-health")
    assert alder["criteria"]["price"]["percent"] == "100"


def test_the_ranking_follows_from_the_stored_document_and_from_arithmetic_by_hand(
    session: Session, msk: Procurement
) -> None:
    stored = session.scalars(select(EvaluationResult).where(EvaluationResult.procurement_id == msk.id)).one()
    again = read_evaluation(stored.evaluation).result()
    price = 20 * Fraction(230_400_000, 246_200_000)
    assert again.as_data() == stored.result
    assert again.ranking == ("birch-demonstration-partnership", "alder-demonstration-health")
    assert stored.result["bids"][0]["criteria"]["quality"]["percent"] == "79.2"
    assert stored.result["bids"][0]["total"] == round_out(Fraction(6336, 100) + price)
    assert stored.result["bids"][1]["total"] == "74.4"


def test_the_recommendation_was_approved_by_someone_who_neither_wrote_it_nor_marked(
    session: Session, msk: Procurement
) -> None:
    found = session.scalars(select(Recommendation).where(Recommendation.procurement_id == msk.id)).one()
    evaluators = set(
        session.scalars(
            select(RoleAssignment.user_id).where(
                RoleAssignment.procurement_id == msk.id, RoleAssignment.role == Role.EVALUATOR
            )
        )
    )
    assert (found.decision, found.preferred_bid.organisation.name) == ("approved", "Birch Demonstration Partnership")
    assert found.reserve_bid is not None
    assert found.reserve_bid.organisation.name == "Alder Demonstration Health"
    assert found.decided_by_id not in {found.author_id, *evaluators}


def test_checkpoint_2_set_conditions_that_kept_their_reference_until_they_were_met(
    session: Session, msk: Procurement
) -> None:
    verdicts = dict(
        session.execute(
            select(GateReview.gate_code, GateReview.verdict).where(GateReview.procurement_id == msk.id)
        ).all()
    )
    conditions = session.scalars(
        select(Condition).where(Condition.procurement_id == msk.id).order_by(Condition.reference)
    ).all()
    contract = session.scalars(select(Contract).where(Contract.procurement_id == msk.id)).one()
    assert verdicts == {
        "checkpoint_1": "proceed", "checkpoint_2": "proceed_with_conditions", "checkpoint_3": "proceed",
    }  # fmt: skip
    assert [(each.reference, each.blocks) for each in conditions] == [
        ("C-001", "contract_signature"), ("C-002", "contract_signature"), ("C-003", "service_start"),
    ]  # fmt: skip
    for each in conditions:
        assert each.met_at is not None
        assert _day(each.met_at) <= each.due_on
        assert each.met_evidence
    signed = min(signature.signed_on for signature in contract.signatures)
    assert all(_day(each.met_at) <= signed for each in conditions[:2] if each.met_at)
    met = session.scalars(select(AuditEvent.subject).where(AuditEvent.tag == "condition:met")).all()
    assert list(met) == ["C-001", "C-002", "C-003"]


def test_standstill_skipped_the_bank_holiday_and_outlasted_its_date(session: Session, msk: Procurement) -> None:
    change = {
        each.trigger: each for each in session.scalars(select(StageChange).where(StageChange.procurement_id == msk.id))
    }
    assert msk.intention_published_on == date(2025, 8, 14)
    standstill = psr_standstill(msk.intention_published_on)
    challenge = session.scalars(select(Representation)).one()
    assert (standstill.begins_on, standstill.last_day) == (date(2025, 8, 15), date(2025, 8, 28))
    assert "25 August 2025" in " ".join(standstill.why)
    assert challenge.received_at < standstill.ends_at
    assert challenge.decision == "proceed"
    assert challenge.decided_at is not None
    wait = wait_after_decision(PSR, _day(challenge.decided_at))
    assert _day(change["confirm_award"].at) == date(2025, 9, 11) > wait.on


def test_the_award_that_came_too_early_was_refused_and_is_on_record(session: Session, msk: Procurement) -> None:
    refused = session.scalars(
        select(AuditEvent).where(AuditEvent.procurement_id == msk.id, AuditEvent.tag == "move:refused")
    ).one()
    assert _day(refused.at) == date(2025, 8, 29)
    assert "1 representation has not been answered" in refused.body["data"]["message"]


def test_everyone_in_dialogue_was_told_on_one_day_with_reasons(session: Session, msk: Procurement) -> None:
    outcome = select(Letter).join(Bid).where(Bid.procurement_id == msk.id, Letter.kind == "outcome")
    letters = session.scalars(outcome).all()
    told = {letter.bid.organisation.name.split()[0]: letter for letter in letters}
    assert set(told) == {"Alder", "Birch", "Cedar", "Dogwood"}
    assert {letter.issued_at for letter in letters} == {datetime(2025, 8, 14, 9, 0, tzinfo=UTC)}
    assert [len(told[name].content["criteria"]) for name in ("Alder", "Birch", "Cedar", "Dogwood")] == [10, 10, 10, 2]
    assert "Workforce" in told["Cedar"].content["why"]


def test_the_contract_is_the_bid_and_the_programme(session: Session, msk: Procurement) -> None:
    contract = session.scalars(select(Contract).where(Contract.procurement_id == msk.id)).one()
    assert (contract.value_amount, contract.years, contract.outcome_share_percent) == (Decimal(246_200_000), 5, 30)
    assert contract.starts_on == date(2026, 4, 1)
    assert {signature.party for signature in contract.signatures} == {"authority", "lead_provider"}


def test_two_quarters_are_reported_and_one_is_paid_what_its_data_comes_to(session: Session, msk: Procurement) -> None:
    contract = get_contract(session, msk.id)
    first, second = list_statements(session, contract.id)
    assert (first.issued_at is not None, second.issued_at) == (True, None)
    for row in (first, second):
        assert due(payment(read_payment(row.document)), row.paid_before_amount).now == row.due_amount
    decisions = Counter(each.decision for each in list_reports(session, contract.id))
    assert decisions == {"accepted": 14, "queried": 1}
    assert [each.decision for each in list_amendments(session, contract.id)] == ["approved", ""]
    assert [each.code for each in list_indicators(session, contract.id) if each.condition_reference] == ["K-03"]
    tasks = list_tasks(session, msk.id)
    assert {each.state for each in tasks} == {TaskState.DONE}
    assert critical_path([each.as_task for each in tasks]) is not None


def test_the_audit_chain_verifies_link_by_link(session: Session) -> None:
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
    links = [Link(event.seq, event.prev, event.body, event.hash) for event in events]
    assert verify(links, (events[-1].seq, events[-1].hash)) is None
    links[300] = Link(301, links[300].prev, {**links[300].body, "subject": "changed"}, links[300].hash)
    assert verify(links) == 301


def test_the_other_programmes_wait_where_a_person_can_take_them_up(session: Session) -> None:
    stages = dict(session.execute(select(Procurement.reference, Procurement.stage)).all())
    assert stages == {
        "PR-2025-0001": Stage.LIVE, "PR-2025-0002": Stage.SCORING, "PR-2025-0003": Stage.FINAL_TENDERS,
        "PR-2026-0001": Stage.PLANNING,
    }  # fmt: skip


def test_everything_invented_says_so(session: Session, demonstration: Demonstration) -> None:
    organisations = session.scalars(select(Organisation)).all()
    people = session.scalars(select(User)).all()
    titles = session.scalars(select(Procurement.title)).all()
    assert all(each.is_demonstration and "Demonstration" in each.name for each in organisations)
    assert all(each.name.startswith("Demo ") and each.email.endswith("@demo.example") for each in people)
    assert all("demonstration" in title for title in titles)
    assert "clock is simulated" in demonstration.said


def test_the_pack_is_written_and_the_clock_stands_half_a_year_into_the_service(demonstration: Demonstration) -> None:
    pack = demonstration.folder / "packs" / "PR-2025-0001-evaluation-pack.pdf"
    now = SimulatedClock(demonstration.folder / "clock.json")()
    assert pack.read_bytes().startswith(b"%PDF-")
    assert str(pack) in demonstration.said
    assert _day(now) == date(2026, 10, 20)


def test_the_days_planned_stand_beside_those_that_happened(session: Session, msk: Procurement) -> None:
    found = {row.stage: row for row in timetable.view(session, msk, datetime(2026, 4, 1, 12, tzinfo=UTC)).rows}
    assert found[Stage.PLANNING].planned is None, "planned at checkpoint 1, when it was over"
    call, live = found[Stage.CALL], found[Stage.LIVE]
    assert call.planned is not None
    assert call.actual is not None
    assert call.planned.ends_on == call.actual.ended_on == date(2025, 3, 14)
    assert live.planned is not None
    assert live.actual is not None
    assert live.planned.starts_on == live.actual.began_on
