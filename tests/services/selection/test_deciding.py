"""From judgements to the shortlist: everything judged with reasons, decided for all at once, each told by letter."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, Letter, Message
from assurance.persistence.queries.bids import find_letter
from assurance.persistence.queries.facts.plan import call_facts
from assurance.persistence.queries.selection import (
    find_selection_letter,
    list_decisions,
    list_requests,
    read_request,
)
from assurance.persistence.session import Database
from assurance.services import bids, selection
from tests.factories.cast import NOW, World
from tests.factories.requests import REASON, fill_request, judge_all, sent_request, to_selection

NAMES = ("alder", "birch", "cedar", "dogwood")


def requests(session: Session, world: World, *names: str) -> dict[str, Bid]:
    sent = {name: sent_request(session, world, name) for name in names or NAMES}
    to_selection(session, world)
    return sent


def conclude(session: Session, world: World, name: str = "officer", seen: str | None = None) -> None:
    selection.conclude(
        session, procurement=world.procurement(session), seen=seen, actor=world.actor(session, name), now=NOW
    )


def judge(session: Session, world: World, bid: Bid, name: str = "officer", **given: Any) -> None:
    fields: dict[str, Any] = {"code": "experience", "mark": None, "passes": True, "reason": REASON, **given}
    selection.judge(session, bid=bid, actor=world.actor(session, name), now=NOW, **fields)


def test_the_published_number_goes_through_by_marks_and_each_is_told_by_letter(session: Session, world: World) -> None:
    sent = requests(session, world)
    for mark, name in enumerate(NAMES, start=1):
        judge_all(session, world, sent[name], mark=mark)
    conclude(session, world)
    assert {name: bid.stage for name, bid in sent.items()} == {
        "alder": BidStage.NOT_SELECTED, "birch": BidStage.SELECTED, "cedar": BidStage.SELECTED,
        "dogwood": BidStage.SELECTED,
    }  # fmt: skip
    facts = call_facts(session, world.procurement(session))
    assert (facts.requests, facts.requests_undecided, facts.selected) == (4, 0, 3)
    letters = {name: find_selection_letter(session, bid.id) for name, bid in sent.items()}
    said = {name: letter.content for name, letter in letters.items() if letter}
    assert [(said[name]["kind"], said[name]["score"], said[name]["place"]) for name in NAMES] == [
        ("not_selected", "20", 4), ("selected", "40", 3), ("selected", "60", 2), ("selected", "80", 1)
    ]  # fmt: skip
    assert said["alder"]["why"] == "Scored 20 of 100, place 4; the last to go through scored 40"
    assert [line["given"] for line in said["dogwood"]["questions"]] == ["Passed", "Passed", "Passed", "4 of 5"]
    assert {line["reason"] for line in said["dogwood"]["questions"]} == {REASON}
    assert list_decisions(session, world.procurement_id)[sent["alder"].id].reason == said["alder"]["why"]


def test_a_letter_says_nothing_of_others_and_is_not_the_outcome(session: Session, world: World) -> None:
    sent = requests(session, world, "alder", "birch")
    for bid in sent.values():
        judge_all(session, world, bid)
    conclude(session, world)
    letter = find_selection_letter(session, sent["alder"].id)
    assert letter is not None
    assert "Birch" not in str(letter.content)
    assert find_letter(session, sent["alder"].id) is None
    told = session.scalars(select(Message).where(Message.kind == "selection")).all()
    assert {each.organisation_id for each in told} == {world.organisations["alder"], world.organisations["birch"]}


def test_equals_at_the_cut_all_go_through(session: Session, world: World) -> None:
    sent = requests(session, world)
    for bid in sent.values():
        judge_all(session, world, bid, mark=2)
    conclude(session, world)
    assert {bid.stage for bid in sent.values()} == {BidStage.SELECTED}


def test_who_fails_a_question_is_out_and_needs_no_mark(session: Session, world: World) -> None:
    sent = requests(session, world, "alder", "birch")
    judge_all(session, world, sent["birch"])
    for code in ("standing", "contracts"):
        judge(session, world, sent["alder"], code=code)
    judge(session, world, sent["alder"], passes=False)
    conclude(session, world)
    assert (sent["alder"].stage, sent["birch"].stage) == (BidStage.NOT_SELECTED, BidStage.SELECTED)
    letter = find_selection_letter(session, sent["alder"].id)
    assert letter is not None
    assert letter.content["why"] == f"“Experience of this care” is not passed: {REASON}"
    assert letter.content["questions"][3]["given"].startswith("Not judged")


def test_what_is_not_judged_is_named_and_nothing_is_decided(session: Session, world: World) -> None:
    sent = requests(session, world, "alder", "birch")
    judge_all(session, world, sent["birch"])
    judge(session, world, sent["alder"])
    with pytest.raises(MoveRefused) as refused:
        conclude(session, world)
    assert [each.message for each in refused.value.objections] == [
        "Alder Care: not judged are “Economic and financial standing”, “Contracts as examples”, “Working with others”"
    ]
    assert {bid.stage for bid in sent.values()} == {BidStage.REQUESTED}


def test_what_changed_since_it_was_seen_is_not_decided(session: Session, world: World) -> None:
    sent = requests(session, world, "alder")
    judge_all(session, world, sent["alder"])
    officer = world.actor(session, "officer")
    seen = selection.propose(session, procurement=world.procurement(session), actor=officer).digest
    judge(session, world, sent["alder"], passes=False, version=1)
    with pytest.raises(Conflict, match="changed after you opened"):
        conclude(session, world, seen=seen)
    assert sent["alder"].stage is BidStage.REQUESTED


def test_a_judgement_keeps_what_was_before_and_two_do_not_overwrite(session: Session, world: World) -> None:
    bid = requests(session, world, "alder")["alder"]
    judge(session, world, bid, version=0)
    with pytest.raises(Conflict, match="someone else"):
        judge(session, world, bid, passes=False, version=0)
    judge(session, world, bid, "lead", passes=False, version=1)
    row = read_request(session, bid).judgements["experience"]
    assert (row.passes, row.judged_by.name) == (False, "Lead")
    events = session.scalars(select(AuditEvent).where(AuditEvent.tag == "selection:judged").order_by(AuditEvent.seq))
    assert [each.body["data"]["before"] for each in events] == [
        None, {"mark": None, "passes": True, "reason": REASON}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": "Fine."}, "reason"),
        ({"passes": None}, "passes"),
        ({"passes": None, "mark": 3}, "passes"),
        ({"code": "together"}, "mark"),
        ({"code": "together", "passes": None, "mark": 6}, "mark"),
    ],
)
def test_a_judgement_without_substance_or_off_the_scale_is_refused(
    session: Session, world: World, given: dict[str, Any], field: str
) -> None:
    bid = requests(session, world, "alder")["alder"]
    with pytest.raises(InvalidInput) as refused:
        judge(session, world, bid, **given)
    assert refused.value.field == field
    assert read_request(session, bid).judgements == {}


@pytest.mark.parametrize("stage", [Stage.CALL, Stage.DIALOGUE_1])
def test_another_stage_is_refused_by_name(session: Session, world: World, stage: Stage) -> None:
    bid = requests(session, world, "alder")["alder"]
    judge_all(session, world, bid)
    world.at(session, stage)
    for act in (lambda: judge(session, world, bid), lambda: conclude(session, world)):
        with pytest.raises(Conflict, match=f"the procurement is at “{stage.label}”"):
            act()


def test_after_the_decision_nothing_judged_changes(session: Session, world: World) -> None:
    bid = requests(session, world, "alder")["alder"]
    judge_all(session, world, bid)
    conclude(session, world)
    with pytest.raises(Conflict, match="decided"):
        judge(session, world, bid)
    with pytest.raises(MoveRefused, match="no request to decide"):
        conclude(session, world)


@pytest.mark.parametrize("name", ["owner", "finance", "clinician", "auditor", "outsider", "alder"])
def test_only_those_who_select_judge_and_only_the_officer_decides(session: Session, world: World, name: str) -> None:
    bid = requests(session, world, "birch")["birch"]
    judge_all(session, world, bid)
    for act in (lambda: judge(session, world, bid, name), lambda: conclude(session, world, name)):
        with pytest.raises(NotPermitted):
            act()
    with pytest.raises(NotPermitted):
        conclude(session, world, "lead")


def test_drafts_and_withdrawn_requests_are_left_out(session: Session, world: World) -> None:
    draft = fill_request(session, world, "cedar")
    sent = requests(session, world, "alder", "birch")
    bids.withdraw(session, bid=sent["birch"], reason="Lost a partner", actor=world.actor(session, "birch"), now=NOW)
    judge_all(session, world, sent["alder"])
    conclude(session, world)
    assert draft.stage is BidStage.DRAFT_REQUEST
    assert sent["birch"].stage is BidStage.WITHDRAWN
    assert [each.organisation.name for each in list_requests(session, world.procurement_id)] == [
        "Alder Care", "Birch Care"
    ]  # fmt: skip


def test_a_draft_is_not_judged(session: Session, world: World) -> None:
    draft = fill_request(session, world, "cedar")
    to_selection(session, world)
    with pytest.raises(Conflict, match="decided"):
        judge(session, world, draft)
    with pytest.raises(NotFound):
        judge(session, world, sent_and_found(session, world), code="unknown")


def sent_and_found(session: Session, world: World) -> Bid:
    world.at(session, Stage.CALL)
    return requests(session, world, "alder")["alder"]


def test_requests_are_hidden_until_the_call_is_closed(session: Session, world: World) -> None:
    assert "once the call is closed" in selection.why_hidden(world.procurement(session))
    to_selection(session, world)
    assert selection.why_hidden(world.procurement(session)) == ""


def test_two_who_decide_at_once_decide_once(engine: Engine, session: Session, world: World) -> None:
    sent = requests(session, world)
    for bid in sent.values():
        judge_all(session, world, bid)
    session.commit()
    barrier, database = Barrier(2), Database(engine)

    def decide(_: int) -> str:
        try:
            barrier.wait(timeout=30)
            with database.transaction() as mine:
                conclude(mine, world)
        except (MoveRefused, StaleDataError) as refused:
            return type(refused).__name__
        return "decided"

    with ThreadPoolExecutor(2) as people:
        outcomes = sorted(people.map(decide, range(2)))
    assert outcomes.count("decided") == 1
    session.expire_all()
    letters = session.scalars(select(Letter).where(Letter.kind == "selection")).all()
    assert len(letters) == len(sent)


def test_a_judgement_that_races_the_decision_is_in_it_or_refused(
    engine: Engine, session: Session, world: World
) -> None:
    sent = requests(session, world, "alder")
    judge_all(session, world, sent["alder"])
    session.commit()
    bid_id, barrier, database = sent["alder"].id, Barrier(2), Database(engine)

    def act(who: str) -> str:
        try:
            barrier.wait(timeout=30)
            with database.transaction() as mine:
                if who == "decides":
                    conclude(mine, world)
                else:
                    judge(mine, world, mine.get_one(Bid, bid_id), passes=False)
        except Conflict:
            return "refused"
        return "done"

    with ThreadPoolExecutor(2) as people:
        decided, judged = people.map(act, ("decides", "judges"))
    session.expire_all()
    bid = session.get_one(Bid, bid_id)
    assert decided == "done"
    assert (judged, bid.stage) in [("done", BidStage.NOT_SELECTED), ("refused", BidStage.SELECTED)]
