"""The opening in the browser: two people, the record, compliance with its reasons, and who may read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, ConflictDeclaration, PassFail
from assurance.persistence.session import Database
from assurance.services import documents
from tests.factories.cast import NOW, World
from tests.factories.files import pdf
from tests.factories.sealing import give_second_factor, passphrase
from tests.factories.tenders import DUE, OPENING, close, fill, invited, open_box, submitted, tenders_open

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def closed(database: Database, world: World) -> str:
    """A closed box with Alder's tender in it; the public id of the bid."""
    with database.transaction() as session:
        tenders_open(session, world)
        bid = submitted(session, world, "alder")
        close(session, world)
        return bid.public_id


@pytest.fixture
def opened(database: Database, world: World, closed: str) -> str:
    """The same, opened."""
    with database.transaction() as session:
        open_box(session, world)
    return closed


@pytest.fixture
def base(world: World) -> str:
    return f"/staff/procurements/{world.reference}/opening"


def stage(database: Database, bid_id: str) -> BidStage:
    with database.reading() as session:
        return session.scalars(select(Bid).where(Bid.public_id == bid_id)).one().stage


def holder(sign_in: SignIn, database: Database, world: World, name: str) -> FlaskClient:
    """A client of a holder who has just given their second factor."""
    client = sign_in(name)
    give_second_factor(database, world, name)
    return client


def take_part(client: FlaskClient, base: str, name: str) -> Any:
    return client.post(f"{base}/", data={"passphrase": passphrase(name)}, follow_redirects=True)


def test_two_people_open_together(
    sign_in: SignIn, database: Database, world: World, clock: Any, base: str, closed: str
) -> None:
    clock.now = OPENING
    officer, finance = (holder(sign_in, database, world, name) for name in ("officer", "finance"))
    page = take_part(officer, base, "officer")
    assert "Another holder must take part within 30 minutes" in page.text
    assert "Alder" not in page.text
    assert stage(database, closed) is BidStage.SUBMITTED
    assert take_part(officer, base, "officer").status_code == 409
    page = take_part(finance, base, "finance")
    assert "Alder Care" in page.text
    assert "As submitted" in page.text
    assert stage(database, closed) is BidStage.OPENED
    with database.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "tender:opened")).one()
    told = sign_in("alder").get(f"/supplier/bids/{closed}/").text
    assert f"Entry {event.seq} of the audit trail, {event.hash[:12]}" in told
    assert "Officer and Finance" in told


def test_a_wrong_passphrase_is_refused_at_its_field_and_on_record(
    sign_in: SignIn, database: Database, world: World, clock: Any, base: str, closed: str
) -> None:
    clock.now = OPENING
    officer = holder(sign_in, database, world, "officer")
    page = officer.post(f"{base}/", data={"passphrase": "not the one that it is"})
    assert page.status_code == 422
    assert "not the passphrase" in page.text
    assert "not the one that it is" not in page.text
    with database.reading() as session:
        assert "opening:refused" in set(session.scalars(select(AuditEvent.tag)))
    assert stage(database, closed) is BidStage.SUBMITTED


def test_without_a_fresh_second_factor_nobody_takes_part_and_is_led_to_give_it(
    with_password: SignIn, clock: Any, base: str, closed: str
) -> None:
    clock.now = OPENING
    officer = with_password("officer")
    assert "/second-factor?next=" in officer.get(f"{base}/").text
    refused = take_part(officer, base, "officer")
    assert refused.status_code == 403
    assert "/second-factor/set-up?next=" in refused.text


@pytest.mark.parametrize(("name", "status"), [("owner", 403), ("clinician", 403), ("outsider", 404), ("alder", 403)])
def test_others_do_not_open(
    sign_in: SignIn, database: Database, base: str, closed: str, name: str, status: int
) -> None:
    assert sign_in(name).post(f"{base}/", data={"passphrase": "x"}).status_code == status
    assert stage(database, closed) is BidStage.SUBMITTED


