"""Requests to take part: hidden until the call is closed, then read, found on and decided."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.selection.grounds import TEMPLATE
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.plans import make_bid, make_plan

SignIn = Callable[[str], FlaskClient]
REASON = "Meets every published selection criterion, as its answers show."


@pytest.fixture
def bid_id(world: World, database: Database) -> str:
    with database.transaction() as session:
        make_plan(session, world)
        bid = make_bid(session, world, "alder", BidStage.REQUESTED)
        bid.annual_turnover_amount = Decimal(90_000_000)
        world.at(session, Stage.SELECTION)
        return bid.public_id


@pytest.fixture
def url(world: World) -> str:
    return f"/staff/procurements/{world.reference}/selection"


def version(database: Database, bid_id: str) -> str:
    with database.reading() as session:
        return str(session.scalars(select(Bid.version).where(Bid.public_id == bid_id)).one())


def stage_of(database: Database, bid_id: str) -> BidStage:
    with database.reading() as session:
        return session.scalars(select(Bid.stage).where(Bid.public_id == bid_id)).one()


def test_a_request_is_read_with_what_was_found_and_the_read_is_audited(
    sign_in: SignIn, url: str, bid_id: str, database: Database
) -> None:
    client = sign_in("officer")
    assert "Less than twice the yearly value" in client.get(f"{url}/").text
    page = client.get(f"{url}/{bid_id}/decide")
    assert "The turnover of £90,000,000 is less than twice the expected yearly value of £50,717,000" in page.text
    with database.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "request:viewed")).one()
    assert event.subject == bid_id


def test_a_decision_is_recorded_once(sign_in: SignIn, url: str, bid_id: str, database: Database) -> None:
    client = sign_in("officer")
    seen = version(database, bid_id)
    data = {"decision": "select", "reason": REASON, "version": seen}
    page = client.post(f"{url}/{bid_id}/decide", data=data, follow_redirects=True)
    assert "The decision on Alder Care is on record" in page.text
    assert stage_of(database, bid_id) is BidStage.SELECTED
    again = client.post(
        f"{url}/{bid_id}/decide", data={"decision": "decline", "reason": REASON, "version": version(database, bid_id)}
    )
    assert again.status_code == 409
    assert stage_of(database, bid_id) is BidStage.SELECTED
    assert REASON in client.get(f"{url}/{bid_id}/decide").text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"decision": "select", "reason": "Fine by me."}, "at least 40 characters"),
        ({"decision": "select", "reason": ""}, "Enter the reason"),
        ({"reason": REASON}, "Select or decline"),
    ],
)
def test_a_decision_without_substance_is_refused_and_kept(
    sign_in: SignIn, url: str, bid_id: str, database: Database, data: dict[str, str], message: str
) -> None:
    answer = sign_in("officer").post(f"{url}/{bid_id}/decide", data={**data, "version": version(database, bid_id)})
    assert answer.status_code == 422
    assert message in answer.text
    assert data["reason"] in answer.text
    assert stage_of(database, bid_id) is BidStage.REQUESTED


def test_before_the_call_is_closed_only_the_number_is_known(
    sign_in: SignIn, url: str, bid_id: str, world: World, database: Database
) -> None:
    with database.transaction() as session:
        world.at(session, Stage.CALL)
    client = sign_in("officer")
    page = client.get(f"{url}/").text
    assert "1 request has been received so far" in page
    assert "Alder Care" not in page
    assert client.get(f"{url}/{bid_id}/decide").status_code == 404


def test_after_selection_a_decision_is_too_late(
    sign_in: SignIn, url: str, bid_id: str, world: World, database: Database
) -> None:
    with database.transaction() as session:
        world.at(session, Stage.DIALOGUE_1)
    answer = sign_in("officer").post(
        f"{url}/{bid_id}/decide", data={"decision": "select", "reason": REASON, "version": "1"}
    )
    assert answer.status_code == 409
    assert "Requests are decided at the stage “Selection”" in answer.text


def test_only_the_officer_decides(sign_in: SignIn, url: str, bid_id: str) -> None:
    for name, status in (("owner", 403), ("nurse", 403), ("outsider", 404)):
        client = sign_in(name)
        assert client.get(f"{url}/").status_code == status
        assert client.post(f"{url}/{bid_id}/decide", data={}).status_code == status


def test_who_decides_reads_the_same_grounds(sign_in: SignIn, url: str, bid_id: str) -> None:
    page = sign_in("officer").get(f"{url}/{bid_id}/decide").text
    assert [ground.title for ground in TEMPLATE if ground.title not in page] == []
