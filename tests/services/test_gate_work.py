"""Evidence, templates, the fast track, and gates that open again by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted
from assurance.domain.gates.catalogue import get_gate
from assurance.domain.stages import BidStage, Stage
from assurance.domain.timetable.direction import Direction
from assurance.persistence.models import (
    AuditEvent,
    Condition,
    EvidenceRequest,
    Message,
    Timetable,
    TimetableStage,
    User,
)
from assurance.persistence.queries.facts.award import gate_facts
from assurance.persistence.queries.gate_evidence import Standing, get_of_procurement, list_unanswered, standing
from assurance.persistence.queries.gates import get_last_review
from assurance.services import (
    contracts,
    evidence_duties,
    gate_blockers,
    gate_conditions,
    gate_evidence,
    gate_reopening,
    gate_templates,
    gate_tracks,
    gate_verdicts,
    gates,
)
from tests.factories.award import Award
from tests.factories.cast import NOW, World, make_world
from tests.factories.plans import make_bid
from tests.services.test_gates import DUE, Gate

LATE = NOW + timedelta(days=80)
SOON = date(2025, 1, 20)


@pytest.fixture
def gate(session: Session) -> Gate:
    return Gate(session)


def ask(gate: Gate, who: str = "officer", **more: Any) -> EvidenceRequest:
    whom = {"bid": more.pop("bid")} if "bid" in more else {"person": gate.session.get_one(User, gate.world.users[who])}
    fields = {"line_code": "budget", "what": "Reconciled budget", "due_on": SOON, "actor": gate.actor(), **more}
    return gate_evidence.ask(gate.session, review=gate.review, now=NOW, **whom, **fields)


def conditional(gate: Gate) -> Condition:
    """Let the gate proceed with a condition that is due."""
    gate.rate_all()
    condition = gate.condition()
    gate.sign()
    gate.conclude()
    return condition


def test_whoever_is_asked_is_told_gives_it_and_the_reviewer_accepts_it(gate: Gate) -> None:
    request = ask(gate)
    told = gate.session.scalars(select(Message.user_id).where(Message.kind == "evidence-asked")).all()
    assert told == [gate.world.users["officer"]]
    assert standing(request, SOON) is Standing.ASKED
    assert standing(request, SOON + timedelta(days=1)) is Standing.OVERDUE
    where = gate.session, request.review.procurement_id, request.public_id
    gate.session.expire(request)
    request = get_of_procurement(*where)  # as a page loads it
    gate_evidence.answer(gate.session, request=request, text="Folder 4", actor=gate.actor("officer"), now=NOW)
    assert standing(request, SOON + timedelta(days=1)) is Standing.GIVEN
    gate_evidence.settle(gate.session, request=request, accept=True, reason="", actor=gate.actor(), now=NOW)
    assert standing(request, SOON) is Standing.ACCEPTED
    with pytest.raises(Conflict, match="takes no more"):
        gate_evidence.answer(gate.session, request=request, text="More", actor=gate.actor("officer"), now=NOW)


def test_what_one_is_asked_to_give_waits_for_that_person_until_it_is_given(gate: Gate) -> None:
    def waits(name: str, now: datetime = NOW) -> list[str]:
        actor = gate.actor(name)
        procurements = [(gate.world.procurement(gate.session), set(actor.roles))]
        tasks = evidence_duties.list_evidence_tasks(
            gate.session, user_id=actor.user_id, procurements=procurements, now=now
        )
        return [words for words, _, _ in tasks]

    request = ask(gate)
    assert waits("officer") == ["Give evidence that a gate asks of you, due on Monday 20 January 2025"]
    assert "it was due on Monday 20 January 2025" in waits("officer", LATE)[0]
    assert (waits("finance"), waits("reviewer")) == ([], [])
    second = ask(gate, what="Another")
    assert waits("officer") == ["Give evidence: 2 things are asked, due on Monday 20 January 2025"]
    for each in (request, second):
        gate_evidence.answer(gate.session, request=each, text="Folder 4", actor=gate.actor("officer"), now=NOW)
    assert waits("officer") == []


@pytest.mark.parametrize("name", ["finance", "reviewer", "owner", "alder"])
def test_nobody_else_gives_what_one_person_was_asked(gate: Gate, name: str) -> None:
    request = ask(gate)
    with pytest.raises(NotPermitted):
        gate_evidence.answer(gate.session, request=request, text="Folder 4", actor=gate.actor(name), now=NOW)


@pytest.mark.parametrize("name", ["birch", "officer", "reviewer"])
def test_a_bidder_gives_only_what_it_was_asked_itself(gate: Gate, name: str) -> None:
    bid = make_bid(gate.session, gate.world, "alder", BidStage.IN_DIALOGUE)
    request = ask(gate, bid=bid)
    with pytest.raises(NotPermitted):
        gate_evidence.answer(gate.session, request=request, text="Accounts", actor=gate.actor(name), now=NOW)
    gate_evidence.answer(gate.session, request=request, text="Accounts", actor=gate.actor("alder"), now=NOW)
    assert request.answered_by_id == gate.world.users["alder"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"what": " "}, "what"), ({"due_on": NOW.date()}, "due_on"), ({"who": "outsider"}, "whom")],
)
def test_a_request_that_cannot_be_met_is_refused_at_its_field(gate: Gate, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(gate, **wrong)
    assert refused.value.field == field


def test_a_bidder_that_left_is_asked_nothing(gate: Gate) -> None:
    bid = make_bid(gate.session, gate.world, "alder", BidStage.ELIMINATED)
    with pytest.raises(InvalidInput, match="no part any more"):
        ask(gate, bid=bid)


@pytest.mark.parametrize("name", ["officer", "auditor", "alder", "clinician"])
def test_only_reviewers_ask_and_settle(gate: Gate, name: str) -> None:
    request = ask(gate)
    with pytest.raises(NotPermitted):
        ask(gate, actor=gate.actor(name))
    with pytest.raises(NotPermitted):
        gate_evidence.settle(
            gate.session, request=request, accept=False, reason="Enough", actor=gate.actor(name), now=NOW
        )


def test_nothing_is_accepted_before_it_is_given_and_nothing_taken_back_without_a_reason(gate: Gate) -> None:
    request = ask(gate)
    settle = {"request": request, "actor": gate.actor(), "now": NOW}
    with pytest.raises(Conflict, match="nothing to accept"):
        gate_evidence.settle(gate.session, accept=True, reason="", **settle)
    with pytest.raises(InvalidInput, match="no longer wanted"):
        gate_evidence.settle(gate.session, accept=False, reason=" ", **settle)
    with pytest.raises(InvalidInput, match="add a file"):
        gate_evidence.answer(gate.session, request=request, text=" ", actor=gate.actor("officer"), now=NOW)


def test_a_concluded_sitting_takes_no_evidence(gate: Gate) -> None:
    request = ask(gate)
    gate.rate_all()
    gate.sign()
    gate.conclude()
    with pytest.raises(Conflict, match="concluded"):
        gate_evidence.answer(gate.session, request=request, text="Folder 4", actor=gate.actor("officer"), now=NOW)
    assert list_unanswered(gate.session, gate.procurement.id) == []


def secretary(world: World, session: Session) -> Any:
    return replace(world.actor(session, "approver"), is_organisation_lead=True)


def test_a_changed_template_is_a_new_version_and_a_running_sitting_keeps_its_lines(gate: Gate) -> None:
    session, actor = gate.session, secretary(gate.world, gate.session)
    line = replace(get_gate("checkpoint_1").key_lines[0], title="What is bought")
    row = gate_templates.save_line(
        session, gate_code="checkpoint_1", line=line, reason="Our own words", seen=0, actor=actor, now=NOW
    )
    assert (row.number, gate.review.lines[0].title) == (1, "Scope and outcomes")
    with pytest.raises(Conflict, match="changed after you opened"):
        gate_templates.save_line(
            session, gate_code="checkpoint_1", line=line, reason="Again", seen=0, actor=actor, now=NOW
        )
    gate.rate_all()
    gate.rate("budget", "red")
    gate.sign()
    gate.conclude()
    again = gates.reopen(
        session, procurement=gate.procurement, gate_code="checkpoint_1", reason="New", actor=gate.actor(), now=NOW
    )
    assert (again.template_number, again.lines[0].title) == (1, "What is bought")
    old = gate_templates.version(session, gate.procurement.organisation_id, "checkpoint_1", 0)
    assert old is not None
    assert old.key_lines[0].title == "Scope and outcomes"


@pytest.mark.parametrize("name", ["officer", "reviewer", "owner", "approver", "alder"])
def test_nobody_but_the_board_secretary_changes_what_a_gate_asks(gate: Gate, name: str) -> None:
    with pytest.raises(NotPermitted, match="board secretary"):
        gate_templates.drop_line(
            gate.session, gate_code="checkpoint_1", line_code="budget", reason="No", seen=0, actor=gate.actor(name),
            now=NOW,
        )  # fmt: skip


def test_a_template_without_a_mandatory_line_or_a_reason_is_refused(gate: Gate) -> None:
    actor = secretary(gate.world, gate.session)
    whole = get_gate("gateway_3").key_lines
    common: dict[str, Any] = {"gate_code": "gateway_3", "actor": actor, "now": NOW}
    with pytest.raises(InvalidInput, match="Say why"):
        gate_templates.drop_line(gate.session, line_code=whole[0].code, reason=" ", seen=0, **common)
    for seen, line in enumerate(whole[:-1]):
        gate_templates.save_line(
            gate.session, line=replace(line, is_mandatory=False), reason="Noted", seen=seen, **common
        )
    with pytest.raises(InvalidInput, match="must be mandatory"):
        gate_templates.save_line(
            gate.session, line=replace(whole[-1], is_mandatory=False), reason="Noted", seen=len(whole) - 1, **common
        )


def test_a_line_that_an_open_condition_rests_on_is_asked_again_although_the_template_dropped_it(gate: Gate) -> None:
    conditional(gate)
    gate_templates.drop_line(
        gate.session, gate_code="checkpoint_1", line_code="budget", reason="Asked elsewhere", seen=0,
        actor=secretary(gate.world, gate.session), now=NOW,
    )  # fmt: skip
    (again,) = gate_reopening.reopen_overdue(gate.session, now=LATE)
    assert [line.code for line in again.lines][-1] == "budget"


def test_the_fast_track_asks_the_mandatory_lines_and_says_why(gate: Gate) -> None:
    choose = {"review": gate.review, "track": "fast", "actor": gate.actor(), "now": NOW}
    with pytest.raises(InvalidInput, match="Say why"):
        gate_tracks.choose_track(gate.session, reason=" ", **choose)
    gate_tracks.choose_track(gate.session, reason="A renewal on the same terms", **choose)
    asked = gate_verdicts.asked_lines(gate.session, gate.review)
    assert all(line.is_mandatory for line in asked)
    assert len(asked) < len(gate.review.lines)
    for line in asked:
        gate.rate(line.code)
    gate.sign()
    assert gate.conclude() == "proceed"


def test_an_overdue_condition_opens_its_gate_again_once_and_tells_people_once(gate: Gate) -> None:
    condition = conditional(gate)
    assert gate_reopening.reopen_overdue(gate.session, now=NOW) == []
    (review,) = gate_reopening.reopen_overdue(gate.session, now=LATE)
    assert (review.sitting, review.verdict) == (2, None)
    assert condition.reference in review.opened_reason
    assert gate_reopening.reopen_overdue(gate.session, now=LATE) == []
    kinds = gate.session.scalars(select(Message.user_id).where(Message.kind == "gate-reopened")).all()
    assert len(kinds) == len(set(kinds)) == 5  # officer, owner, contract manager, two reviewers
    tags = gate.session.scalars(select(AuditEvent.tag).where(AuditEvent.tag == "gate:reopened")).all()
    assert tags == ["gate:reopened"]
    assert gate_facts(gate.session, gate.procurement, LATE).reopened == ("Checkpoint 1",)


def test_a_gate_that_was_opened_again_does_not_let_on_while_its_condition_is_overdue(gate: Gate) -> None:
    condition = conditional(gate)
    (gate.review,) = gate_reopening.reopen_overdue(gate.session, now=LATE)
    gate.rate_all()
    gate.sign()
    late = {"review": gate.review, "actor": gate.actor(), "now": LATE}
    with pytest.raises(MoveRefused, match="C-001 is overdue"):
        gates.conclude(gate.session, **late)
    gate_conditions.redate_condition(
        gate.session, condition=condition, due_on=date(2025, 9, 1), reason="Audit is late", actor=gate.actor(), now=LATE
    )
    gate.sign()
    assert gates.conclude(gate.session, **late).verdict == "proceed_with_conditions"
    assert gate_reopening.reopen_overdue(gate.session, now=LATE) == []


def test_a_condition_may_travel_on_into_the_performance_of_the_contract(gate: Gate) -> None:
    gate.rate_all()
    assert gate.condition(blocks="performance").blocks == "performance"
    facts = gate_facts(gate.session, gate.procurement, NOW)
    assert (facts.blocking_contract, facts.blocking_service_start) == ((), ())


def test_a_review_that_advises_is_opened_by_the_officer_once_and_a_checkpoint_never(gate: Gate) -> None:
    start = {"procurement": gate.procurement, "now": NOW}
    with pytest.raises(NotPermitted):
        gates.start(gate.session, gate_code="gateway_1", actor=gate.actor(), **start)
    gates.start(gate.session, gate_code="gateway_1", actor=gate.actor("officer"), **start)
    assert get_last_review(gate.session, gate.procurement.id, "gateway_1").sitting == 1
    for code in ("gateway_1", "checkpoint_2"):
        with pytest.raises(MoveRefused):
            gates.start(gate.session, gate_code=code, actor=gate.actor("officer"), **start)


def plan_checkpoint_2(gate: Gate, ends_on: date) -> None:
    """Plan the end of checkpoint 2 in a timetable."""
    stage = TimetableStage(stage=Stage.CHECKPOINT_2, starts_on=ends_on, ends_on=ends_on)
    gate.session.add(
        Timetable(
            procurement_id=gate.procurement.id,
            direction=Direction.FORWARDS,
            anchor_on=ends_on,
            stages=[stage],
            proposed_by_id=gate.world.users["officer"],
            proposed_at=NOW,
            changed_at=NOW,
        )  # fmt: skip
    )
    gate.session.flush()


def test_what_blocks_the_signature_names_its_owner_and_date_the_overdue_first(gate: Gate) -> None:
    gate.world.at(gate.session, Stage.CHECKPOINT_1)
    ask(gate)
    conditional(gate)
    found = gate_blockers.blockers(gate.session, gate.procurement, NOW)
    assert [(each.kind, each.owner, each.due_on) for each in found] == [
        ("condition", "Finance director", DUE), ("gate", "Procurement officer", None),
    ]  # fmt: skip
    assert [each.is_overdue for each in gate_blockers.blockers(gate.session, gate.procurement, LATE)] == [True, False]
    gate_reopening.reopen_overdue(gate.session, now=LATE)
    items = [each.item for each in gate_blockers.blockers(gate.session, gate.procurement, LATE)]
    assert "Checkpoint 1 is open again" in items
    plan_checkpoint_2(gate, LATE.date() + timedelta(days=1))
    (planned,) = [each for each in gate_blockers.blockers(gate.session, gate.procurement, LATE) if "2" in each.item]
    assert (planned.due_on, planned.is_overdue) == (LATE.date() + timedelta(days=1), False)
    later = LATE + timedelta(days=2)
    assert [each.is_overdue for each in gate_blockers.blockers(gate.session, gate.procurement, later)].count(True) == 2
    gate.world.at(gate.session, Stage.ABANDONED)
    assert gate_blockers.blockers(gate.session, gate.procurement, LATE) == []


def test_nobody_signs_while_a_checkpoint_is_open_again(session: Session) -> None:
    award = Award(session, make_world(session)).to_award("service_start")
    contract = award.draw_up()
    award.move("open_contract", "contracts")
    award.now = datetime(2026, 1, 5, 9, tzinfo=UTC)
    gate_reopening.reopen_overdue(session, now=award.now)
    with pytest.raises(MoveRefused, match="Checkpoint 2 has not said that the procurement may go on"):
        contracts.sign(
            session, contract=contract, party="authority", signatory="A. Chair", capacity="Chair",
            signed_on=award.now.date(), actor=award.actor("contracts"), now=award.now,
        )  # fmt: skip
    with pytest.raises(MoveRefused, match="Opened again and without a verdict: Checkpoint 2"):
        award.move("request_checkpoint_3", "contracts")
