"""Before the opening every staff page reads the same whether or not a bidder has submitted."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.stages import BidStage
from assurance.persistence.models import AuditEvent, Bid, ImpactStatement, Incumbent, Message
from assurance.persistence.session import Database
from assurance.services import submission
from tests.factories.cast import NOW, World
from tests.factories.impact import envelope_of
from tests.factories.tenders import close, fill, invited, submitted, tenders_open
from tests.web.addresses import filled

SignIn = Callable[[str], FlaskClient]
CANARIES = ("canary", "123,456", "123456", "Submitted, sealed", "No final tender received")
OWN_TRAIL = {"staff.procurements.timeline", "staff.procurements.timeline_file"}
"""Shows the reader's own refused attempts too, so that it grows while it is read; only canaries are looked for."""


def staff_pages(app: Flask, world: World, bid_id: str) -> dict[str, str]:
    """Every address that staff can open by a link, by endpoint."""
    known = {"ref": world.reference, "bid_id": bid_id, "code": "care", "trigger": "close_tenders"}
    with app.test_request_context():
        return {
            rule.endpoint: filled(app, rule, **known)
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith("staff.") and "GET" in (rule.methods or ())
        }


def read_all(client: FlaskClient, pages: dict[str, str]) -> dict[str, tuple[int, str]]:
    found = {}
    for endpoint, address in pages.items():
        answer = client.get(address)
        text = re.sub(r'(name="csrf_token"|name="version")[^>]*', "", answer.data.decode(errors="replace"))
        text = re.sub(r'data-app-seconds="\d+"', "", text)  # how long the sign-in lasts, by the machine's own clock
        found[endpoint] = (answer.status_code, text)
    return found


def provider_of_today(world: World) -> Incumbent:
    return Incumbent(
        procurement_id=world.procurement_id, code="I-01", name="Hospital of today", income_amount=Decimal(9_000_000),
        result_amount=Decimal(0),
    )  # fmt: skip


def stated_in_dialogue(session: Session, world: World) -> None:
    """Let both have stated in the dialogue what they would cost, which staff go on reading."""
    envelope_of(session, world)
    for bid in session.scalars(select(Bid).where(Bid.stage.in_((BidStage.INVITED, BidStage.SUBMITTED)))):
        session.add(
            ImpactStatement(
                bid_id=bid.id, round=1, flows=[], years=[Decimal(9_000_000)] * bid.procurement.contract_years,
                stated_at=NOW, stated_by_id=world.users["alder"], updated_at=NOW, updated_by_id=world.users["alder"],
            )
        )  # fmt: skip
    session.flush()


@pytest.mark.parametrize("name", ["officer", "moderator", "auditor"])
@pytest.mark.parametrize("closed", [False, True])
def test_no_page_tells_whether_a_tender_came(
    app: Flask, sign_in: SignIn, database: Database, world: World, name: str, closed: bool
) -> None:
    with database.transaction() as session:
        tenders_open(session, world)
        submitted(session, world, "birch")
        bid = fill(session, world, invited(session, world, "alder"), "alder")
        bid_id = bid.public_id
        stated_in_dialogue(session, world)
        if closed:
            session.add(provider_of_today(world))  # whom a tender would have to speak of before it goes in
            close(session, world)
    client, pages = sign_in(name), staff_pages(app, world, bid_id)
    before = read_all(client, pages)
    if name != "moderator":
        assert "Alder Care" in before["staff.impact.affordability"][1]
        assert ("Alder Care" in before["staff.impact.index"][1]) is closed
    with database.transaction() as session:
        row = session.scalars(select(Bid).where(Bid.public_id == bid_id)).one()
        if closed:
            row.stage, row.submitted_at, row.manifest, row.manifest_digest = BidStage.SUBMITTED, NOW, {}, "0" * 64
        else:
            submission.submit(session, bid=row, actor=world.actor(session, "alder"), now=NOW)
    after = read_all(client, pages)
    assert {page for page in pages if before[page] != after[page]} - OWN_TRAIL == set()
    for page, (status, text) in after.items():
        assert status < 500, page
        assert [each for each in CANARIES if each in text] == [], page


def test_a_look_into_the_sealed_box_is_refused_and_on_record(sign_in: SignIn, database: Database, world: World) -> None:
    with database.transaction() as session:
        tenders_open(session, world)
        bid_id = submitted(session, world, "alder").public_id
    answer = sign_in("officer").get(f"/staff/procurements/{world.reference}/opening/{bid_id}")
    assert answer.status_code == 409
    assert "Alder" not in answer.text
    with database.reading() as session:
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
        assert event is not None
        assert (event.tag, event.actor_id) == ("write:refused", world.users["officer"])
        assert "sealed" in event.body["data"]["message"]


def test_whoever_looks_is_on_record_and_the_others_are_told_once_without_being_told_more(
    sign_in: SignIn, database: Database, world: World
) -> None:
    with database.transaction() as session:
        tenders_open(session, world)
        there = submitted(session, world, "alder").public_id
        empty = invited(session, world, "birch").public_id
    officer, base = sign_in("officer"), f"/staff/procurements/{world.reference}/opening"
    for bid_id in (there, empty):
        for address in (bid_id, f"{bid_id}/documents/1", f"{bid_id}/compliance"):
            assert officer.get(f"{base}/{address}").status_code == 409, address
    with database.reading() as session:
        peeks = session.scalars(select(AuditEvent).where(AuditEvent.tag == "bid:peeked")).all()
        told = session.scalars(select(Message).where(Message.kind == "sealed-peek")).all()
    assert [(event.actor_id, event.body["subject"]) for event in peeks] == [(world.users["officer"], "Officer")] * 6
    assert {message.user_id for message in told} == {world.users["owner"], world.users["auditor"]}
    assert len(told) == 2
    said = "".join(f"{message.title} {message.text} {message.params}" for message in told)
    assert not [each for each in ("Alder", "Birch", there, empty) if each in said]
