"""From the public opportunity to a sent request, in the browser, with those the bidder relies on."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.selection.grounds import TEMPLATE
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid
from assurance.persistence.queries.selection import RequestRecord, get_questionnaire, read_request
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.requests import fill_request, marked_call
from tests.factories.tenders import DUE, call_open

SignIn = Callable[[str], FlaskClient]
TURNOVER = {"year_1": "2024/25", "amount_1": "1,200,000", "year_2": "2023/24", "amount_2": "", "version": 0}
CONTRACT = {
    "customer_1": "Test Board", "what_1": "Care for many", "began_on_1-day": "1", "began_on_1-month": "4",
    "began_on_1-year": "2020", "annual_value_1": "5,000,000", "version": 0,
}  # fmt: skip


def stored(database: Database) -> Bid:
    with database.reading() as session:
        return session.scalars(select(Bid)).one()


def record(database: Database) -> RequestRecord:
    with database.reading() as session:
        return read_request(session, session.scalars(select(Bid)).one())


def start(database: Database, world: World, client: FlaskClient) -> str:
    with database.transaction() as session:
        call_open(session, world)
    answer = client.post(f"/supplier/opportunities/{world.reference}/ask")
    assert answer.status_code == 302
    return f"/supplier/bids/{stored(database).public_id}/selection"


def test_a_request_is_answered_declared_checked_and_sent(sign_in: SignIn, database: Database, world: World) -> None:
    alder = sign_in("alder")
    page = start(database, world, alder)
    check = alder.get(f"{page}/check").text
    assert "The declaration of Alder Care on grounds for exclusion" in check
    assert "Send the request</button>" not in check.replace("\n", "")
    unready = alder.post(f"{page}/check", data={"version": stored(database).version})
    assert unready.status_code == 409
    assert "Still missing" in unready.text
    for code, data in (
        ("standing", TURNOVER), ("contracts", CONTRACT), ("experience", {"text": "Ten years", "version": 0})
    ):  # fmt: skip
        saved = alder.post(f"{page}/questions/{code}", data=data, follow_redirects=True)
        assert "Nothing is sent until you send" in saved.text
    own = record(database).everybody[0].public_id
    done = alder.post(f"{page}/organisations/{own}", data={"none": "y", "version": 1}, follow_redirects=True)
    assert "No ground applies" in done.text
    check = alder.get(f"{page}/check").text
    for said in ("£1,200,000", "Test Board", "Ten years", "Send the request"):
        assert said in check
    sent = alder.post(f"{page}/check", data={"version": stored(database).version}, follow_redirects=True)
    assert "is sent" in sent.text
    assert stored(database).stage is BidStage.REQUESTED
    assert "Ten years" in alder.get(f"{page}/check").text
    late = alder.post(f"{page}/questions/experience", data={"text": "Later", "version": 1})
    assert late.status_code == 409
    assert "Later" in late.text


def test_a_ground_that_applies_asks_what_was_done_and_keeps_what_is_open(
    sign_in: SignIn, database: Database, world: World
) -> None:
    alder = sign_in("alder")
    page = start(database, world, alder)
    named = alder.post(
        f"{page}/organisations/add", data={"party": "member", "name": "Hazel", "delivers": "Imaging"},
        follow_redirects=True,
    )  # fmt: skip
    assert "Grounds for exclusion: Hazel" in named.text
    row = record(database).everybody[1]
    answers = {f"applies_{number}": "no" for number in range(len(TEMPLATE))} | {"applies_2": "yes", "version": 1}
    asked = alder.post(f"{page}/organisations/{row.public_id}", data=answers, follow_redirects=True)
    assert "Say in at least 40 characters what happened and what Hazel has done since" in asked.text
    assert 'name="done_2"' in asked.text
    answers |= {"done_2": "Repaid in 2022; the people left, and controls were rebuilt.", "version": "2"}
    done = alder.post(f"{page}/organisations/{row.public_id}", data=answers, follow_redirects=True)
    assert "Theft, fraud or bribery" in done.text
    assert "Controls" not in record(database).everybody[1].declared["self_cleaning"]["fraud"]
    stale = alder.post(f"{page}/organisations/{row.public_id}", data=answers)
    assert stale.status_code == 409
    seen = {"party": row.public_id, "version": "1"}
    assert alder.post(f"{page}/organisations/remove", data=seen).status_code == 409
    seen["version"] = str(record(database).everybody[1].version)
    gone = alder.post(f"{page}/organisations/remove", data=seen, follow_redirects=True)
    assert "Hazel" not in gone.text.split("Organisations in this request")[1]


def test_bad_input_is_refused_at_the_field_and_kept(sign_in: SignIn, database: Database, world: World) -> None:
    alder = sign_in("alder")
    page = start(database, world, alder)
    for code, data, message in (
        ("standing", {**TURNOVER, "amount_1": "a lot"}, "Enter an amount in pounds"),
        ("standing", {**TURNOVER, "amount_1": "-5"}, "must not be negative"),
        ("contracts", {**CONTRACT, "began_on_1-day": "40"}, "The beginning must be a real date"),
        ("experience", {"text": "word " * 1001, "version": 0}, "must be 1,000 words or fewer"),
    ):
        answer = alder.post(f"{page}/questions/{code}", data=data)
        assert answer.status_code == 422
        assert message in answer.text
    assert record(database).answers == {}
    nameless = alder.post(f"{page}/organisations/add", data={"name": "", "delivers": "Much imaging"})
    assert nameless.status_code == 422
    assert "Enter the name" in nameless.text
    assert "Much imaging" in nameless.text


def test_the_parts_say_how_far_they_are_and_who_wrote(sign_in: SignIn, database: Database, world: World) -> None:
    alder = sign_in("alder")
    page = start(database, world, alder)
    alder.post(f"{page}/questions/experience", data={"text": "Ten years of care", "version": 0})
    shown = alder.get(f"{page}/").text
    assert "4 words, Alder Lead" in shown
    assert "Not started" in shown
    assert "Everybody who is not excluded and passes every question is selected." in shown


def test_a_page_saves_by_itself_and_never_over_a_colleagues_text(
    sign_in: SignIn, database: Database, world: World, clock: Any
) -> None:
    alder = sign_in("alder")
    page = start(database, world, alder)
    url, asks = f"{page}/questions/experience/autosave", {"Accept": "application/json"}
    saved = alder.post(url, data={"text": "Ten years", "version": 0}, headers=asks)
    assert saved.json == {"saved": "Saved at 9am on 6 Jan 2025", "version": 1}
    stale = alder.post(url, data={"text": "Mine", "version": 0}, headers=asks)
    assert stale.status_code == 409
    assert "colleague" in stale.json["reason"]
    assert all(each in stale.json["clash"] for each in ("Mine", "Ten years", "Saved by Alder Lead meanwhile"))
    shown = alder.post(f"{page}/questions/experience", data={"text": "Mine", "version": 0})
    assert (shown.status_code, "Keep what I typed here" in shown.text) == (409, True)
    long = alder.post(url, data={"text": "word " * 1001, "version": 1}, headers=asks)
    assert (long.status_code, long.json["code"]) == (422, "invalid")
    figures = alder.post(f"{page}/questions/standing/autosave", data=TURNOVER, headers=asks)
    assert figures.json["version"] == 1
    clock.now = DUE
    late = alder.post(url, data={"text": "Late", "version": 1}, headers=asks)
    assert late.status_code == 409
    assert "after the deadline" in late.json["reason"]
    assert record(database).answers["experience"].content == {"text": "Ten years"}


def test_what_is_asked_and_the_rule_are_public_with_the_call(app: Flask, database: Database, world: World) -> None:
    with database.transaction() as session:
        marked_call(session, world)
    page = app.test_client().get(f"/opportunities/{world.reference}").text
    for said in ("With whom do you work?", "The 3 with the highest marks are selected", "Working with others"):
        assert said in page


def test_the_deadline_closes_the_door(sign_in: SignIn, clock: Any, database: Database, world: World) -> None:
    alder = sign_in("alder")
    page = start(database, world, alder)
    clock.now = DUE
    birch = sign_in("birch")
    assert "The call is closed" in birch.get(f"/supplier/opportunities/{world.reference}").text
    assert birch.post(f"/supplier/opportunities/{world.reference}/ask").status_code == 409
    late = alder.post(f"{page}/questions/experience", data={"text": "Too late", "version": 0})
    assert late.status_code == 409
    assert "Too late" in late.text


def test_staff_cannot_ask_and_nobody_asks_before_publication(
    app: Flask, sign_in: SignIn, database: Database, world: World
) -> None:
    for name, status in (("alder", 404), ("officer", 403)):
        assert sign_in(name).post(f"/supplier/opportunities/{world.reference}/ask").status_code == status
    assert app.test_client().get(f"/opportunities/{world.reference}").status_code == 404
    with database.transaction() as session:
        call_open(session, world)
    page = app.test_client().get(f"/opportunities/{world.reference}")
    assert "Sign in to ask to take part" in page.text
    with database.transaction() as session:
        world.at(session, Stage.SELECTION)
    assert "The call is closed" in app.test_client().get(f"/opportunities/{world.reference}").text


def test_the_grounds_that_are_declared_on_are_listed(sign_in: SignIn, database: Database, world: World) -> None:
    alder = sign_in("alder")
    page = start(database, world, alder)
    shown = alder.get(f"{page}/organisations/{record(database).everybody[0].public_id}").text
    assert shown.index("Must be excluded") < shown.index("Terrorism") < shown.index("May be excluded")
    assert [ground.title for ground in TEMPLATE if ground.title not in shown] == []


@pytest.mark.parametrize("path", ["", "check", "organisations", "questions/experience", "organisations/add"])
def test_nobody_else_reads_a_request(sign_in: SignIn, database: Database, world: World, path: str) -> None:
    with database.transaction() as session:
        marked_call(session, world)
        fill_request(session, world, "alder")
    page = f"/supplier/bids/{stored(database).public_id}/selection/{path}".removesuffix("/")
    page = f"{page}/" if not path else page
    assert sign_in("alder").get(page).status_code == 200
    assert sign_in("birch").get(page).status_code == 404
    assert sign_in("officer").get(page).status_code in (403, 404)


def test_what_a_colleague_changed_after_the_check_is_told_and_nothing_is_sent(
    sign_in: SignIn, database: Database, world: World
) -> None:
    alder = sign_in("alder")
    with database.transaction() as session:
        call_open(session, world)
        bid = fill_request(session, world, "alder", ground="tax")
        page = f"/supplier/bids/{bid.public_id}/selection"
    checked = html.unescape(re.findall('name="checked"[^>]* value="([^"]*)"', alder.get(f"{page}/check").text)[0])
    alder.post(f"{page}/questions/experience", data={"text": "Otherwise", "version": 1})
    alder.post(f"{page}/organisations/add", data={"party": "member", "name": "Rowan", "delivers": "Imaging"})
    refused = alder.post(f"{page}/check", data={"checked": checked})
    assert refused.status_code == 409
    heading = get_heading(database, "experience")
    for words in (f"The answer to “{heading}” was saved by Alder Lead.", "Rowan was named.", f'href="{page}/check"'):
        assert words in refused.text
    assert "Send the request</button>" not in refused.text.replace("\n", "")
    assert stored(database).stage is BidStage.DRAFT_REQUEST
    assert alder.post(f"{page}/check", data={"checked": "{1"}).status_code == 422


def get_heading(database: Database, code: str) -> str:
    with database.reading() as session:
        bid = session.scalars(select(Bid)).one()
        return get_questionnaire(session, bid.procurement).find(code).heading
