"""Searching in public, the feed of a search, and ending an alert from its message."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.config import Settings
from assurance.persistence.models import SavedSearch
from assurance.persistence.session import Database
from assurance.services import suppliers
from tests.factories.cast import World
from tests.factories.tenders import call_open

SignIn = Callable[[str], FlaskClient]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def published(database: Database, world: World) -> None:
    """The cast's procurement in its call, with a title that has to be escaped."""
    with database.transaction() as session:
        call_open(session, world)
        world.procurement(session).title = "Hips & <knees>\x01"


def test_a_search_is_its_address(app: Flask, published: None) -> None:
    client = app.test_client()
    page = client.get("/opportunities/?q=hips&which=open&care_group=MSK").text
    assert "Hips &amp; &lt;knees&gt;" in page
    assert "/opportunities.atom?q=hips&amp;which=open&amp;care_group=MSK" in page
    assert 'value="hips"' in page
    assert "Nothing is found" in client.get("/opportunities/?q=eyes").text


def test_what_cannot_be_read_is_said_and_given_back(app: Flask, published: None) -> None:
    answer = app.test_client().get("/opportunities/?before=soon&page=zzz&band=huge")
    assert answer.status_code == 422
    assert "like 2027-03-31" in answer.text
    assert 'value="soon"' in answer.text
    assert app.test_client().get("/opportunities/?q=%00%27%25&page=99999").status_code == 200


def test_the_feed_is_valid_atom_with_ids_that_stay(app: Flask, world: World, published: None) -> None:
    first, again = (app.test_client().get("/opportunities.atom?q=hips&junk=1") for _ in range(2))
    assert first.data == again.data
    assert first.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(first.data)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Hips & <knees>"
    assert (entry.findtext(f"{ATOM}id") or "").endswith(f"/opportunities/{world.reference}")
    for parent in (feed, entry):
        assert parent.findtext(f"{ATOM}id")
        assert (parent.findtext(f"{ATOM}updated") or "").endswith("Z")
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    empty = ElementTree.fromstring(app.test_client().get("/opportunities.atom?q=eyes").data)
    assert empty.findtext(f"{ATOM}updated") == "2000-01-01T00:00:00Z"
    assert empty.findall(f"{ATOM}entry") == []


def test_nothing_unpublished_is_in_list_or_feed(app: Flask, world: World) -> None:
    for path in ("/opportunities/", "/opportunities.atom"):
        assert world.reference not in app.test_client().get(path).text


def test_an_alert_is_kept_and_ended_by_one_press_without_signing_in(
    app: Flask, sign_in: SignIn, database: Database
) -> None:
    alder = sign_in("alder")
    assert "“hips”" in alder.post("/supplier/alerts/", data={"q": "hips"}, follow_redirects=True).text
    with database.reading() as session:
        saved = session.scalars(select(SavedSearch)).one()
    settings: Settings = app.extensions["assurance_settings"]
    address = f"/alerts/{saved.public_id}/{suppliers.sign(saved.public_id, settings.secret_key)}"
    stranger = app.test_client()
    assert "Stop these messages" in stranger.get(address).text
    assert saved_now(database).ended_at is None
    app.config["WTF_CSRF_ENABLED"] = True  # the mail program's own button sends no token of ours
    assert stranger.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert saved_now(database).ended_at is not None
    assert stranger.get(address[:-1] + ("0" if address[-1] != "0" else "1")).status_code == 404
    assert stranger.post(f"/alerts/{saved.public_id}/{'0' * 40}").status_code == 404


def test_an_alert_is_ones_own(app: Flask, sign_in: SignIn, database: Database) -> None:
    sign_in("alder").post("/supplier/alerts/", data={"q": "hips"})
    public_id = saved_now(database).public_id
    birch = sign_in("birch")
    assert birch.post(f"/supplier/alerts/{public_id}/end").status_code == 404
    assert "hips" not in birch.get("/supplier/alerts/").text
    assert sign_in("officer").post("/supplier/alerts/", data={"q": "hips"}).status_code == 403
    assert birch.post("/supplier/alerts/", data={"before": "soon"}).status_code == 422


def saved_now(database: Database) -> SavedSearch:
    with database.reading() as session:
        return session.scalars(select(SavedSearch)).one()
