"""The dialogue as a participant sees it: its own and nothing of anybody else, whatever page it opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import (
    Bid,
    DialogueAction,
    DialogueSession,
    DisclosureConsent,
    Idea,
    Outgoing,
    OutgoingRecipient,
    OutlineVersion,
)
from assurance.persistence.session import Database
from assurance.services import dialogue
from tests.factories.cast import NOW, World
from tests.factories.dialogue import consent_of, idea_of, written
from tests.factories.plans import make_bid, make_criteria

SignIn = Callable[[str], FlaskClient]
SECRETS = "canary"
IDEA = "The canary hospital is paid for each bed that stays empty in winter."
WORDING = "A hospital could be paid for each bed that stays empty in winter."


@pytest.fixture
def bids(world: World, database: Database) -> dict[str, str]:
    """Three participants, one of which has told everything there is to tell."""
    with database.transaction() as session:
        make_criteria(session, world)
        world.at(session, Stage.DIALOGUE_1)
        made = {n: make_bid(session, world, n, BidStage.IN_DIALOGUE) for n in ("alder", "birch", "cedar")}
        lead, alder = world.actor(session, "lead"), world.actor(session, "alder")
        held = dialogue.hold_session(
            session, bid=made["alder"], round=1, held_at=NOW, place="canary room", agenda="canary agenda",
            attendance="Lead", supplier_attendance="canary person", actor=lead, now=NOW,
        )  # fmt: skip
        session.flush()
        for side in ("authority", "participant"):
            dialogue.record_action(
                session, session_row=held, text="canary action", side=side, owner="canary owner",
                due_on=date(2025, 1, 8), actor=lead, now=NOW,
            )  # fmt: skip
        dialogue.save_outline(session, bid=made["alder"], text="canary outline", actor=alder, now=NOW)
        dialogue.submit_outline(session, bid=made["alder"], number=1, actor=alder, now=NOW)
        idea = idea_of(session, world, made["alder"], IDEA, "canary beds")
        consent_of(session, world, idea, "alder", give=False, wording=IDEA)
        only = written(session, world, "The canary of Alder is yours.", title="canary briefing", to=[made["alder"]])
        dialogue.send(session, row=only, actor=lead, now=NOW)
        written(session, world, "It is free.", title="canary in preparation")
        dialogue.send(session, row=written(session, world, "Parking is free."), actor=lead, now=NOW)
        return {name: bid.public_id for name, bid in made.items()}


def rows(database: Database, model: type) -> list[Any]:
    with database.reading() as session:
        return list(session.scalars(select(model)))


def addresses(app: Flask, database: Database, bid_id: str) -> list[str]:
    """Every page of a bid there is, filled with every identifier that anybody has."""
    known = {
        "bid_id": [bid_id], "round": ["1"], "number": ["1"], "code": ["clinical"],
        "session_id": [row.public_id for row in rows(database, DialogueSession)],
        "action_id": [row.public_id for row in rows(database, DialogueAction)],
        "idea_id": [row.public_id for row in rows(database, Idea)],
        "consent_id": [row.public_id for row in rows(database, DisclosureConsent)],
        "outgoing_id": [row.public_id for row in rows(database, Outgoing)],
    }  # fmt: skip
    found: list[str] = []
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("supplier.") or "GET" not in (rule.methods or ()):
            continue
        named = [name for name in rule.arguments if name in known]
        if len(named) == len(rule.arguments):
            most = max((len(known[name]) for name in named), default=1)
            found += [
                app.url_map.bind("localhost").build(
                    rule.endpoint, {name: known[name][at % len(known[name])] for name in named}
                )
                for at in range(most)
            ]
    return found


def test_no_page_shows_a_participant_anything_of_another(
    sign_in: SignIn, app: Flask, bids: dict[str, str], database: Database
) -> None:
    own, other = sign_in("alder"), sign_in("birch")
    mine = "".join(own.get(path).text for path in addresses(app, database, bids["alder"]))
    for told in ("canary outline", "canary beds", "canary action", "canary agenda", "canary briefing", "canary person"):
        assert told in mine, "what could leak has to be there to leak"
    assert "canary in preparation" not in mine
    paths = addresses(app, database, bids["birch"])
    assert len(paths) > 20
    for path in paths:
        text = other.get(path).text
        assert SECRETS not in text, path
        assert "Alder" not in text, path
        assert "Cedar" not in text, path


def test_the_pages_of_another_do_not_exist(
    sign_in: SignIn, app: Flask, bids: dict[str, str], database: Database
) -> None:
    client = sign_in("birch")
    own = [path for path in addresses(app, database, bids["alder"]) if bids["alder"] in path]
    assert {client.get(path).status_code for path in own} == {404}
    assert {client.post(path, data={}).status_code for path in own if "/dialogue/" in path} <= {404, 405}


def test_an_outline_is_written_submitted_and_given_back_when_it_is_too_long(
    sign_in: SignIn, bids: dict[str, str], database: Database
) -> None:
    client, base = sign_in("birch"), f"/supplier/bids/{bids['birch']}/dialogue/outline"
    long = client.post(f"{base}/write", data={"text": "knee " * 3001, "version": "0"})
    assert (long.status_code, "take out 1" in long.text, "knee knee" in long.text) == (422, True, True)
    assert client.post(f"{base}/write", data={"text": "Knees first.", "version": "0"}).status_code == 302
    stale = client.post(f"{base}/write", data={"text": "Hips first.", "version": "0"})
    assert (stale.status_code, "Hips first." in stale.text, "Knees first." in stale.text) == (409, True, True)
    kept = client.post(f"{base}/write", data={"text": "Hips first.", "version": "0", "keep": "1"})
    assert kept.status_code == 302
    assert "not submitted yet" in client.get(base).text
    assert client.post(f"{base}/submit", data={"number": "2", "version": "2"}).status_code == 302
    assert "Version 2 is submitted" in client.get(base).text


def test_what_is_typed_is_saved_into_one_version_and_a_stale_save_gives_both_texts_back(
    sign_in: SignIn, bids: dict[str, str], database: Database
) -> None:
    client, base = sign_in("birch"), f"/supplier/bids/{bids['birch']}/dialogue/outline"
    asks = {"headers": {"Accept": "application/json"}}

    def save(text: str, version: int) -> TestResponse:
        return client.post(f"{base}/write/autosave", data={"text": text, "version": str(version)}, **asks)  # type: ignore[arg-type]  # reason: a shortcut

    assert [save("Knees", 0).json["version"], save("Knees first.", 1).json["version"]] == [1, 2]
    page = client.get(f"{base}/write").text
    assert "Knees first." in page
    assert 'data-app-autosave="' in page
    clash = save("Hips first.", 1)
    assert (clash.status_code, clash.json["code"], "Knees first." in clash.json["clash"]) == (409, "stale", True)
    assert save(" ", 2).json == {"reason": "Enter the outline solution", "code": "invalid"}
    assert client.post(f"{base}/submit", data={"number": "1", "version": "1"}).status_code == 409, (
        "it has changed since"
    )
    with database.reading() as session:
        rows = [each for each in session.scalars(select(OutlineVersion)) if each.bid.public_id == bids["birch"]]
        assert [(each.number, each.text) for each in rows] == [(1, "Knees first.")]
    assert sign_in("alder").post(f"{base}/write/autosave", data={"text": "Ours", "version": "2"}).status_code == 404


def test_an_idea_is_added_and_disputed_and_consent_answered(
    sign_in: SignIn, bids: dict[str, str], world: World, database: Database
) -> None:
    with database.transaction() as session:
        birch = session.scalars(select(Bid).where(Bid.public_id == bids["birch"])).one()
        idea = idea_of(session, world, birch, "A bus that comes to every village on market day", "Bus")
        consent = dialogue.ask_consent(
            session, idea=idea, wording=WORDING, to=(), actor=world.actor(session, "lead"), now=NOW
        )
        session.flush()
        idea_id, consent_id = idea.public_id, consent.public_id
    client, base = sign_in("birch"), f"/supplier/bids/{bids['birch']}/dialogue"
    data = {"title": "Night line", "text": "A nurse answers the telephone at any hour of the night"}
    assert client.post(f"{base}/ideas/new", data=data).status_code == 302
    wrong = {"dispute": "We said two villages and not every one of them."}
    assert client.post(f"{base}/ideas/{idea_id}/dispute", data=wrong).status_code == 302
    page = client.get(f"{base}/ideas").text
    assert "Added by your organisation" in page
    assert wrong["dispute"] in page
    unsaid = client.post(f"{base}/consent/{consent_id}", data={"version": "1"})
    assert (unsaid.status_code, "Select whether these words may be told" in unsaid.text) == (422, True)
    answer = {"decision": "give", "version": "1"}
    assert client.post(f"{base}/consent/{consent_id}", data=answer).status_code == 302
    assert "Withdraw the consent" in client.get(f"{base}/consent/{consent_id}").text
    assert client.post(f"{base}/consent/{consent_id}/withdraw", data={"version": "2"}).status_code == 302
    assert "Withdrawn" in client.get(f"{base}/consent/{consent_id}").text


def test_opening_what_was_given_is_noted_once(
    sign_in: SignIn, bids: dict[str, str], world: World, database: Database
) -> None:
    client, base = sign_in("birch"), f"/supplier/bids/{bids['birch']}/dialogue/information"
    (row,) = [each for each in rows(database, Outgoing) if each.title == "How payment works"]
    assert "Not opened yet" in client.get(base).text
    for _ in range(2):
        assert "Parking is free." in client.get(f"{base}/{row.public_id}").text
    seen = [each for each in rows(database, OutgoingRecipient) if each.seen_at]
    assert [each.seen_by_id for each in seen] == [world.users["birch"]]


def test_ones_own_action_is_done_and_the_authoritys_is_not(
    sign_in: SignIn, bids: dict[str, str], database: Database
) -> None:
    client, base = sign_in("alder"), f"/supplier/bids/{bids['alder']}/dialogue/action"
    actions = {row.side: row.public_id for row in rows(database, DialogueAction)}
    done = {"note": "Sent by post on Tuesday."}
    assert client.post(f"{base}/{actions['authority']}", data=done).status_code == 403
    assert client.post(f"{base}/{actions['participant']}", data=done).status_code == 302
    assert "Sent by post on Tuesday." in client.get(f"/supplier/bids/{bids['alder']}/dialogue").text
