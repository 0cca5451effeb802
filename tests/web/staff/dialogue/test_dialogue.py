"""Sessions, minutes, agreement and the down-selection in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, DialogueSession, DownSelectDecision, DownSelectMark
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.plans import make_bid, make_criteria

SignIn = Callable[[str], FlaskClient]
SESSION = {
    "held_on-day": "6", "held_on-month": "1", "held_on-year": "2025", "held_time": "9am", "place": "By video",
    "agenda": "Pathways\nPayment", "attendance": "All of us", "supplier_attendance": "All of Alder",
}  # fmt: skip
REASON = "The outline covers the whole pathway."


@pytest.fixture
def bids(world: World, database: Database) -> dict[str, str]:
    with database.transaction() as session:
        make_criteria(session, world)
        world.at(session, Stage.DIALOGUE_1)
        return {n: make_bid(session, world, n, BidStage.IN_DIALOGUE).public_id for n in ("alder", "birch")}


@pytest.fixture
def url(world: World) -> str:
    return f"/staff/procurements/{world.reference}/dialogue"


def rows(database: Database, model: type) -> list[Any]:
    with database.reading() as session:
        return list(session.scalars(select(model)))


@pytest.fixture
def held(sign_in: SignIn, url: str, bids: dict[str, str], database: Database) -> str:
    """The page of a session with minutes."""
    client = sign_in("lead")
    assert client.post(f"{url}/{bids['alder']}/new", data=SESSION).status_code == 302
    (row,) = rows(database, DialogueSession)
    page = f"{url}/session/{row.public_id}"
    data = {"minutes": "We spoke of knees.", "version": str(row.version)}
    assert client.post(page, data=data).status_code == 302
    return page


def test_the_index_shows_who_still_lacks_what(sign_in: SignIn, url: str, held: str) -> None:
    page = sign_in("owner").get(f"{url}/").text
    assert "Sessions of round 1" in page
    assert "Agreed by nobody yet" in page
    assert "No session in this round yet" in page
    assert "Put a session on record" not in page


def test_minutes_are_agreed_for_the_authority_and_undone_by_a_change(
    sign_in: SignIn, held: str, database: Database
) -> None:
    client = sign_in("lead")
    version = rows(database, DialogueSession)[0].version
    page = client.post(f"{held}/agree", data={"version": str(version)}, follow_redirects=True)
    assert "Waits for the participant" in page.text
    stale = client.post(held, data={"minutes": "Something else entirely.", "version": str(version)})
    assert stale.status_code == 409
    assert "Something else entirely." in stale.text
    client.post(held, data={"minutes": "We spoke of hips.", "version": str(version + 1)})
    (row,) = rows(database, DialogueSession)
    assert (row.minutes, row.authority_agreed_at) == ("We spoke of hips.", None)


def test_reading_a_session_is_audited(sign_in: SignIn, held: str, database: Database) -> None:
    assert sign_in("auditor").get(held).status_code == 200
    viewed = [event for event in rows(database, AuditEvent) if event.tag == "session:viewed"]
    assert len(viewed) == 1


def test_a_session_is_rearranged(sign_in: SignIn, held: str, database: Database) -> None:
    client = sign_in("lead")
    assert 'value="09:00"' in client.get(f"{held}/edit").text
    version = str(rows(database, DialogueSession)[0].version)
    data = {**SESSION, "place": "Room 4", "version": version}
    assert client.post(f"{held}/edit", data=data).status_code == 302
    assert rows(database, DialogueSession)[0].place == "Room 4"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"agenda": ""}, "Enter the agenda"),
        ({"held_on-day": "31", "held_on-month": "2"}, "must be a real date"),
        ({"held_on-day": "30", "held_on-month": "3", "held_time": "01:30"}, "does not exist"),
        ({"held_on-year": "2024"}, "cannot have been before"),
    ],
)
def test_a_bad_session_is_refused_and_kept(
    sign_in: SignIn, url: str, bids: dict[str, str], database: Database, change: dict[str, str], message: str
) -> None:
    answer = sign_in("lead").post(f"{url}/{bids['alder']}/new", data={**SESSION, **change})
    assert answer.status_code == 422
    assert message in answer.text
    assert "All of us" in answer.text
    assert rows(database, DialogueSession) == []


def test_when_no_round_is_open_it_says_so(
    sign_in: SignIn, url: str, bids: dict[str, str], world: World, database: Database
) -> None:
    with database.transaction() as session:
        world.at(session, Stage.SELECTION)
    client = sign_in("lead")
    assert "No round of the dialogue is open" in client.get(f"{url}/{bids['alder']}/new").text
    answer = client.post(f"{url}/{bids['alder']}/new", data=SESSION)
    assert answer.status_code == 409
    assert "the procurement is at “Selection”" in answer.text


def test_participants_are_marked_and_decided(
    sign_in: SignIn, url: str, bids: dict[str, str], world: World, database: Database
) -> None:
    with database.transaction() as session:
        world.at(session, Stage.DOWN_SELECT)
    client = sign_in("lead")
    for name, mark in (("alder", "4"), ("birch", "2")):
        early = client.post(f"{url}/down-select/{bids[name]}/decide", data={"keep": "keep", "reason": REASON})
        assert early.status_code == 409
        for code in ("clinical", "workforce"):
            data = {"mark": mark, "reason": REASON}
            assert client.post(f"{url}/down-select/{bids[name]}/mark/{code}", data=data).status_code == 302
    decide = "{}/down-select/{}/decide".format
    assert client.post(decide(url, bids["birch"]), data={"keep": "keep", "reason": REASON}).status_code == 302
    against = client.post(decide(url, bids["alder"]), data={"keep": "eliminate", "reason": REASON})
    assert against.status_code == 422
    assert "Birch Care would be kept with the same or a lower standing" in against.text
    assert client.post(decide(url, bids["alder"]), data={"keep": "keep", "reason": REASON}).status_code == 302
    page = sign_in("auditor").get(f"{url}/down-select").text
    assert "80%" in page
    assert page.count("Kept") == 4, "a tag and a reason for each"
    assert len(rows(database, DownSelectDecision)) == 2
    assert {bid.stage for bid in rows(database, Bid)} == {BidStage.IN_DIALOGUE}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"mark": "6", "reason": REASON}, "Select one of the options"),
        ({"reason": REASON}, "Choose a mark"),
        ({"mark": "3", "reason": "Good."}, "at least 20 characters"),
    ],
)
def test_a_bad_mark_is_refused_and_kept(
    sign_in: SignIn, url: str, bids: dict[str, str], world: World, database: Database, data: dict[str, str],
    message: str,
) -> None:  # fmt: skip
    with database.transaction() as session:
        world.at(session, Stage.DOWN_SELECT)
    answer = sign_in("lead").post(f"{url}/down-select/{bids['alder']}/mark/clinical", data=data)
    assert answer.status_code == 422
    assert message in answer.text
    assert data["reason"] in answer.text
    assert rows(database, DownSelectMark) == []


def test_an_unpublished_criterion_is_no_ground(
    sign_in: SignIn, url: str, bids: dict[str, str], world: World, database: Database
) -> None:
    with database.transaction() as session:
        world.at(session, Stage.DOWN_SELECT)
    answer = sign_in("lead").post(f"{url}/down-select/{bids['alder']}/mark/price", data={"mark": "3", "reason": REASON})
    assert answer.status_code == 409
    assert "was not published as a criterion of the down-selection" in answer.text


def test_readers_read_and_leaders_write(sign_in: SignIn, url: str, held: str, bids: dict[str, str]) -> None:
    for name, status in (("owner", 403), ("nurse", 403), ("outsider", 404)):
        client = sign_in(name)
        for path in (held, f"{held}/agree", f"{url}/{bids['alder']}/new", f"{url}/down-select/{bids['alder']}/decide"):
            assert client.post(path, data={}).status_code == status
    for path in (f"{url}/", held, f"{url}/down-select"):
        assert sign_in("nurse").get(path).status_code == 403
        assert sign_in("outsider").get(path).status_code == 404
