"""What a bidder says: kept while incomplete, until it is sent or the deadline; complete before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.selection.answers import written_years
from assurance.domain.selection.grounds import Party
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid
from assurance.persistence.queries.bids import list_own_events
from assurance.persistence.queries.procurements import list_audit
from assurance.persistence.queries.selection import read_request
from assurance.services import bids, selection
from tests.factories.cast import NOW, World
from tests.factories.requests import NONE_APPLIES, fill_request, sent_request
from tests.factories.tenders import DUE

LAST = DUE - timedelta(microseconds=1)


def start(session: Session, world: World, name: str = "alder") -> Bid:
    return bids.start_request(
        session, procurement=world.procurement(session), actor=world.actor(session, name), now=NOW
    )


def save(session: Session, world: World, bid: Bid, words: str, name: str = "alder", **given: Any) -> None:
    fields: dict[str, Any] = {"code": "experience", "content": {"text": words}, "now": NOW, **given}
    selection.save_answer(session, bid=bid, actor=world.actor(session, name), **fields)


def test_a_fresh_request_says_what_is_missing_and_where(session: Session, world: World) -> None:
    bid = start(session, world)
    own = read_request(session, bid).everybody[0]
    assert [(each.endpoint, each.code) for each in bids.missing_parts(session, bid)] == [
        ("supplier.selection.declare", own.public_id),
        ("supplier.selection.answer", "standing"),
        ("supplier.selection.answer", "contracts"),
        ("supplier.selection.answer", "experience"),
        ("supplier.selection.answer", "together"),
    ]
    with pytest.raises(MoveRefused) as refused:
        bids.send_request(session, bid=bid, actor=world.actor(session, "alder"), now=NOW)
    assert "The declaration of Alder Care" in refused.value.objections[0].message
    assert bid.stage is BidStage.DRAFT_REQUEST


def test_a_complete_request_is_sent(session: Session, world: World) -> None:
    bid = sent_request(session, world, "alder", ground="performance")
    assert (bid.stage, bid.requested_at) == (BidStage.REQUESTED, NOW)
    assert [(each.party, each.name) for each in read_request(session, bid).parties] == [
        (Party.BIDDER, "Alder Care"),
        (Party.SUBCONTRACTOR, "Hazel Imaging"),
    ]


def test_somebody_relied_on_must_declare_and_explain_too(session: Session, world: World) -> None:
    bid = fill_request(session, world, "alder")
    who: dict[str, Any] = {"bid": bid, "actor": world.actor(session, "alder"), "now": NOW}
    row = selection.add_party(session, party=Party.MEMBER, name="Hazel", company_number="", delivers="Imaging", **who)
    assert [each.what for each in bids.missing_parts(session, bid)] == [
        "The declaration of Hazel on grounds for exclusion"
    ]
    applies = {**NONE_APPLIES, "fraud": True}
    selection.declare(session, public_id=row.public_id, applies=applies, self_cleaning={"fraud": "Sorry"}, **who)
    (missing,) = bids.missing_parts(session, bid)
    assert "at least 40 characters" in missing.what
    assert missing.code == row.public_id
    selection.remove_party(session, public_id=row.public_id, **who)
    session.flush()
    assert bids.missing_parts(session, bid) == ()


def test_nobody_is_named_twice_and_the_bidder_stays(session: Session, world: World) -> None:
    bid = fill_request(session, world, "alder", ground="tax")
    who: dict[str, Any] = {"bid": bid, "actor": world.actor(session, "alder"), "now": NOW}
    for name in ("HAZEL imaging ", "Alder Care"):
        with pytest.raises(InvalidInput, match="already named"):
            selection.add_party(session, party=Party.MEMBER, name=name, company_number="", delivers="Imaging", **who)
    own = read_request(session, bid).everybody[0]
    with pytest.raises(Conflict, match="cannot be taken out"):
        selection.remove_party(session, public_id=own.public_id, **who)


def test_an_answer_may_be_incomplete_and_what_it_lacks_is_named(session: Session, world: World) -> None:
    bid = fill_request(session, world, "alder")
    save(session, world, bid, "", code="standing", content=written_years([("", Decimal(5)), ("", None)]))
    contract = {
        "customer": "", "what": "Care", "began_on": None, "ended_on": None, "annual_value": None
    }  # fmt: skip
    save(session, world, bid, "", code="contracts", content={"contracts": [contract]})
    assert [each.what for each in bids.missing_parts(session, bid)] == [
        "“Economic and financial standing”: Say which financial year each turnover is of",
        "“Contracts as examples”: Contract 1: say when it began",
        "“Contracts as examples”: Contract 1: give its yearly value",
    ]


def test_too_many_words_negative_turnover_and_unknown_questions_are_refused(session: Session, world: World) -> None:
    bid = start(session, world)
    with pytest.raises(InvalidInput) as refused:
        save(session, world, bid, "word " * 1001)
    assert refused.value.field == "text"
    with pytest.raises(InvalidInput) as refused:
        written_years([("2024", Decimal(1)), ("2023", Decimal(-1))])
    assert refused.value.field == "amount_2"
    with pytest.raises(NotFound):
        save(session, world, bid, "Words", code="unknown")
    assert read_request(session, bid).answers == {}


def test_the_deadline_and_sending_freeze_everything(session: Session, world: World) -> None:
    bid = fill_request(session, world, "alder")
    own = read_request(session, bid).everybody[0]
    actor = world.actor(session, "alder")

    def acts(now: Any) -> list[Callable[[], object]]:
        who: dict[str, Any] = {"bid": bid, "actor": actor, "now": now}
        return [
            lambda: save(session, world, bid, "Late", now=now),
            lambda: selection.declare(session, public_id=own.public_id, applies=NONE_APPLIES, self_cleaning={}, **who),
            lambda: selection.add_party(
                session, party=Party.MEMBER, name="Late", company_number="", delivers="Care", **who
            ),
            lambda: selection.remove_party(session, public_id=own.public_id, **who),
        ]

    for act in acts(DUE):
        with pytest.raises(Conflict, match="not open"):
            act()
    save(session, world, bid, "In time", now=LAST)
    bids.send_request(session, bid=bid, actor=actor, now=LAST)
    for act in acts(LAST):
        with pytest.raises(Conflict, match="is sent"):
            act()
    assert read_request(session, bid).answers["experience"].content == {"text": "In time"}


def test_a_colleagues_text_is_not_overwritten_and_others_cannot_write(session: Session, world: World) -> None:
    bid = start(session, world)
    save(session, world, bid, "First", version=0)
    with pytest.raises(Conflict, match="colleague"):
        save(session, world, bid, "Mine", version=0)
    save(session, world, bid, "Second", version=1)
    own = read_request(session, bid).everybody[0]
    with pytest.raises(Conflict, match="colleague"):
        selection.declare(
            session, bid=bid, public_id=own.public_id, applies={}, self_cleaning={}, version=own.version + 1,
            actor=world.actor(session, "alder"), now=NOW,
        )  # fmt: skip
    with pytest.raises(NotFound):
        save(session, world, bid, "Theirs", "birch")
    with pytest.raises((NotFound, NotPermitted)):
        save(session, world, bid, "Theirs", "officer")
    assert read_request(session, bid).answers["experience"].content == {"text": "Second"}


def test_nothing_said_is_readable_in_the_database_or_in_the_audit_trail(session: Session, world: World) -> None:
    fill_request(session, world, "alder", ground="tax")
    tables = {"selection_answer": ("content",), "selection_party": ("name", "declared", "delivers", "company_number")}
    raw = b"".join(
        bytes(value)
        for table, columns in tables.items()
        for column in columns
        for value in session.scalars(text(f"SELECT {column} FROM {table}"))
    )
    said = [b"canary", b"Hazel", b"manager left", b"01234567", b"120000000"]
    assert len(raw) > 1000
    assert [each for each in said if each in raw] == []
    audited = str(session.scalars(select(AuditEvent.body)).all()).encode()
    assert [each for each in (b"canary", b"Hazel", b"manager left") if each in audited] == []


def test_its_own_trail_leaves_out_what_a_page_saved_by_itself(session: Session, world: World) -> None:
    bid = start(session, world)
    save(session, world, bid, "We have", by_itself=True)
    save(session, world, bid, "We have run clinics.")
    tags = [event.tag for event, _ in list_own_events(session, bid, limit=10)]
    assert tags == ["selection-answer:saved", "bid:started"]


def test_staff_read_in_the_trail_who_asks_to_take_part_once_the_call_is_closed(session: Session, world: World) -> None:
    sent_request(session, world, "alder")
    procurement = world.procurement(session)

    def told() -> set[str]:
        events, _, _ = list_audit(session, procurement.id, page=1, size=50)
        return {event.tag for event in events}

    theirs = {"bid:started", "selection-answer:saved", "declaration:saved", "bid:moved"}
    assert not told() & theirs
    procurement.stage = Stage.SELECTION
    session.flush()
    assert theirs <= told()


def test_what_was_checked_is_what_is_sent(session: Session, world: World) -> None:
    bid = fill_request(session, world, "alder", ground="tax")
    actor = world.actor(session, "alder")
    checked = bids.checked_request(session, bid)
    hazel = read_request(session, bid).everybody[1]
    selection.declare(
        session, bid=bid, public_id=hazel.public_id, applies=NONE_APPLIES, self_cleaning={}, actor=actor, now=NOW
    )
    with pytest.raises(bids.StaleRequest) as refused:
        bids.send_request(session, bid=bid, checked=checked, actor=actor, now=NOW)
    assert refused.value.changes == ("The declaration of Hazel Imaging was changed",)
    selection.remove_party(session, bid=bid, public_id=hazel.public_id, actor=actor, now=NOW)
    session.flush()
    with pytest.raises(bids.StaleRequest) as refused:
        bids.send_request(session, bid=bid, checked=checked, actor=actor, now=NOW)
    assert refused.value.changes == ("An organisation was taken out",)
    bids.send_request(session, bid=bid, checked=bids.checked_request(session, bid), actor=actor, now=NOW)
    assert bid.stage is BidStage.REQUESTED
