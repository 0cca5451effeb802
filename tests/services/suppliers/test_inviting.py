"""Providers of a list are written to once, while the call is open, by the officer, all or none of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.faults import FaultsFound
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, CallInvitation, MailMessage
from assurance.persistence.queries.call_invitations import list_invited
from assurance.services.suppliers import inviting
from assurance.services.suppliers.inviting import Reading
from tests.factories.cast import NOW, World, make_world
from tests.factories.tenders import call_open

LIST = b"Organisation,Email address\r\nElm Care,bids@elm.example\r\nFir Trust,bids@fir.example\r\n"
ADDRESS = "https://site.example/opportunities/PR-1"


@pytest.fixture
def world(session: Session) -> World:
    """The cast, with an open call."""
    made = make_world(session)
    call_open(session, made)
    return made


def read(session: Session, world: World, content: bytes = LIST) -> Reading:
    return inviting.read_upload(session, procurement=world.procurement(session), content=content, now=NOW)


def send(session: Session, world: World, table: str, who: str = "officer") -> list[str]:
    done = inviting.invite(
        session, procurement=world.procurement(session), table=table, address=ADDRESS,
        actor=world.actor(session, who), now=NOW,
    )  # fmt: skip
    return [each.name for each in done]


def test_what_was_shown_is_written_to_once_and_on_record(session: Session, world: World) -> None:
    reading = read(session, world)
    assert [each.name for each in reading.new] == ["Elm Care", "Fir Trust"]
    assert session.scalars(select(CallInvitation)).all() == []
    assert send(session, world, reading.table) == ["Elm Care", "Fir Trust"]
    assert send(session, world, reading.table) == []
    longer = read(session, world, LIST + b"Gum Ltd,bids@gum.example\r\n")
    assert ([each.name for each in longer.new], len(longer.known)) == (["Gum Ltd"], 2)
    assert send(session, world, longer.table) == ["Gum Ltd"]
    mails = session.scalars(select(MailMessage).where(MailMessage.key.startswith("call-invitation:"))).all()
    assert sorted(each.recipient for each in mails) == ["bids@elm.example", "bids@fir.example", "bids@gum.example"]
    assert all(ADDRESS in (each.body or "") and "Everybody may ask" in (each.body or "") for each in mails)
    assert all(message is not None for _, message in list_invited(session, world.procurement_id))
    entries = session.scalars(select(AuditEvent).where(AuditEvent.tag == "call-invitation:sent")).all()
    assert [each.body["data"]["providers"] for each in entries] == [["Elm Care", "Fir Trust"], ["Gum Ltd"]]
    assert "elm.example" not in str([each.body for each in entries])


def test_a_fault_stores_nothing_even_where_the_table_was_tampered_with(session: Session, world: World) -> None:
    with pytest.raises(FaultsFound):
        read(session, world, LIST + b"Gum Ltd,nowhere\r\n")
    with pytest.raises(FaultsFound):
        send(session, world, '[["Elm", "bids@elm.example"], ["Fir", "nowhere"]]')
    for table in ("", "{}x", "[[1, 2]]", "[" * 100_000, "3"):
        with pytest.raises(InvalidInput):
            send(session, world, table)
    assert session.scalars(select(CallInvitation)).all() == []


@pytest.mark.parametrize("who", ["approver", "lead", "auditor", "alder", "outsider"])
def test_nobody_but_the_officer_invites(session: Session, world: World, who: str) -> None:
    table = read(session, world).table
    with pytest.raises(NotPermitted):
        send(session, world, table, who)


def test_before_and_after_the_call_nobody_is_invited(session: Session, world: World) -> None:
    table, procurement = read(session, world).table, world.procurement(session)
    assert procurement.requests_due_at is not None
    due = procurement.requests_due_at
    assert inviting.why_not_invited(procurement, due - timedelta(seconds=1)) == ""
    assert "while the call is open" in inviting.why_not_invited(procurement, due)
    for stage in (Stage.CHECKPOINT_1, Stage.SELECTION):
        procurement.stage = stage
        session.flush()
        with pytest.raises(Conflict):
            read(session, world)
        with pytest.raises(Conflict):
            send(session, world, table)
