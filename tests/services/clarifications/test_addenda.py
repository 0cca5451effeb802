"""Addenda reach everybody entitled at once; a tender submitted before one that changes the questions is confirmed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.domain.stages import Stage
from assurance.persistence.models import Addendum, AuditEvent, Message, Notice
from assurance.persistence.queries.clarifications import list_unconfirmed
from assurance.persistence.queries.procurements import list_audit
from assurance.services import clarifications
from tests.factories.cast import NOW, World, make_world
from tests.factories.tenders import DUE, close, invited, open_box, put_in_box, tenders_open

SENT = NOW + dt.timedelta(days=1)


def issue(session: Session, world: World, name: str = "officer", **changes: Any) -> Addendum:
    given = {
        "title": "Opening hours", "text": "Clinics are open on Saturdays from April.",
        "changes": "Specification 4.2: weekdays becomes six days", "effective_on": SENT.date(), "is_asking": True,
        "reasons": {}, "now": SENT, **changes,
    }  # fmt: skip
    return clarifications.issue(
        session, procurement=world.procurement(session), actor=world.actor(session, name), **given
    )


@pytest.fixture
def tendering(session: Session) -> World:
    world = make_world(session)
    tenders_open(session, world)
    return world


def test_in_the_call_it_is_numbered_told_and_a_notice(session: Session, world: World) -> None:
    first, second = issue(session, world, is_asking=False), issue(session, world, is_asking=False)
    assert (first.number, second.number) == (1, 2)
    told = session.scalars(select(Message).where(Message.kind == "addendum")).all()
    assert len(told) == 4
    assert len({(each.sent_at, each.text) for each in told}) == 1
    assert len(session.scalars(select(Notice)).all()) == 2


@pytest.mark.parametrize("name", ["alder", "owner", "lead", "auditor"])
def test_nobody_but_the_officer_sends_one(session: Session, world: World, name: str) -> None:
    with pytest.raises(NotPermitted):
        issue(session, world, name)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"title": " "}, "title"), ({"text": "Short"}, "text"), ({"changes": ""}, "changes"),
     ({"effective_on": dt.date(2025, 1, 1)}, "effective_on")],
)  # fmt: skip
def test_what_is_missing_is_named_and_nothing_is_sent(
    session: Session, world: World, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        issue(session, world, **changes)
    assert refused.value.field == field
    assert session.scalars(select(Addendum)).all() == []


def test_it_names_no_bidder_without_a_reason(session: Session, world: World) -> None:
    with pytest.raises(InvalidInput, match="names another organisation"):
        issue(session, world, text="Because Birch asked, clinics are open on Saturdays.")


@pytest.mark.parametrize("stage", [Stage.PLANNING, Stage.SELECTION, Stage.OPENING, Stage.SCORING, Stage.LIVE])
def test_where_nobody_works_on_a_bid_there_is_none(session: Session, world: World, stage: Stage) -> None:
    world.at(session, stage)
    with pytest.raises(Conflict, match="nobody works on a bid"):
        issue(session, world)


def test_at_the_deadline_for_tenders_it_is_too_late(session: Session, tendering: World) -> None:
    with pytest.raises(Conflict, match="has passed"):
        issue(session, tendering, now=DUE, effective_on=DUE.date())


def test_a_submitted_tender_is_asked_for_and_confirmed_by_its_lead(session: Session, tendering: World) -> None:
    bid, _ = put_in_box(session, tendering, "alder")
    other = invited(session, tendering, "birch")
    row = issue(session, tendering)
    assert (list_unconfirmed(session, bid), list_unconfirmed(session, other)) == ([row], [])
    with pytest.raises(NotFound):
        clarifications.confirm(session, bid=bid, addendum=row, actor=tendering.actor(session, "birch"), now=SENT)
    with pytest.raises(Conflict, match="no submitted tender"):
        clarifications.confirm(session, bid=other, addendum=row, actor=tendering.actor(session, "birch"), now=SENT)
    with pytest.raises(Conflict, match="are closed"):
        clarifications.confirm(session, bid=bid, addendum=row, actor=tendering.actor(session, "alder"), now=DUE)
    clarifications.confirm(session, bid=bid, addendum=row, actor=tendering.actor(session, "alder"), now=SENT)
    assert list_unconfirmed(session, bid) == []
    with pytest.raises(Conflict, match="no confirmation"):
        clarifications.confirm(session, bid=bid, addendum=row, actor=tendering.actor(session, "alder"), now=SENT)


def test_an_addendum_that_asks_nothing_new_needs_no_confirmation(session: Session, tendering: World) -> None:
    bid, _ = put_in_box(session, tendering, "alder")
    issue(session, tendering, is_asking=False)
    assert list_unconfirmed(session, bid) == []


def test_what_is_submitted_after_it_needs_none(session: Session, tendering: World) -> None:
    issue(session, tendering)
    bid, _ = put_in_box(session, tendering, "alder", SENT + dt.timedelta(hours=1))
    assert list_unconfirmed(session, bid) == []


def test_unconfirmed_it_is_opened_all_the_same_and_shows_then(session: Session, tendering: World) -> None:
    bid, _ = put_in_box(session, tendering, "alder")
    row = issue(session, tendering)
    close(session, tendering)
    open_box(session, tendering)
    session.refresh(bid)
    assert bid.stage == "opened"
    assert list_unconfirmed(session, bid) == [row]


def test_staff_see_no_confirmation_before_the_opening(session: Session, tendering: World) -> None:
    bid, _ = put_in_box(session, tendering, "alder")
    row = issue(session, tendering)
    clarifications.confirm(session, bid=bid, addendum=row, actor=tendering.actor(session, "alder"), now=SENT)
    session.flush()
    stored = session.scalars(select(AuditEvent.tag)).all()
    shown, _, _ = list_audit(session, tendering.procurement_id, page=1, size=200)
    assert "addendum:confirmed" in stored
    assert "addendum:confirmed" not in {each.tag for each in shown}
    told = session.scalars(select(Message).where(Message.user_id.is_not(None))).all()
    assert [each.kind for each in told if each.kind.startswith("addendum")] == []
