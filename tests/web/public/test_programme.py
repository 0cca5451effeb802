"""The published programme is the same for everybody, and nobody reads it before the call."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from assurance.domain.stages import Stage
from assurance.persistence.session import Database
from assurance.services.planning import specification
from tests.factories.cast import NOW, World
from tests.factories.plans import make_plan
from tests.statements import asked, listened

SignIn = Callable[[str], FlaskClient]
SAID = (
    "First contact", "Patients whose knee is better", "Better knee, version 1", "A higher score",
    "Eight people with knee pain", "Care co-ordination is paid for now", "£50,717,000", "£253,585,000",
    "Whom it serves", "Everybody with knee pain",
)  # fmt: skip


def publish(database: Database, world: World) -> None:
    with database.transaction() as session:
        make_plan(session, world)
        common = {"procurement": world.at(session, Stage.CALL), "actor": world.actor(session, "officer"), "now": NOW}
        common["procurement"].criteria_frozen_at, common["procurement"].criteria_digest = NOW, "d" * 64
        specification.keep_for_call(session, **common)


def test_everybody_reads_the_programme_after_the_call_and_nobody_before(
    app: Flask, sign_in: SignIn, world: World, database: Database
) -> None:
    pages = (f"/opportunities/{world.reference}", f"/supplier/opportunities/{world.reference}")
    clients = (app.test_client(), sign_in("alder"))
    for client, page in zip(clients, pages, strict=True):
        assert client.get(f"{page}/programme").status_code == 404
    publish(database, world)
    for client, page in zip(clients, pages, strict=True):
        assert f"{page}/programme" in client.get(page).text
        with listened(app.extensions["assurance_database"].engine) as sent:
            shown = client.get(f"{page}/programme")
        assert shown.status_code == 200
        assert [each for each in SAID if each not in shown.text] == []
        assert len(asked(sent)) < 20, "a constant number, however long the lists are"
