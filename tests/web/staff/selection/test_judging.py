"""Requests to take part: hidden until the call is closed, then read, judged, decided by the rule, told by letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, event, select

from assurance.domain.selection.grounds import TEMPLATE
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, ConflictDeclaration
from assurance.persistence.queries.selection import read_request
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.plans import make_plan
from tests.factories.requests import REASON, judge_all, marked_call, sent_request, to_selection

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def bid_id(world: World, database: Database) -> str:
    with database.transaction() as session:
        make_plan(session, world)
        marked_call(session, world)
        bid = sent_request(session, world, "alder", ground="performance")
        to_selection(session, world)
        return bid.public_id


@pytest.fixture
def url(world: World) -> str:
    return f"/staff/procurements/{world.reference}/selection"


@pytest.fixture
def party(database: Database, bid_id: str) -> str:
    with database.reading() as session:
        bid = session.scalars(select(Bid).where(Bid.public_id == bid_id)).one()
        return read_request(session, bid).everybody[1].public_id


def stage_of(database: Database, bid_id: str) -> BidStage:
    with database.reading() as session:
        return session.scalars(select(Bid.stage).where(Bid.public_id == bid_id)).one()


def test_a_request_is_read_with_figures_and_the_read_is_audited(
    sign_in: SignIn, url: str, bid_id: str, database: Database
) -> None:
    client = sign_in("officer")
    listed = client.get(f"{url}/").text
    assert "2 of 3 years enough" in listed
    page = client.get(f"{url}/{bid_id}").text
    assert "2 of 3 years reach £101,434,000, which is 2 times the expected yearly value of £50,717,000" in page
    for said in ("Short by £101,434,000", "£120,000,000", "Hazel Imaging", "the manager left", "canary care"):
        assert said in page
    with database.reading() as session:
        read = session.scalars(select(AuditEvent).where(AuditEvent.tag == "request:viewed")).one()
    assert read.subject == bid_id


def test_judging_deciding_and_telling_through_the_pages(
    sign_in: SignIn, url: str, bid_id: str, party: str, database: Database
) -> None:
    client = sign_in("officer")
    refused = client.get(f"{url}/shortlist").text
    assert "nobody has decided whether “Breach of contract or poor performance” excludes Hazel Imaging" in refused
    for code, given in (
        ("standing", {"passes": "yes"}), ("contracts", {"passes": "yes"}), ("experience", {"passes": "yes"}),
        ("together", {"mark": "4"}),
    ):  # fmt: skip
        page = client.post(
            f"{url}/{bid_id}/questions/{code}", data={**given, "reason": REASON, "version": 0}, follow_redirects=True
        )
        assert "is judged" in page.text
    ground = f"{url}/{bid_id}/organisations/{party}/grounds/performance"
    early = client.post(ground, data={"excludes": "yes", "reason": REASON, "version": 0})
    assert early.status_code == 409
    assert "has not been told" in early.text
    page = client.post(ground, data={"excludes": "no", "reason": REASON, "version": 0}, follow_redirects=True)
    assert "Does not exclude" in page.text
    shown = client.get(f"{url}/shortlist").text
    assert "1 of 1 go through" in shown
    assert client.post(f"{url}/shortlist", data={"seen": "0" * 64}).status_code == 409
    seen = shown.split('name="seen"')[1].split('value="')[1].split('"')[0]
    done = client.post(f"{url}/shortlist", data={"seen": seen}, follow_redirects=True)
    assert "every bidder has its letter" in done.text
    assert stage_of(database, bid_id) is BidStage.SELECTED
    assert "You are selected to take part" in client.get(f"{url}/{bid_id}/letter").text
    assert client.get(f"{url}/{bid_id}/letter.pdf").data.startswith(b"%PDF-")
    told = sign_in("alder").get(f"/supplier/bids/{bid_id}/selection/decision").text
    assert "4 of 5" in told
    assert "reaches 80 of 100, place 1 of 1" in told
    again = client.post(f"{url}/{bid_id}/questions/standing", data={"passes": "no", "reason": REASON, "version": 1})
    assert again.status_code == 409


def test_a_notice_is_given_answered_and_the_other_takes_the_place(
    sign_in: SignIn, url: str, bid_id: str, party: str
) -> None:
    officer, alder = sign_in("officer"), sign_in("alder")
    data = {"reason": REASON, "answer_on-day": "7", "answer_on-month": "1", "answer_on-year": "2025",
            "answer_time": "12:00"}  # fmt: skip
    soon = officer.post(f"{url}/{bid_id}/organisations/{party}/notice", data=data)
    assert soon.status_code == 422
    assert "at least 5 days" in soon.text
    data["answer_on-day"] = "20"
    given = officer.post(f"{url}/{bid_id}/organisations/{party}/notice", data=data, follow_redirects=True)
    assert "is told about Hazel Imaging" in given.text
    page = f"/supplier/bids/{bid_id}/selection/replace/{party}"
    assert REASON in alder.get(page).text
    named = alder.post(f"{page}/name", data={"name": "Rowan", "delivers": "Imaging"}, follow_redirects=True)
    assert "Grounds for exclusion: Rowan" in named.text
    alder.post(f"{page}/declare", data={"none": "y", "version": 1})
    sent = alder.post(page, data={"words": "From day one"}, follow_redirects=True)
    assert "Your answer is sent" in sent.text
    shown = officer.get(f"{url}/{bid_id}").text
    assert "Takes the place of Hazel Imaging" in shown
    assert "Replaced; no longer part of the bid" in shown
    assert sign_in("birch").get(page).status_code == 404


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"passes": "yes", "reason": "Fine by me."}, "at least 40 characters"),
        ({"passes": "yes", "reason": ""}, "Enter the reason"),
        ({"reason": REASON}, "Select one"),
    ],
)
def test_a_judgement_without_substance_is_refused_and_kept(
    sign_in: SignIn, url: str, bid_id: str, data: dict[str, str], message: str
) -> None:
    answer = sign_in("officer").post(f"{url}/{bid_id}/questions/standing", data={**data, "version": "0"})
    assert answer.status_code == 422
    assert message in answer.text
    assert data["reason"] in answer.text


def test_before_the_call_is_closed_only_the_number_is_known(
    sign_in: SignIn, url: str, bid_id: str, party: str, world: World, database: Database
) -> None:
    with database.transaction() as session:
        world.at(session, Stage.CALL)
    client = sign_in("officer")
    page = client.get(f"{url}/").text
    assert "1 request has been received so far" in page
    assert "Alder Care" not in page
    for path in ("", "/questions/standing", f"/organisations/{party}/grounds/performance", "/letter"):
        assert client.get(f"{url}/{bid_id}{path}").status_code == 404


def test_after_selection_a_judgement_is_too_late(
    sign_in: SignIn, url: str, bid_id: str, world: World, database: Database
) -> None:
    with database.transaction() as session:
        world.at(session, Stage.DIALOGUE_1)
    data = {"passes": "yes", "reason": REASON, "version": "0"}
    answer = sign_in("officer").post(f"{url}/{bid_id}/questions/standing", data=data)
    assert answer.status_code == 409
    assert "Requests are decided at the stage “Selection”" in answer.text


def test_who_may_read_judge_and_decide(sign_in: SignIn, url: str, bid_id: str, party: str) -> None:
    judge, ground = f"{url}/{bid_id}/questions/standing", f"{url}/{bid_id}/organisations/{party}/grounds/performance"
    for name, read, judging, deciding in (
        ("officer", 200, 200, 200), ("lead", 200, 200, 403), ("auditor", 200, 403, 403), ("owner", 403, 403, 403),
        ("nurse", 403, 403, 403), ("outsider", 404, 404, 404),
    ):  # fmt: skip
        client = sign_in(name)
        assert [client.get(f"{url}/{path}").status_code for path in ("", bid_id)] == [read, read]
        assert client.get(judge).status_code == judging
        assert [client.get(path).status_code for path in (ground, f"{url}/shortlist")] == [deciding, deciding]


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def test_the_list_asks_the_database_as_often_for_four_as_for_one(
    sign_in: SignIn, url: str, bid_id: str, world: World, database: Database
) -> None:
    client = sign_in("officer")
    client.get(f"{url}/")
    with counted(database) as one:
        assert client.get(f"{url}/").status_code == 200
    with database.transaction() as session:
        world.at(session, Stage.CALL)
        for name in ("birch", "cedar", "dogwood"):
            bid = sent_request(session, world, name, ground="tax")
            to_selection(session, world)
            judge_all(session, world, bid)
            world.at(session, Stage.CALL)
        to_selection(session, world)
    with counted(database) as four:
        assert "Dogwood Care" in client.get(f"{url}/").text
    assert len(four) == len(one)


def test_who_decides_reads_the_same_grounds(sign_in: SignIn, url: str, bid_id: str) -> None:
    page = sign_in("officer").get(f"{url}/questionnaire").text
    assert [ground.title for ground in TEMPLATE if ground.title not in page] == []


def test_nothing_of_a_request_is_shown_before_its_reader_has_declared(
    sign_in: SignIn, url: str, bid_id: str, database: Database
) -> None:
    with database.transaction() as session:
        session.execute(delete(ConflictDeclaration))
    lead = sign_in("lead")
    listed = lead.get(f"{url}/").text
    assert "Not declared" in listed
    assert "2 of 3 years enough" not in listed
    assert f"{url}/{bid_id}" not in listed
    for page in ("", "/questions/experience"):
        refused = lead.get(f"{url}/{bid_id}{page}")
        assert (refused.status_code, "canary" in refused.text, "Declare first" in refused.text) == (409, False, True)
    declare = url.replace("selection", f"evaluation/conflicts/{bid_id}")
    assert f'href="{declare}"' in listed
    assert lead.get(declare).status_code == 200
    lead.post(declare, data={"has_conflict": "yes", "detail": "My sister manages it"})
    hidden = lead.get(f"{url}/{bid_id}")
    assert (hidden.status_code, "canary" in hidden.text) == (404, False)
    assert "Conflict declared" in lead.get(f"{url}/").text
    with database.reading() as session:
        tags = [row.tag for row in session.scalars(select(AuditEvent).where(AuditEvent.actor_id.is_not(None)))]
    assert tags.count("write:refused") == 2
    assert tags.count("request:viewed") == 0
    officer = sign_in("officer")
    assert "My sister manages it" in officer.get(url.replace("selection", "evaluation/conflicts")).text
    assert officer.get(f"{url}/shortlist").status_code == 409
    assert sign_in("auditor").get(f"{url}/{bid_id}").status_code == 200
