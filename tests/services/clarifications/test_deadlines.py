"""A deadline moves later, by two people, before it has passed; all are told once and receipts stay valid."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.deadlines.changes import Which
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.stages import Stage
from assurance.domain.suppliers.search import read_search
from assurance.persistence.models import (
    AuditEvent,
    DeadlineChange,
    MailMessage,
    Message,
    Notice,
    QuestionPeriod,
    Submission,
)
from assurance.services import clarifications, moves, submission
from assurance.services.suppliers import alerts
from tests.factories.cast import NOW, World, email, make_world
from tests.factories.tenders import DUE, fill, invited, submitted, tenders_open

LATER = DUE + dt.timedelta(hours=3)
REASON = "The service could not be reached on Monday."


@pytest.fixture
def tendering(session: Session) -> World:
    """Final tenders are open; Alder has submitted, Birch has not."""
    world = make_world(session)
    tenders_open(session, world)
    submitted(session, world, "alder")
    invited(session, world, "birch")
    due = NOW + dt.timedelta(days=4)
    session.add(QuestionPeriod(procurement_id=world.procurement_id, stage=Stage.FINAL_TENDERS, due_at=due))
    session.flush()
    return world


def propose(
    session: Session, world: World, name: str = "officer", which: Which = Which.TENDERS, at: dt.datetime = LATER,
    now: dt.datetime = NOW, reason: str = REASON,
) -> DeadlineChange:  # fmt: skip
    return clarifications.propose(
        session, procurement=world.procurement(session), which=which, due_on=at.date(), due_time=at.time(),
        reason=reason, actor=world.actor(session, name), now=now,
    )  # fmt: skip


def decide(session: Session, world: World, row: DeadlineChange, name: str = "owner", **changes: Any) -> DeadlineChange:
    given = {"approve": True, "reason": "", "now": NOW, **changes}
    return clarifications.decide(
        session, row=row, procurement=world.procurement(session), actor=world.actor(session, name), **given
    )


def test_approved_by_a_second_person_it_moves_and_all_are_told_once(session: Session, tendering: World) -> None:
    row = propose(session, tendering)
    assert tendering.procurement(session).tenders_due_at == DUE
    decide(session, tendering, row)
    assert tendering.procurement(session).tenders_due_at == LATER
    assert tendering.procurement(session).next_due_at == LATER
    told = session.scalars(select(Message).where(Message.kind == "deadline-moved")).all()
    assert {each.organisation_id for each in told} == {tendering.organisations[n] for n in ("alder", "birch")}
    assert len(told) == 2
    with pytest.raises(Conflict, match="decided by someone else"):
        decide(session, tendering, row)
    moved = session.scalars(select(AuditEvent).where(AuditEvent.tag == "deadline:moved")).one()
    assert moved.body["data"] == {
        "before": "09:00 on 16 January 2025",
        "after": "12:00 on 16 January 2025",
        "reason": REASON,
    }


def test_a_receipt_given_before_stays_as_it_is_and_later_ones_name_the_later_time(
    session: Session, tendering: World
) -> None:
    before = session.scalars(select(Submission)).one()
    decide(session, tendering, propose(session, tendering))
    bid = fill(session, tendering, invited(session, tendering, "cedar"), "cedar")
    submission.submit(session, bid=bid, actor=tendering.actor(session, "cedar"), now=DUE)
    session.flush()
    after = session.scalars(select(Submission).where(Submission.bid_id == bid.id)).one()
    session.refresh(before)
    assert (before.deadline, after.deadline) == (DUE, LATER)


@pytest.mark.parametrize("name", ["officer", "lead", "finance", "alder", "auditor"])
def test_nobody_but_the_owner_decides_and_the_officer_not_alone(session: Session, tendering: World, name: str) -> None:
    row = propose(session, tendering)
    with pytest.raises(NotPermitted):
        decide(session, tendering, row, name)
    assert tendering.procurement(session).tenders_due_at == DUE


@pytest.mark.parametrize("name", ["owner", "lead", "auditor", "alder"])
def test_nobody_but_the_officer_proposes(session: Session, tendering: World, name: str) -> None:
    with pytest.raises(NotPermitted):
        propose(session, tendering, name)


def test_never_earlier_never_after_it_has_passed_never_once_closed(session: Session, tendering: World) -> None:
    with pytest.raises(InvalidInput, match="only be moved later"):
        propose(session, tendering, at=DUE - dt.timedelta(hours=1))
    with pytest.raises(Conflict, match="has passed"):
        propose(session, tendering, now=DUE)
    row = propose(session, tendering)
    with pytest.raises(Conflict, match="has passed"):
        decide(session, tendering, row, now=DUE)
    tendering.procurement(session).tenders_closed_at = DUE
    with pytest.raises(Conflict, match="has passed"):
        decide(session, tendering, row)
    tendering.at(session, Stage.OPENING)
    with pytest.raises(Conflict, match="does not run"):
        decide(session, tendering, row)
    assert tendering.procurement(session).tenders_due_at == DUE
    assert session.scalars(select(Message).where(Message.kind == "deadline-moved")).all() == []


@pytest.mark.parametrize(("on", "match"), [("2025-03-30", "does not exist"), ("2025-10-26", "happens twice")])
def test_a_time_the_clocks_skip_or_repeat_is_refused(session: Session, tendering: World, on: str, match: str) -> None:
    at = dt.datetime.combine(dt.date.fromisoformat(on), dt.time(1, 30), tzinfo=dt.UTC)
    with pytest.raises(InvalidInput, match=match) as refused:
        propose(session, tendering, at=at)
    assert refused.value.field == "due_time"


def test_a_refusal_needs_its_reason_and_changes_nothing(session: Session, tendering: World) -> None:
    row = propose(session, tendering)
    with pytest.raises(InvalidInput):
        decide(session, tendering, row, approve=False, reason="No")
    decide(session, tendering, row, approve=False, reason="The outage lasted four minutes.")
    assert tendering.procurement(session).tenders_due_at == DUE
    assert propose(session, tendering).decision == ""


def test_one_proposal_for_one_deadline_waits_at_a_time(session: Session, tendering: World) -> None:
    propose(session, tendering)
    with pytest.raises(Conflict, match="waits for a decision"):
        propose(session, tendering)


def test_questions_move_later_but_stay_before_final_tenders(session: Session, tendering: World) -> None:
    with pytest.raises(InvalidInput, match="before"):
        propose(session, tendering, which=Which.QUESTIONS, at=DUE)
    at = NOW + dt.timedelta(days=5)
    decide(session, tendering, propose(session, tendering, which=Which.QUESTIONS, at=at))
    assert clarifications.questions_due(session, tendering.procurement(session)) == at


def test_a_later_call_is_also_a_public_notice(session: Session, world: World) -> None:
    row = propose(session, world, which=Which.REQUESTS)
    decide(session, world, row)
    notice = session.scalars(select(Notice)).one()
    assert notice.kind == "change"
    assert REASON in str(notice.content)


def test_later_final_tenders_are_a_public_notice_that_those_who_follow_are_mailed(
    session: Session, tendering: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[Notice] = []
    monkeypatch.setattr(alerts, "announce", lambda _, notice: announced.append(notice))
    cedar = tendering.actor(session, "cedar")
    alerts.save_search(session, search=read_search({"q": "musculoskeletal"})[0], actor=cedar, now=NOW)
    row = propose(session, tendering)
    assert announced == [], "a proposal is told to nobody outside"
    decide(session, tendering, row)
    (notice,) = announced
    assert "Final tenders: until 12:00 on 16 January 2025" in str(notice.content)
    given = {"notice_id": notice.public_id, "now": NOW, "address": "https://x", "unsubscribe": lambda _: "https://y"}
    assert [alerts.tell(session, **given) for _ in range(2)] == [1, 1]
    assert session.scalars(select(MailMessage.recipient)).all() == [email("cedar")]


def test_a_later_deadline_for_questions_is_for_those_entitled_alone(session: Session, tendering: World) -> None:
    decide(session, tendering, propose(session, tendering, which=Which.QUESTIONS, at=NOW + dt.timedelta(days=5)))
    assert session.scalars(select(Notice)).all() == []


def test_the_call_and_the_invitation_give_questions_a_deadline(session: Session) -> None:
    world = make_world(session)
    procurement = world.at(session, Stage.CALL)
    procurement.requests_due_at = NOW + dt.timedelta(days=30)
    (open_questions,) = [each for each in moves.CONSEQUENCES["publish_call"] if each.__name__ == "_open_questions"]
    open_questions(session, procurement, world.actor(session, "officer"), NOW, "")
    assert clarifications.questions_due(session, procurement) == NOW + dt.timedelta(days=23)
    assert "_open_questions" in [each.__name__ for each in moves.CONSEQUENCES["invite_final_tenders"]]
    with pytest.raises(Conflict, match="only be moved later"):
        clarifications.set_period(
            session, procurement=procurement, due_on=dt.date(2025, 1, 20), due_time=dt.time(12),
            actor=world.actor(session, "officer"), now=NOW,
        )  # fmt: skip


def test_what_the_officer_set_before_the_call_stands(session: Session) -> None:
    world = make_world(session)
    procurement = world.procurement(session)
    procurement.requests_due_at = NOW + dt.timedelta(days=30)
    given = {"procurement": procurement, "due_time": dt.time(12), "now": NOW}
    clarifications.set_period(session, due_on=dt.date(2025, 1, 20), actor=world.actor(session, "officer"), **given)
    with pytest.raises(NotPermitted):
        clarifications.set_period(session, due_on=dt.date(2025, 1, 21), actor=world.actor(session, "owner"), **given)
    with pytest.raises(InvalidInput, match="before"):
        clarifications.set_period(session, due_on=dt.date(2025, 3, 1), actor=world.actor(session, "officer"), **given)
    world.at(session, Stage.CALL)
    clarifications.open_period(session, procurement=procurement, actor=world.actor(session, "officer"), now=NOW)
    assert clarifications.questions_due(session, procurement) == dt.datetime(2025, 1, 20, 12, tzinfo=dt.UTC)