def test_the_box_is_not_opened_while_bidders_may_submit_nor_in_the_hour_after(
    sign_in: SignIn, database: Database, world: World, clock: Any, base: str, closed: str
) -> None:
    clock.now = OPENING - timedelta(seconds=1)
    officer = holder(sign_in, database, world, "officer")
    refused = take_part(officer, base, "officer")
    assert refused.status_code == 409
    assert "Nothing is opened before 10:00 on 16 January 2025" in refused.text
    assert "Nothing is opened before" in officer.get(f"{base}/").text


def test_compliance_is_decided_with_reasons_and_nothing_typed_is_lost(
    sign_in: SignIn, database: Database, base: str, opened: str
) -> None:
    officer = sign_in("officer")
    with database.reading() as session:
        version = session.scalars(select(Bid).where(Bid.public_id == opened)).one().version
    given = {"version": version, "pass-cqc": "no", "reason-cqc": "", "compliant": "no", "reason": "Kept as typed"}
    page = officer.post(f"{base}/{opened}/compliance", data=given)
    assert page.status_code == 422
    assert "Enter why “Registration” is not met" in page.text
    assert "Kept as typed" in page.text
    stale = officer.post(f"{base}/{opened}/compliance", data={**given, "reason-cqc": "Lapsed", "version": version + 7})
    assert stale.status_code == 409
    with database.reading() as session:
        assert session.scalars(select(PassFail)).all() == []
    done = officer.post(f"{base}/{opened}/compliance", data={**given, "reason-cqc": "Lapsed"})
    assert done.status_code == 302
    assert stage(database, opened) is BidStage.NON_COMPLIANT
    assert officer.post(f"{base}/{opened}/compliance", data={**given, "reason-cqc": "Lapsed"}).status_code == 409
    assert "Lapsed" in officer.get(f"{base}/{opened}/compliance").text


def test_only_the_officer_decides_compliance(sign_in: SignIn, base: str, opened: str) -> None:
    for name, status in (("finance", 403), ("moderator", 403), ("outsider", 404)):
        assert sign_in(name).get(f"{base}/{opened}/compliance").status_code == status


def test_reading_is_recorded_and_the_panel_declares_first(
    sign_in: SignIn, database: Database, world: World, base: str, opened: str
) -> None:
    page = sign_in("auditor").get(f"{base}/{opened}")
    assert "alder canary answer" in page.text
    assert "£123,456.78" in page.text
    with database.reading() as session:
        read = session.scalars(select(AuditEvent).where(AuditEvent.tag == "bid:read")).one()
        assert (read.actor_id, read.subject) == (world.users["auditor"], opened)
    refused = sign_in("clinician").get(f"{base}/{opened}")
    assert refused.status_code == 409
    assert "Declare first" in refused.text
    assert f"/staff/procurements/{world.reference}/evaluation/" in refused.text
    with database.transaction() as session:
        bid = session.scalars(select(Bid).where(Bid.public_id == opened)).one()
        session.add(
            ConflictDeclaration(bid_id=bid.id, user_id=world.users["clinician"], has_conflict=False, declared_at=DUE)
        )
        world.at(session, Stage.SCORING)
    page = sign_in("clinician").get(f"{base}/{opened}")
    assert "alder canary answer" in page.text
    assert "123,456" not in page.text
    assert "Not shown to the panel" in page.text


def test_a_document_is_only_ever_saved(
    app: Flask, sign_in: SignIn, database: Database, world: World, base: str
) -> None:
    files = app.extensions["assurance_files"]
    with database.transaction() as session:
        tenders_open(session, world)
        bid = fill(session, world, invited(session, world, "alder"), "alder")
        who = {"actor": world.actor(session, "alder"), "now": NOW}
        kept = documents.attach(session, bid=bid, name="投标 plan.pdf", content=pdf(), files=files, **who)
        bid_id, document_id = bid.public_id, kept.public_id
    alder = sign_in("alder").get(f"/supplier/bids/{bid_id}/documents/{document_id}")
    assert alder.data == pdf()
    address = f"{base}/{bid_id}/documents/{document_id}"
    assert sign_in("officer").get(address).status_code == 409
    with database.transaction() as session:
        row = session.scalars(select(Bid).where(Bid.public_id == bid_id)).one()
        row.stage = BidStage.OPENED
    answer = sign_in("officer").get(address)
    assert answer.data == pdf()
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%E6%8A%95%E6%A0%87%20plan.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
