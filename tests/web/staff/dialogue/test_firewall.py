"""The dialogue's register, its check and its table in the browser, and who may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, DialogueAction, DisclosureConsent, Idea, Outgoing
from assurance.persistence.session import Database
from assurance.services import dialogue
from tests.factories.cast import NOW, World
from tests.factories.dialogue import HALF, REASON, WORDING, consent_of, idea_of, written
from tests.factories.plans import make_bid, make_criteria

SignIn = Callable[[str], FlaskClient]
GO_ON = "Both know of the other only that it may be there; prices are held against a benchmark."


@pytest.fixture
def bids(world: World, database: Database) -> dict[str, str]:
    with database.transaction() as session:
        make_criteria(session, world)
        world.at(session, Stage.DIALOGUE_1)
        return {n: make_bid(session, world, n, BidStage.IN_DIALOGUE).public_id for n in ("alder", "birch", "cedar")}


@pytest.fixture
def url(world: World, bids: dict[str, str]) -> str:
    return f"/staff/procurements/{world.reference}/dialogue"


def rows(database: Database, model: type) -> list[Any]:
    with database.reading() as session:
        return list(session.scalars(select(model)))


def bid(session: Any, bids: dict[str, str], name: str) -> Bid:
    found: Bid = session.scalars(select(Bid).where(Bid.public_id == bids[name])).one()
    return found


def test_an_idea_is_recorded_consent_asked_and_both_shown(
    sign_in: SignIn, url: str, bids: dict[str, str], database: Database
) -> None:
    client = sign_in("lead")
    short = client.post(f"{url}/ideas/of/{bids['alder']}", data={"title": "Beds", "text": "Beds", "source": "session"})
    assert short.status_code == 422
    assert "at least 30 characters" in short.text
    data = {"title": "Paid for empty beds", "text": HALF, "source": "session"}
    assert client.post(f"{url}/ideas/of/{bids['alder']}", data=data).status_code == 302
    (idea,) = rows(database, Idea)
    ask = f"{url}/ideas/{idea.public_id}/consent"
    assert "Alder Care" not in client.get(ask).text.split("Participants")[-1]
    nobody = client.post(ask, data={"wording": WORDING, "reach": "named"})
    assert (nobody.status_code, "Select at least one participant" in nobody.text) == (422, True)
    assert WORDING in nobody.text
    assert client.post(ask, data={"wording": WORDING, "reach": "named", "to": bids["birch"]}).status_code == 302
    page = sign_in("auditor").get(f"{url}/ideas").text
    assert "Waits for an answer" in page
    assert WORDING in page
    assert "Ask for consent" not in page


def test_a_briefing_is_checked_answered_and_released_by_another(
    sign_in: SignIn, url: str, bids: dict[str, str], world: World, database: Database
) -> None:
    with database.transaction() as session:
        idea_of(session, world, bid(session, bids, "alder"))
    lead, owner = sign_in("lead"), sign_in("owner")
    data = {"title": "Payment", "text": HALF, "reach": "all", "version": "1"}
    page = lead.post(f"{url}/information/new/briefing", data=data, follow_redirects=True)
    assert "Nothing leaves while a finding is open" in page.text
    assert "Send it" not in page.text
    (row,) = rows(database, Outgoing)
    base = f"{url}/information/{row.public_id}"
    refused = lead.post(f"{base}/send", data={"version": str(row.version)})
    assert refused.status_code == 409
    assert "Paid for empty beds” of Alder Care" in refused.text
    key = page.text.split(f"{base}/answer/")[1].split('"')[0]
    short = lead.post(f"{base}/answer/{key}", data={"reason": "Known"})
    assert (short.status_code, 'value="Known"' in short.text) == (422, True)
    assert lead.post(f"{base}/answer/{key}", data={"reason": REASON}).status_code == 302
    assert "Look at information to be released" in owner.get("/staff/").text
    assert "Release and send it" in owner.get(base).text
    version = str(rows(database, Outgoing)[0].version)
    assert lead.post(f"{base}/release", data={"version": version}).status_code == 403
    assert owner.post(f"{base}/release", data={"version": version}).status_code == 302
    assert REASON in owner.get(base).text
    assert rows(database, Outgoing)[0].sent_by_id == world.users["owner"]


def test_a_specification_shows_what_changed(sign_in: SignIn, url: str, database: Database) -> None:
    client = sign_in("lead")
    for text in ("Open on <b>weekdays</b>.", "Open on all days."):
        data = {"title": "Specification", "text": text, "changes": "After the first sessions.", "version": "1"}
        assert client.post(f"{url}/information/new/specification", data=data).status_code == 302
        row = rows(database, Outgoing)[-1]
        go = {"version": str(row.version)}
        assert client.post(f"{url}/information/{row.public_id}/send", data=go).status_code == 302
    page = client.get(f"{url}/information/{row.public_id}").text
    assert "<del>&lt;b&gt;weekdays&lt;/b&gt;.</del> <ins>all days.</ins>" in page
    assert "Open on all days." in client.get(f"{url}/information/new/specification").text


def test_the_table_flags_what_is_unequal_until_it_is_explained_or_given(
    sign_in: SignIn, url: str, bids: dict[str, str], world: World, database: Database
) -> None:
    with database.transaction() as session:
        for title in ("Parking", "Buses"):
            row = written(session, world, "It is free.", title=title, to=[bid(session, bids, "alder")])
            dialogue.send(session, row=row, actor=world.actor(session, "lead"), now=NOW)
    client, (first, second) = sign_in("lead"), rows(database, Outgoing)
    assert client.get(f"{url}/information").text.count("No, without a reason") == 2
    reason = {"reason": "It asked about its own staff, and nobody else has any there."}
    assert client.post(f"{url}/information/{first.public_id}/explain", data=reason).status_code == 302
    go = {"version": str(second.version)}
    assert client.post(f"{url}/information/{second.public_id}/rest", data=go).status_code == 302
    page = client.get(f"{url}/information").text
    assert "No, without a reason" not in page
    assert "No, with a reason" in page
    assert page.count("<strong>Not given</strong>") == 2


def test_the_table_asks_the_same_number_of_questions_however_long_it_is(
    sign_in: SignIn, url: str, bids: dict[str, str], world: World, database: Database, app: Any
) -> None:
    client = sign_in("auditor")
    engine, counts = app.extensions["assurance_database"].engine, []
    for _ in range(2):
        with database.transaction() as session:
            for number in range(4):
                row = written(session, world, "It is free.", title=f"Parking {number}")
                dialogue.send(session, row=row, actor=world.actor(session, "lead"), now=NOW)
        asked: list[str] = []

        def ask(conn: Any, cursor: Any, statement: str, *rest: Any, into: list[str] = asked) -> None:
            into.append(statement)

        event.listen(engine, "before_cursor_execute", ask)
        assert client.get(f"{url}/information").status_code == 200
        event.remove(engine, "before_cursor_execute", ask)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_action_and_a_calendar_file(
    sign_in: SignIn, url: str, bids: dict[str, str], world: World, database: Database
) -> None:
    with database.transaction() as session:
        row = dialogue.hold_session(
            session, bid=bid(session, bids, "alder"), round=1, held_at=NOW, place="Room 2, east", agenda="Pathways",
            attendance="The lead", supplier_attendance="Alder Lead", actor=world.actor(session, "lead"), now=NOW,
        )  # fmt: skip
        held = f"{url}/session/{row.public_id}"
    client = sign_in("lead")
    data = {"text": "Send the map.", "side": "authority", "owner": "Lead", "due_on-day": "8", "due_on-month": "1",
            "due_on-year": "2025"}  # fmt: skip
    wrong = client.post(f"{held}/action", data={**data, "due_on-day": "5"})
    assert (wrong.status_code, "cannot be before the session" in wrong.text) == (422, True)
    assert client.post(f"{held}/action", data=data).status_code == 302
    (action,) = rows(database, DialogueAction)
    assert "Mark as done" in client.get(f"{url}/").text
    done = {"note": "Sent by post on Tuesday."}
    assert client.post(f"{url}/action/{action.public_id}", data=done).status_code == 302
    assert "Sent by post on Tuesday." in client.get(held).text
    answer = sign_in("auditor").get(f"{held}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    assert b"LOCATION:Room 2\\, east" in answer.data
    assert ".ics" in answer.headers["Content-Disposition"]


def test_outlines_are_read_by_the_dialogue_team_and_every_reading_is_on_record(
    sign_in: SignIn, url: str, bids: dict[str, str], world: World, database: Database
) -> None:
    with database.transaction() as session:
        alder = {"bid": bid(session, bids, "alder"), "actor": world.actor(session, "alder"), "now": NOW}
        dialogue.save_outline(session, text="Our outline canary", **alder)
    page = f"{url}/outlines/{bids['alder']}/1/1"
    assert sign_in("lead").get(page).status_code == 404, "a draft is the participant's own"
    with database.transaction() as session:
        alder = {"bid": bid(session, bids, "alder"), "actor": world.actor(session, "alder"), "now": NOW}
        dialogue.submit_outline(session, number=1, **alder)
    for who, status in (("lead", 200), ("officer", 200), ("auditor", 200), ("owner", 403), ("reviewer", 403),
                        ("nurse", 403), ("outsider", 404)):  # fmt: skip
        answer = sign_in(who).get(page)
        assert answer.status_code == status
        assert ("outline canary" in answer.text) is (status == 200)
    viewed = [each for each in rows(database, AuditEvent) if each.tag == "outline:viewed"]
    assert len(viewed) == 3
    with database.transaction() as session:
        world.at(session, Stage.DOWN_SELECT)
    assert page in sign_in("lead").get(f"{url}/down-select").text


def test_the_monitor_asks_the_owner_and_shows_who_left(
    sign_in: SignIn, url: str, bids: dict[str, str], world: World, database: Database
) -> None:
    with database.transaction() as session:
        for name in ("birch", "cedar"):
            bid(session, bids, name).stage = BidStage.WITHDRAWN
    assert "One alone: a decision is needed" in sign_in("officer").get(f"{url}/competition").text
    assert "Decide whether to go on" not in sign_in("officer").get(f"{url}/competition").text
    assert sign_in("officer").post(f"{url}/competition/decide", data={"reason": GO_ON}).status_code == 403
    owner = sign_in("owner")
    assert "Decide whether to go on" in owner.get(f"{url}/competition").text
    short = owner.post(f"{url}/competition/decide", data={"reason": "Why not"})
    assert (short.status_code, "at least 40 characters" in short.text, "Why not" in short.text) == (422, True, True)
    assert owner.post(f"{url}/competition/decide", data={"reason": GO_ON}).status_code == 302
    page = owner.get(f"{url}/competition").text
    assert "a decision is needed" not in page
    assert GO_ON in page


def test_readers_read_leaders_write_and_others_see_nothing(
    sign_in: SignIn, url: str, bids: dict[str, str], world: World, database: Database
) -> None:
    with database.transaction() as session:
        consent_of(session, world, idea_of(session, world, bid(session, bids, "alder")), "alder", give=False)
        written(session, world, "It is free.")
    (idea,), (row,), (consent,) = rows(database, Idea), rows(database, Outgoing), rows(database, DisclosureConsent)
    assert consent.state == "refused"
    read = (f"{url}/ideas", f"{url}/information", f"{url}/information/{row.public_id}")
    write = (
        f"{url}/ideas/of/{bids['alder']}", f"{url}/ideas/{idea.public_id}", f"{url}/ideas/{idea.public_id}/consent",
        f"{url}/information/new/briefing", f"{url}/information/{row.public_id}/rewrite",
        f"{url}/information/{row.public_id}/send", f"{url}/information/{row.public_id}/drop",
        f"{url}/information/{row.public_id}/explain", f"{url}/information/{row.public_id}/rest",
        f"{url}/information/{row.public_id}/answer/0",
    )  # fmt: skip
    for who, reads, writes in (("auditor", 200, 403), ("owner", 200, 403), ("reviewer", 403, 403), ("nurse", 403, 403),
                               ("outsider", 404, 404), ("alder", 403, 403)):  # fmt: skip
        client = sign_in(who)
        assert {client.get(path).status_code for path in read} == {reads}
        assert {client.post(path, data={}).status_code for path in write} == {writes}
