"""Closed prices: on no page of anybody until two people open them; the panel sees none before the result."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.test import TestResponse

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Price
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World
from tests.factories.evaluation import Scene, make_scene
from tests.factories.sealing import give_second_factor, passphrase, seal_price
from tests.web.staff.opening.test_sealing import read_all, staff_pages

SignIn = Callable[[str], FlaskClient]
CANARY = Decimal("43210987.65")
SHOWN = re.compile(r"43[,.]?210[,.]?987|34[.]\d\d?% below|price looks low", re.IGNORECASE)
"""The price however it is written, and words that tell that it is low."""


@pytest.fixture
def scene(database: Database, world: World) -> Scene:
    """Three bids at scoring, prices closed, the first of them far below the others."""
    with database.transaction() as session:
        made = make_scene(session, world, 3)
        procurement = world.procurement(session)
        procurement.price_opens_after_quality = True
        procurement.tenders_due_at = procurement.tenders_closed_at = NOW - timedelta(days=1)
        seal_price(session, world, made.bid(session), CANARY)
        session.scalars(select(Price).where(Price.bid_id == made.bid(session).id)).one().amount = CANARY
    return made


def bring(database: Database, scene: Scene, stage: Stage) -> None:
    with database.transaction() as session:
        if stage is Stage.SCORING:
            scene.lock_all(session)
        elif stage is Stage.MODERATION:
            scene.to_moderation(session)
        else:
            scene.to_ranking(session)


def open_prices(sign_in: SignIn, database: Database, scene: Scene, name: str) -> TestResponse:
    """Take part in the opening as a holder who has given a second factor."""
    client = sign_in(name)
    give_second_factor(database, scene.world, name)
    address = f"/staff/procurements/{scene.world.reference}/opening/prices"
    return client.post(address, data={"passphrase": passphrase(name)}, follow_redirects=True)


def pages_of(app: Flask, scene: Scene) -> dict[str, str]:
    pages = staff_pages(app, scene.world, scene.bids[0])
    code = f"/{scene.bids[0]}/ask?about=price"
    return {**pages, "ask about price": pages["staff.evaluation.abnormal"] + code}


@pytest.mark.parametrize("name", ["officer", "finance", "moderator", "nurse", "auditor", "owner"])
@pytest.mark.parametrize("stage", [Stage.SCORING, Stage.MODERATION, Stage.RANKING])
def test_no_page_tells_a_closed_price_or_that_it_is_low(
    app: Flask, sign_in: SignIn, database: Database, scene: Scene, stage: Stage, name: str
) -> None:
    bring(database, scene, stage)
    pages = pages_of(app, scene)
    found = read_all(sign_in(name), pages)
    assert "staff.opening.bid" in found
    for page, (status, text) in found.items():
        assert status < 500, page
        assert SHOWN.findall(text) == [], page


def test_the_same_walk_finds_the_price_once_it_is_open(
    app: Flask, sign_in: SignIn, database: Database, scene: Scene
) -> None:
    """What the walk looks for can be found: the officer sees it, the moderator not before the result."""
    bring(database, scene, Stage.RANKING)
    with database.transaction() as session:
        scene.world.procurement(session).price_opens_after_quality = False
    seen = {
        page for page, (_, text) in read_all(sign_in("officer"), pages_of(app, scene)).items() if SHOWN.search(text)
    }
    assert {"staff.opening.bid", "staff.evaluation.ranking", "staff.evaluation.abnormal"} <= seen
    hidden = read_all(sign_in("moderator"), pages_of(app, scene))
    assert {page for page, (_, text) in hidden.items() if SHOWN.search(text)} == set()


def test_two_people_open_the_prices(sign_in: SignIn, database: Database, scene: Scene) -> None:
    bring(database, scene, Stage.RANKING)
    base = f"/staff/procurements/{scene.world.reference}"
    officer = sign_in("officer")
    hub = officer.get(f"{base}/").text
    assert "The prices are closed" in hub
    assert f"{base}/opening/prices" in hub
    assert "Open the prices together" in officer.get("/staff/").text
    page = open_prices(sign_in, database, scene, "officer")
    assert "Another holder must take part" in page.text
    assert "Open the prices together" not in sign_in("officer").get("/staff/").text  # who holds a key is signed in once
    assert open_prices(sign_in, database, scene, "officer").status_code == 409
    page = open_prices(sign_in, database, scene, "finance")
    assert "The prices are opened." in page.text
    assert "Opened by Officer and Finance" in page.text
    assert SHOWN.search(sign_in("officer").get(f"{base}/opening/{scene.bids[0]}").text)


@pytest.mark.parametrize(
    ("name", "status"), [("owner", 403), ("moderator", 403), ("nurse", 403), ("outsider", 404), ("alder", 403)]
)
def test_others_do_not_open_prices(sign_in: SignIn, database: Database, scene: Scene, name: str, status: int) -> None:
    bring(database, scene, Stage.RANKING)
    address = f"/staff/procurements/{scene.world.reference}/opening/prices"
    assert sign_in(name).post(address, data={"passphrase": passphrase("officer")}).status_code == status
    with database.reading() as session:
        assert scene.world.procurement(session).are_prices_closed


def test_prices_do_not_open_before_the_marks_are_final(sign_in: SignIn, database: Database, scene: Scene) -> None:
    bring(database, scene, Stage.MODERATION)
    base = f"/staff/procurements/{scene.world.reference}/opening/prices"
    refused = open_prices(sign_in, database, scene, "officer")
    assert refused.status_code == 409
    assert "once moderation is complete" in refused.text
    assert "Take part in the opening" not in sign_in("officer").get(base).text


def test_without_prices_the_ranking_shows_what_quality_earned(
    sign_in: SignIn, database: Database, scene: Scene
) -> None:
    bring(database, scene, Stage.RANKING)
    base = f"/staff/procurements/{scene.world.reference}/evaluation/ranking"
    page = sign_in("officer").get(base)
    assert page.status_code == 200
    assert "Quality alone, most points first" in page.text
    assert "33.60 points 4 out of 5" in Markup(page.text.replace("<br>", " ")).striptags()
    assert "56.00 points" in page.text
    assert "£" not in page.text
    refused = sign_in("officer").get(f"{base}/sensitivity")
    assert refused.status_code == 409
    assert f"/staff/procurements/{scene.world.reference}/opening/prices" in refused.text


def test_what_a_bid_page_says_instead_of_a_price(sign_in: SignIn, database: Database, scene: Scene) -> None:
    bring(database, scene, Stage.RANKING)
    address = f"/staff/procurements/{scene.world.reference}/opening/{scene.bids[0]}"
    assert "Closed until the marks on quality are final" in sign_in("auditor").get(address).text
    with database.transaction() as session:
        scene.world.procurement(session).price_opens_after_quality = False
    assert "Not shown to the panel before the result is confirmed" in sign_in("moderator").get(address).text


def test_a_bidder_sees_when_and_by_whom_its_price_was_opened(sign_in: SignIn, database: Database, scene: Scene) -> None:
    bring(database, scene, Stage.RANKING)
    for name in ("officer", "finance"):
        open_prices(sign_in, database, scene, name)
    page = sign_in("alder").get(f"/supplier/bids/{scene.bids[0]}/").text
    assert "Prices opened" in page
    assert "Officer and Finance" in page


def test_an_abandoned_procurement_keeps_its_prices_closed(sign_in: SignIn, database: Database, scene: Scene) -> None:
    bring(database, scene, Stage.RANKING)
    with database.transaction() as session:
        scene.world.at(session, Stage.ABANDONED)
    base = f"/staff/procurements/{scene.world.reference}/opening"
    assert open_prices(sign_in, database, scene, "officer").status_code == 409
    assert not SHOWN.search(sign_in("officer").get(f"{base}/{scene.bids[0]}").text)


def test_a_bid_out_before_the_opening_keeps_its_price(sign_in: SignIn, database: Database, scene: Scene) -> None:
    bring(database, scene, Stage.RANKING)
    with database.transaction() as session:
        scene.bid(session).stage = BidStage.WITHDRAWN
    base = f"/staff/procurements/{scene.world.reference}/opening"
    for name in ("officer", "finance"):
        open_prices(sign_in, database, scene, name)
    page = sign_in("officer").get(f"{base}/{scene.bids[0]}").text
    assert "Not opened: the bid was out before the prices were opened" in page
    assert not SHOWN.search(page)
