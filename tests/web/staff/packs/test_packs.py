"""Packs by hand: asked for once, followed, cancelled, downloaded under their name; every download on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import AuditEvent, Pack
from assurance.persistence.session import Database
from assurance.services import letters, packs
from tests.factories.award import Award
from tests.factories.cast import NOW, World

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def base(database: Database, world: World) -> str:
    """Confirm the ranking and return the address of the packs."""
    with database.transaction() as session:
        Award(session, world).rank()
    return f"/staff/procurements/{world.reference}/packs"


def asked(database: Database) -> list[Pack]:
    with database.reading() as session:
        return list(session.scalars(select(Pack)))


def ask(client: FlaskClient, base: str, choice: str = "evaluation:") -> str:
    answer = client.post(f"{base}/", data={"choice": choice})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def build(app: Flask, database: Database, public_id: str) -> bytes:
    content = b"%PDF-1.7 a pack"
    stored = app.extensions["assurance_files"].put(content)
    with database.transaction() as session:
        packs.finish(
            session, public_id=public_id, now=NOW,
            printed=packs.Printed(stored.sha256, stored.size, 12, "f" * 64),
        )  # fmt: skip
    return content


def test_a_pack_is_asked_for_once_and_followed(sign_in: SignIn, base: str, database: Database) -> None:
    client = sign_in("officer")
    first, second = ask(client, base), ask(client, base)
    assert first == second
    assert len(asked(database)) == 1
    page = client.get(first).text
    assert 'http-equiv="refresh" content="3"' in page
    assert 'data-app-refresh="3"' in page
    assert "Waiting for a worker" in page
    with database.transaction() as session:
        packs.report_progress(
            session, public_id=asked(database)[0].public_id, part="Lay out the pages", parts_done=2, parts_total=5,
            now=NOW,
        )  # fmt: skip
    page = client.get(f"{first}?still=1").text
    assert "2 of 5 parts done" in page
    assert "Now: Lay out the pages" in page
    assert "http-equiv" not in page


def test_a_pack_is_cancelled_once(sign_in: SignIn, base: str, database: Database) -> None:
    client = sign_in("officer")
    address = ask(client, base)
    assert client.post(f"{address}/cancel").status_code == 302
    assert asked(database)[0].status == "cancelled"
    assert "was cancelled" in client.get(address).text
    assert client.post(f"{address}/cancel").status_code == 409


def test_a_finished_pack_is_downloaded_under_its_name_and_that_is_on_record(
    sign_in: SignIn, base: str, database: Database, app: Flask, world: World
) -> None:
    client = sign_in("officer")
    address = ask(client, base)
    assert client.get(f"{address}/download").status_code == 409
    content = build(app, database, asked(database)[0].public_id)
    page = client.get(address).text
    assert "Download (PDF" in page
    assert "data-app-refresh=" not in page
    answer = sign_in("auditor").get(f"{address}/download")
    assert answer.data == content
    assert answer.mimetype == "application/pdf"
    name = answer.headers["Content-Disposition"]
    assert name.startswith(f"attachment; filename={world.reference}-evaluation-pack")
    assert name.endswith(".pdf")
    with database.reading() as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert last is not None
    assert (last.tag, last.actor_id) == ("pack:downloaded", world.users["auditor"])


def test_the_guide_reaches_the_evaluators_who_see_no_other_pack(
    sign_in: SignIn, base: str, database: Database, app: Flask, world: World
) -> None:
    evaluation = f"/staff/procurements/{world.reference}/evaluation"
    clinician = sign_in("clinician")
    assert clinician.get(f"{evaluation}/guide").status_code == 404
    assert "Guide for evaluators" not in clinician.get(f"{evaluation}/queue").text
    with database.transaction() as session:
        procurement = world.procurement(session)
        procurement.criteria_frozen_at, procurement.criteria_digest = NOW, "d" * 64
    ask(sign_in("officer"), base, "guide:")
    content = build(app, database, asked(database)[0].public_id)
    assert "Guide for evaluators" in clinician.get(f"{evaluation}/queue").text
    assert clinician.get(f"{evaluation}/guide").data == content
    assert clinician.get(f"{base}/").status_code in (403, 404)
    assert sign_in("finance").get(f"{evaluation}/guide").status_code in (403, 404)
    with database.reading() as session:
        last = session.scalars(select(AuditEvent).where(AuditEvent.tag == "pack:downloaded")).one()
    assert last.actor_id == world.users["clinician"]


def test_a_failed_pack_says_why(sign_in: SignIn, base: str, database: Database) -> None:
    client = sign_in("officer")
    address = ask(client, base)
    with database.transaction() as session:
        packs.fail(session, public_id=asked(database)[0].public_id, message="A price is missing", now=NOW)
    assert "A price is missing" in client.get(address).text


@pytest.mark.parametrize("choice", ["", "novel:", "letter:nobody"])
def test_what_cannot_be_printed_is_refused_at_the_field(
    sign_in: SignIn, base: str, database: Database, choice: str
) -> None:
    answer = sign_in("officer").post(f"{base}/", data={"choice": choice})
    assert answer.status_code == 422
    assert asked(database) == []


def test_who_asks_who_sees_and_who_does_not(sign_in: SignIn, base: str) -> None:
    address = ask(sign_in("officer"), base)
    auditor = sign_in("auditor")
    assert auditor.get(address).status_code == 200
    assert "Build a document" not in auditor.get(f"{base}/").text
    assert auditor.post(f"{base}/", data={"choice": "evaluation:"}).status_code == 403
    assert auditor.post(f"{address}/cancel").status_code == 403
    assert sign_in("moderator").get(f"{base}/").status_code == 403
    assert sign_in("outsider").get(address).status_code == 404
    assert sign_in("officer").get(f"{base}/unknown").status_code == 404


def test_before_there_is_anything_the_page_says_what_will_come(sign_in: SignIn, world: World) -> None:
    page = sign_in("officer").get(f"/staff/procurements/{world.reference}/packs/")
    assert "There is nothing to print yet" in page.text


def test_only_what_is_concluded_or_issued_is_offered(sign_in: SignIn, database: Database, world: World) -> None:
    address = f"/staff/procurements/{world.reference}/packs/"
    with database.transaction() as session:
        award = Award(session, world).rank().recommend().approve()
        award.move("request_checkpoint_2")
    page = sign_in("officer").get(address).text
    assert "Evaluation pack" in page
    assert "Gate report" not in page
    with database.transaction() as session:
        award = Award(session, world)
        award.pass_gate("checkpoint_2")
        award.move("declare_intention")
        letters.prepare_all(session, procurement=award.procurement, actor=award.actor("officer"), now=NOW)
    page = sign_in("officer").get(address).text
    assert "Gate report: Checkpoint 2" in page
    assert "Outcome letter" not in page
    with database.transaction() as session:
        Award(session, world).move("start_standstill")
    assert "Outcome letter: Birch Care" in sign_in("officer").get(address).text
