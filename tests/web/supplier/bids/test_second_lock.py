"""Were a check of ours forgotten, PostgreSQL would still show a supplier nothing of another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import Answer, Bid
from assurance.persistence.session import Database
from assurance.persistence.sight import EVERYTHING
from assurance.web import guards
from assurance.web.auth import lasting
from assurance.web.transaction import database as database_of_request
from assurance.web.transaction import db
from tests import postgres
from tests.factories.cast import World, make_world
from tests.statements import listened

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def database(postgres_server: postgres.Server) -> Iterator[Database]:
    """A database at a server, as the role of the program sees it."""
    with postgres_server.database("second_lock", role=postgres.PROGRAM) as url:
        opened = Database.open(url)
        yield opened
        opened.close()


@pytest.fixture
def world(database: Database) -> World:
    """The cast in it."""
    with database.transaction() as session:
        return make_world(session)


@pytest.mark.parametrize(("is_on", "status"), [(True, 404), (False, 200)])
def test_with_our_own_check_gone_the_database_still_refuses(
    is_on: bool, status: int, sign_in: SignIn, bid_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the second lock off as well the page opens, so that it is the second lock that holds."""
    monkeypatch.setattr(guards, "permits", lambda *asked: True)
    if not is_on:
        monkeypatch.setattr(lasting, "reader_of", lambda *whose: EVERYTHING)
    assert sign_in("birch").get(f"/supplier/bids/{bid_id}/").status_code == status


def test_a_request_of_nobody_sees_no_tender(app: Flask, bid_id: str) -> None:
    with app.test_request_context("/"):
        assert db().scalars(select(Bid)).all() == []
        with database_of_request().transaction() as beside:
            assert beside.scalars(select(Answer)).all() == []


def test_a_page_asks_the_database_once_to_be_held_and_there_and_back_for_what_the_authority_did(
    app: Flask, sign_in: SignIn, database: Database, bid_id: str
) -> None:
    alder = sign_in("alder")
    assert alder.get(f"/supplier/bids/{bid_id}/").status_code == 200  # and notes that somebody is there
    with listened(database.engine) as sent:
        assert alder.get(f"/supplier/bids/{bid_id}/").status_code == 200
    assert len([each for each in sent if "set_config" in each]) == 3
    with listened(database.engine) as sent:
        assert alder.get("/supplier/messages/").status_code == 200
    assert len([each for each in sent if "set_config" in each]) == 1
