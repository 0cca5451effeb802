"""Whoever guesses at a passphrase on the pages waits, is told until when in words, and is heard again afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import AuditEvent, HeldShare
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.sealing import give_second_factor, passphrase
from tests.factories.tenders import OPENING, close, submitted, tenders_open

SignIn = Callable[[str], FlaskClient]
OTHER = "amber bridges carry nobody home"


@pytest.fixture
def officer(sign_in: SignIn, database: Database, world: World, clock: Any) -> FlaskClient:
    """The officer at the opening of a closed box."""
    with database.transaction() as session:
        tenders_open(session, world)
        submitted(session, world, "alder")
        close(session, world)
    clock.now = OPENING
    client = sign_in("officer")
    give_second_factor(database, world, "officer")
    return client


def held(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(HeldShare)).all())


def test_on_both_pages_together_and_not_for_ever(
    officer: FlaskClient, database: Database, world: World, clock: Any
) -> None:
    box = f"/staff/procurements/{world.reference}/opening/"
    changed = {"old_passphrase": "wrong", "passphrase": OTHER, "passphrase_again": OTHER}
    wrong = [officer.post(box, data={"passphrase": "wrong"}), officer.post("/staff/my-key/passphrase", data=changed)]
    wrong.append(officer.post(box, data={"passphrase": "wrong"}))
    assert [(page.status_code, "not the passphrase" in page.text) for page in wrong] == [(422, True)] * 3
    right = {"passphrase": passphrase("officer")}
    refused = officer.post(box, data=right)
    assert (refused.status_code, "Try again at 10:01" in refused.text) == (422, True)
    assert passphrase("officer") not in refused.text
    assert held(database) == 0
    clock.now = OPENING + timedelta(minutes=1)
    assert officer.post(box, data=right).status_code == 302
    assert held(database) == 1
    with database.reading() as session:
        tags = session.scalars(
            select(AuditEvent.tag).where(AuditEvent.actor_id == world.users["officer"]).order_by(AuditEvent.seq)
        ).all()
    refusals = [tag for tag in tags if tag.endswith(":refused")]
    assert refusals == ["opening:refused", "holder-key:refused", "opening:refused", "opening:refused"]


def test_a_new_passphrase_that_will_not_do_costs_no_guess(officer: FlaskClient, world: World) -> None:
    weak = {"old_passphrase": "wrong", "passphrase": "weak", "passphrase_again": "weak"}
    for _ in range(5):
        page = officer.post("/staff/my-key/passphrase", data=weak)
        assert (page.status_code, "different words" in page.text) == (422, True)
    box = f"/staff/procurements/{world.reference}/opening/"
    assert officer.post(box, data={"passphrase": passphrase("officer")}).status_code == 302
