"""A low bid is asked, answers, and is decided; a rejected one is as if it had never been in the ranking."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.evaluation.document import read_evaluation
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AbnormalBidQuery, AuditEvent, ConflictDeclaration, Consensus, Mark, Price
from assurance.persistence.queries.abnormal import bids_to_answer, get_asked, list_asked
from assurance.persistence.queries.procurements import list_audit
from assurance.services import abnormal_bids, bids, low_bids, moves, results
from assurance.services.bids import explanation
from assurance.services.cases import build_case
from tests.factories.cast import NOW, make_world
from tests.factories.evaluation import Scene, make_scene

DUE = NOW + timedelta(days=4)
QUESTION = "Which staff and which volumes does the price rest on?"


@pytest.fixture
def scene(session: Session) -> Scene:
    """Three moderated bids at the ranking, the first far below the others."""
    made = make_scene(session, make_world(session), 3)
    made.to_ranking(session)
    session.scalars(select(Price).where(Price.bid_id == made.bid(session).id)).one().amount = Decimal(60_000_000)
    session.flush()
    return made


def ask(session: Session, scene: Scene, number: int = 0, name: str = "finance", **given: Any) -> AbnormalBidQuery:
    fields = {"about": "price", "finding": "", "question": QUESTION, "due": DUE, "now": NOW, **given}
    row = abnormal_bids.ask(session, bid=scene.bid(session, number), actor=scene.actor(session, name), **fields)
    session.flush()
    return row


def send(session: Session, scene: Scene, row: AbnormalBidQuery, now: datetime = NOW, name: str = "alder") -> None:
    explanation.send(session, row=row, text="Two clinics share a lease.", actor=scene.actor(session, name), now=now)
    session.flush()


def decide(session: Session, scene: Scene, row: AbnormalBidQuery, **given: Any) -> None:
    fields = {"accept": True, "reason": "The lease is in the annex.", "now": NOW, "name": "finance", **given}
    name = fields.pop("name")
    abnormal_bids.decide(session, row=row, actor=scene.actor(session, name), **fields)
    session.flush()


def codes(session: Session, scene: Scene) -> list[str]:
    """Return what objects to confirming the ranking."""
    with session.begin_nested() as undone, pytest.raises(MoveRefused) as refused:
        moves.perform(
            session, procurement=scene.world.procurement(session), trigger="confirm_ranking",
            actor=scene.actor(session, "officer"), now=NOW,
        )  # fmt: skip
    if undone.is_active:
        undone.rollback()
    return [each.code for each in refused.value.objections]


def test_the_low_bid_is_found_in_figures(session: Session, scene: Scene) -> None:
    low = low_bids.list_low(session, scene.world.procurement(session))
    assert [each.bid.organisation.name for each in low] == ["Alder Care"]
    assert low[0].finding == (
        "£60,000,000 is 34.55% below £91,666,666.67, the mean of the 3 bids still in; more than 10% is looked into."
    )


def test_the_ranking_waits_for_a_question_and_for_its_decision(session: Session, scene: Scene) -> None:
    assert codes(session, scene) == ["low-bids"]
    row = ask(session, scene)
    assert codes(session, scene) == ["low-bids"]
    send(session, scene, row)
    decide(session, scene, row)
    case = build_case(session, scene.world.procurement(session), NOW)
    assert (case.evaluation.low_bids_unasked, case.evaluation.low_bids_undecided) == (0, 0)
    moves.perform(
        session, procurement=scene.world.procurement(session), trigger="confirm_ranking",
        actor=scene.actor(session, "officer"), now=NOW,
    )  # fmt: skip
    assert scene.bid(session).stage is BidStage.RANKED


def test_a_recorded_reason_may_stand_instead_of_a_question(session: Session, scene: Scene) -> None:
    let = {"bid": scene.bid(session), "actor": scene.actor(session, "officer"), "now": NOW}
    with pytest.raises(InvalidInput) as refused:
        abnormal_bids.let_be(session, reason=" ", **let)
    assert refused.value.field == "reason"
    row = abnormal_bids.let_be(session, reason="Its annex 3 shows the lease.", **let)
    session.flush()
    assert (row.decision, row.question, list_asked(session, row.bid_id)) == ("accepted", "", [])
    assert build_case(session, scene.world.procurement(session), NOW).evaluation.low_bids_unasked == 0
    with pytest.raises(Conflict):
        abnormal_bids.let_be(session, reason="Again", **let)
    with pytest.raises(InvalidInput, match="not low"):
        abnormal_bids.let_be(session, **{**let, "bid": scene.bid(session, 1)}, reason="Fine")


@pytest.mark.parametrize("number", [0, 1, 2])
def test_rejecting_a_bid_equals_never_having_had_it(session: Session, scene: Scene, number: int) -> None:
    document = results.compute(session, scene.world.procurement(session)).evaluation
    name = sorted(bid["id"] for bid in document["bids"])[number]
    without = read_evaluation({**document, "bids": [bid for bid in document["bids"] if bid["id"] != name]}).result()
    marks = [(mark.id, mark.mark, mark.version) for mark in session.scalars(select(Mark).order_by(Mark.id))]
    row = ask(session, scene, number, about="promise", finding="Says that no patient waits.")
    decide(session, scene, row, accept=False, reason="No answer came.", now=DUE)
    assert scene.bid(session, number).stage is BidStage.REJECTED
    after = results.compute(session, scene.world.procurement(session)).result
    assert after is not None
    assert after.as_data() == without.as_data()
    assert [(mark.id, mark.mark, mark.version) for mark in session.scalars(select(Mark).order_by(Mark.id))] == marks


def test_nothing_is_decided_before_a_real_chance_to_explain(session: Session, scene: Scene) -> None:
    row = ask(session, scene)
    for accept in (True, False):
        with pytest.raises(Conflict, match="real chance"):
            decide(session, scene, row, accept=accept, now=DUE - timedelta(seconds=1))
    decide(session, scene, row, accept=False, reason="No explanation came in time.", now=DUE)
    moved = session.scalars(select(AuditEvent).where(AuditEvent.tag == "bid:moved")).all()
    assert moved[-1].body["data"]["after"] == "rejected"
    with pytest.raises(Conflict):
        decide(session, scene, row, now=DUE)


def test_a_decision_needs_its_reason_and_the_answer_read(session: Session, scene: Scene) -> None:
    row = ask(session, scene)
    send(session, scene, row)
    with pytest.raises(InvalidInput) as refused:
        decide(session, scene, row, reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(Conflict, match="Read the answer"):
        decide(session, scene, row, saw_answer=False)
    assert row.decision == ""


def test_an_answer_after_its_time_is_taken_and_marked_late(session: Session, scene: Scene) -> None:
    row = ask(session, scene)
    send(session, scene, row, now=DUE)
    event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "abnormal:answered")).one()
    assert event.body["data"]["late"] is True
    send(session, scene, row, now=DUE)  # pressed twice
    assert len(session.scalars(select(AuditEvent).where(AuditEvent.tag == "abnormal:answered")).all()) == 1
    with pytest.raises(Conflict, match="no longer changed"):
        explanation.send(session, row=row, text="Other words", actor=scene.actor(session, "alder"), now=DUE)


def test_the_trail_keeps_low_bids_from_those_who_may_not_know(session: Session, scene: Scene) -> None:
    row = ask(session, scene)
    send(session, scene, row)
    trail = {"page": 1, "size": 500}
    told, _, _ = list_audit(session, scene.world.procurement_id, **trail)
    kept, _, _ = list_audit(session, scene.world.procurement_id, tells_low_bids=False, **trail)
    tags = {"abnormal:asked", "abnormal:answered"}
    assert {event.tag for event in told} & tags == tags
    assert [event.tag for event in kept] == [event.tag for event in told if event.tag not in tags]


@pytest.mark.parametrize("name", ["birch", "officer", "finance"])
def test_only_the_bidders_own_people_answer(session: Session, scene: Scene, name: str) -> None:
    row = ask(session, scene)
    with pytest.raises(NotFound):
        send(session, scene, row, name=name)


def test_a_draft_is_kept_and_a_colleagues_is_not_overwritten(session: Session, scene: Scene) -> None:
    row = ask(session, scene)
    mine = {"row": row, "actor": scene.actor(session, "alder"), "now": NOW}
    seen = row.version
    explanation.save_draft(session, text="First lines", version=seen, **mine)
    session.flush()
    assert (row.answer, row.answer_draft) == ("", "First lines")
    for write in (explanation.save_draft, explanation.send):
        with pytest.raises(Conflict, match="A colleague wrote here after you opened the page"):
            write(session, text="Other lines", version=seen, **mine)
    with pytest.raises(InvalidInput) as refused:
        explanation.send(session, text=" ", **mine)
    assert refused.value.field == "text"
    with pytest.raises(InvalidInput, match="at most 2,000"):
        explanation.save_draft(session, text="word " * 2001, **mine)
    explanation.send(session, text="Sent", version=row.version, **mine)
    assert (row.answer, row.answer_draft) == ("Sent", "")


@pytest.mark.parametrize("name", ["owner", "auditor", "clinician", "moderator", "approver", "reviewer", "outsider"])
def test_only_officer_and_finance_officer_ask_and_decide(session: Session, scene: Scene, name: str) -> None:
    with pytest.raises(NotPermitted):
        ask(session, scene, name=name)
    row = ask(session, scene)
    send(session, scene, row)
    with pytest.raises(NotPermitted):
        decide(session, scene, row, name=name)
    with pytest.raises(NotPermitted):
        abnormal_bids.let_be(session, bid=scene.bid(session), reason="Fine", actor=scene.actor(session, name), now=NOW)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"question": " "}, "question"),
        ({"question": "Why are you below birch care?"}, "question"),
        ({"due": NOW}, "due_on"),
        ({"due": NOW + timedelta(days=1)}, "due_on"),
        ({"about": "promise", "finding": " "}, "finding"),
        ({"about": "weather"}, "about"),
        ({"number": 1}, "about"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_stored(
    session: Session, scene: Scene, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(session, scene, **given)
    assert refused.value.field == field
    assert session.scalars(select(AbnormalBidQuery)).all() == []


def test_one_question_about_the_same_is_open_at_a_time(session: Session, scene: Scene) -> None:
    row = ask(session, scene)
    with pytest.raises(Conflict, match="open question"):
        ask(session, scene, name="officer")
    ask(session, scene, about="promise", finding="Halves waiting in a month.")
    send(session, scene, row)
    decide(session, scene, row)
    ask(session, scene, question="And the second lease?")
    assert [get_asked(session, row.bid_id, number).question for number in (1, 3)] == [
        QUESTION, "And the second lease?",
    ]  # fmt: skip
    with pytest.raises(NotFound):
        get_asked(session, row.bid_id, 4)


@pytest.mark.parametrize("stage", [Stage.FINAL_TENDERS, Stage.RECOMMENDATION, Stage.STANDSTILL, Stage.ABANDONED])
def test_nothing_is_asked_answered_or_decided_outside_its_time(session: Session, scene: Scene, stage: Stage) -> None:
    row = ask(session, scene)
    scene.world.at(session, stage)
    with pytest.raises(Conflict):
        ask(session, scene, about="promise", finding="Too much")
    with pytest.raises(Conflict, match="closed"):
        send(session, scene, row)
    with pytest.raises(Conflict):
        decide(session, scene, row, now=DUE)
    assert bids_to_answer(session, scene.world.organisations["alder"]) == set()


def test_a_bidder_that_withdraws_leaves_nothing_to_decide(session: Session, scene: Scene) -> None:
    row = ask(session, scene)
    assert bids_to_answer(session, scene.world.organisations["alder"]) == {row.bid_id}
    bids.withdraw(
        session, bid=scene.bid(session), reason="We cannot staff it", actor=scene.actor(session, "alder"), now=NOW
    )
    session.flush()
    assert build_case(session, scene.world.procurement(session), NOW).evaluation.low_bids_undecided == 0
    with pytest.raises(Conflict, match="still in"):
        decide(session, scene, row, now=DUE)


def test_nobody_looks_into_a_bid_in_which_they_have_a_conflict(session: Session, scene: Scene) -> None:
    session.add(_declaration(scene.bid(session).id, scene.world.users["finance"]))
    session.flush()
    with pytest.raises(NotFound):
        ask(session, scene)
    assert ask(session, scene, name="officer").bid_id == scene.bid(session).id


def _declaration(bid_id: int, user_id: int) -> Any:
    return ConflictDeclaration(
        bid_id=bid_id, user_id=user_id, has_conflict=True, detail="A sister works there", declared_at=NOW
    )


def test_while_prices_are_closed_a_promise_may_be_asked_about_and_a_price_not(session: Session, scene: Scene) -> None:
    scene.world.procurement(session).price_opens_after_quality = True
    with pytest.raises(Conflict, match="prices are closed"):
        ask(session, scene)
    assert ask(session, scene, about="promise", finding="Halves waiting").about == "promise"


def test_a_bid_below_a_minimum_counts_in_no_mean(session: Session, scene: Scene) -> None:
    third = scene.bid(session, 2)
    clinical = scene.criterion(session).id
    session.scalars(
        select(Consensus).where(Consensus.bid_id == third.id, Consensus.criterion_id == clinical)
    ).one().mark = 0
    session.flush()
    low = low_bids.list_low(session, scene.world.procurement(session))
    assert "the mean of the 2 bids still in" in low[0].finding
