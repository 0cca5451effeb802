"""Grounds: decided one by one; somebody relied on is never held against a bidder before it could name another."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.stages import BidStage
from assurance.persistence.models import AuditEvent, Bid, Message
from assurance.persistence.queries.selection import find_selection_letter, read_request
from assurance.services import bids, selection
from assurance.services.selection import replacing
from tests.factories.cast import NOW, World
from tests.factories.requests import NONE_APPLIES, declare, fill_request, judge_all, sent_request, to_selection

LAST_DAY = date(2025, 1, 13)
UNTIL = datetime(2025, 1, 13, 12, tzinfo=UTC)
"""Seven days after the notice is given."""
WHY = "The contract was ended for breach, and no audit since shows otherwise."


@pytest.fixture
def bid(session: Session, world: World) -> Bid:
    """A request whose subcontractor says that a ground applies."""
    bid = sent_request(session, world, "alder", ground="performance")
    to_selection(session, world)
    judge_all(session, world, bid)
    return bid


def sub(session: Session, bid: Bid) -> str:
    return read_request(session, bid).everybody[1].public_id


def notice(session: Session, world: World, bid: Bid, name: str = "officer", day: date = LAST_DAY) -> None:
    selection.give_notice(
        session, bid=bid, public_id=sub(session, bid), reason=WHY, answer_on=day, answer_time=time(12),
        actor=world.actor(session, name), now=NOW,
    )  # fmt: skip


def decide(
    session: Session,
    world: World,
    bid: Bid,
    *,
    excludes: bool,
    now: datetime = NOW,
    name: str = "officer",
    of: tuple[str, str] | None = None,
) -> None:
    public_id, ground = of or (sub(session, bid), "performance")
    selection.decide_ground(
        session, bid=bid, public_id=public_id, ground=ground, excludes=excludes, reason=WHY,
        actor=world.actor(session, name), now=now,
    )  # fmt: skip


def conclude(session: Session, world: World, now: datetime = NOW) -> None:
    selection.conclude(
        session, procurement=world.procurement(session), seen=None, actor=world.actor(session, "officer"), now=now
    )


def whose(session: Session, world: World, bid: Bid, name: str = "alder", now: datetime = NOW) -> dict[str, Any]:
    return {"bid": bid, "public_id": sub(session, bid), "actor": world.actor(session, name), "now": now}


def name_another(session: Session, world: World, bid: Bid, now: datetime = NOW) -> None:
    replacing.name_another(
        session, name="Rowan Imaging", company_number="", delivers="Imaging", **whose(session, world, bid, now=now)
    )


def test_a_ground_left_undecided_keeps_the_shortlist_from_being_drawn(session: Session, world: World, bid: Bid) -> None:
    with pytest.raises(MoveRefused) as refused:
        conclude(session, world)
    (why,) = refused.value.objections
    assert why.message == (
        "Alder Care: nobody has decided whether “Breach of contract or poor performance” excludes Hazel Imaging"
    )


def test_nobody_is_excluded_for_another_before_notice_and_time(session: Session, world: World, bid: Bid) -> None:
    with pytest.raises(MoveRefused, match="has not been told"):
        decide(session, world, bid, excludes=True)
    notice(session, world, bid)
    for now in (NOW, UNTIL):
        with pytest.raises(MoveRefused, match="may name somebody else in place of Hazel Imaging until"):
            decide(session, world, bid, excludes=True, now=now)
    late = UNTIL + timedelta(microseconds=1)
    decide(session, world, bid, excludes=True, now=late)
    conclude(session, world, late)
    assert bid.stage is BidStage.EXCLUDED
    letter = find_selection_letter(session, bid.id)
    assert letter is not None
    assert letter.content["kind"] == "excluded"
    assert letter.content["why"] == f"“Breach of contract or poor performance” applies to Hazel Imaging: {WHY}"


def test_what_was_done_since_may_be_enough_without_notice(session: Session, world: World, bid: Bid) -> None:
    decide(session, world, bid, excludes=False)
    conclude(session, world)
    assert bid.stage is BidStage.SELECTED
    letter = find_selection_letter(session, bid.id)
    assert letter is not None
    assert letter.content["grounds"][0]["reason"] == WHY


def test_another_takes_the_place_in_time_and_the_bidder_is_judged_with_it(
    session: Session, world: World, bid: Bid
) -> None:
    notice(session, world, bid)
    name_another(session, world, bid)
    who = whose(session, world, bid, now=UNTIL)
    assert [each.name for each in read_request(session, bid).parties] == ["Alder Care", "Hazel Imaging"]
    with pytest.raises(MoveRefused, match="Say whether"):
        replacing.answer(session, words="", names_nobody=False, **who)
    replacing.declare(session, applies=NONE_APPLIES, self_cleaning={}, **who)
    with pytest.raises(InvalidInput, match="not both"):
        replacing.answer(session, words="", names_nobody=True, **who)
    replacing.answer(session, words="From day one", names_nobody=False, **who)
    session.flush()
    assert [each.name for each in read_request(session, bid).parties] == ["Alder Care", "Rowan Imaging"]
    conclude(session, world, UNTIL)
    assert bid.stage is BidStage.SELECTED
    letter = find_selection_letter(session, bid.id)
    assert letter is not None
    assert letter.content["replaced"] == [{"name": "Hazel Imaging", "by": "Rowan Imaging", "reason": WHY}]
    told = session.scalars(select(Message).where(Message.kind == "replacement-answered")).all()
    assert [each.user_id for each in told] == [world.users["officer"]]


def test_who_was_replaced_can_no_longer_exclude_and_the_new_one_can(session: Session, world: World, bid: Bid) -> None:
    notice(session, world, bid)
    name_another(session, world, bid)
    who = whose(session, world, bid)
    replacing.declare(
        session, applies={**NONE_APPLIES, "tax": True}, **who,
        self_cleaning={"tax": "Paid in full in 2024; the auditor is new."},
    )  # fmt: skip
    replacing.answer(session, words="", names_nobody=False, **who)
    session.flush()
    with pytest.raises(NotFound):
        decide(session, world, bid, excludes=False)
    with pytest.raises(MoveRefused, match="Tax offences"):
        conclude(session, world)


def test_naming_nobody_needs_a_reason_and_ends_the_time(session: Session, world: World, bid: Bid) -> None:
    notice(session, world, bid)
    who = whose(session, world, bid)
    for words, nobody in ((" ", True), ("We stay", False)):
        with pytest.raises(InvalidInput):
            replacing.answer(session, words=words, names_nobody=nobody, **who)
    replacing.answer(session, words="Nobody else does this here", names_nobody=True, **who)
    with pytest.raises(Conflict, match="does not change"):
        name_another(session, world, bid)
    decide(session, world, bid, excludes=True)


def test_a_name_can_be_taken_out_and_another_written(session: Session, world: World, bid: Bid) -> None:
    notice(session, world, bid)
    name_another(session, world, bid)
    with pytest.raises(Conflict, match="named already"):
        name_another(session, world, bid)
    replacing.take_out(session, **whose(session, world, bid))
    session.flush()
    name_another(session, world, bid)


def test_after_the_time_nothing_is_written(session: Session, world: World, bid: Bid) -> None:
    notice(session, world, bid)
    late = UNTIL + timedelta(microseconds=1)
    for act in (
        lambda: name_another(session, world, bid, late),
        lambda: replacing.answer(session, words="Late", names_nobody=True, **whose(session, world, bid, now=late)),
    ):
        with pytest.raises(Conflict, match="Nothing was saved"):
            act()


def test_notice_is_given_once_with_time_and_reason_and_told(session: Session, world: World, bid: Bid) -> None:
    with pytest.raises(InvalidInput, match="at least 5 days") as refused:
        notice(session, world, bid, day=date(2025, 1, 10))
    assert refused.value.field == "answer_on"
    notice(session, world, bid)
    with pytest.raises(Conflict, match="told already"):
        notice(session, world, bid, day=date(2025, 2, 1))
    told = session.scalars(select(Message).where(Message.kind == "replacement")).one()
    assert told.organisation_id == world.organisations["alder"]
    event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "replacement:told")).one()
    assert event.body["data"]["answer_by"].startswith("2025-01-13T12:00")


@pytest.mark.parametrize("name", ["lead", "owner", "auditor", "outsider"])
def test_only_the_officer_gives_notice_and_decides(session: Session, world: World, bid: Bid, name: str) -> None:
    with pytest.raises(NotPermitted):
        notice(session, world, bid, name)
    with pytest.raises(NotPermitted):
        decide(session, world, bid, excludes=False, name=name)


def test_rivals_and_staff_do_not_answer(session: Session, world: World, bid: Bid) -> None:
    notice(session, world, bid)
    for name in ("birch", "officer"):
        with pytest.raises((NotFound, NotPermitted)):
            replacing.answer(session, words="Ours", names_nobody=True, **whose(session, world, bid, name))


def test_the_bidders_own_ground_is_decided_without_notice(session: Session, world: World) -> None:
    bid = fill_request(session, world, "birch")
    own = read_request(session, bid).everybody[0]
    declare(session, world, bid, "birch", own, "fraud")
    bids.send_request(session, bid=bid, actor=world.actor(session, "birch"), now=NOW)
    to_selection(session, world)
    with pytest.raises(NotFound):
        selection.give_notice(
            session, bid=bid, public_id=own.public_id, reason=WHY, answer_on=UNTIL.date(), answer_time=time(12),
            actor=world.actor(session, "officer"), now=NOW,
        )  # fmt: skip
    decide(session, world, bid, excludes=True, of=(own.public_id, "fraud"))
    conclude(session, world)  # an excluded request needs no marks
    assert bid.stage is BidStage.EXCLUDED
