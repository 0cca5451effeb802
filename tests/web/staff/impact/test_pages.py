"""The ledger of effects and the prices beside the envelope, by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, Incumbent
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.impact import envelope_of, flow, incumbent_of, stated
from tests.factories.plans import make_bid, make_criteria

SignIn = Callable[[str], FlaskClient]
TRUST = {
    "version": "0", "name": "Westmere Trust", "income": "20,000,000", "ended": "deficit", "amount": "150,000",
    "dependents": "Trauma rota",
}  # fmt: skip


@pytest.fixture
def base(world: World) -> str:
    return f"/staff/procurements/{world.reference}/impact"


@pytest.fixture
def bid_id(database: Database, world: World) -> str:
    """Alder in the first round, with one provider of today in the ledger."""
    with database.transaction() as session:
        make_criteria(session, world)
        incumbent_of(session, world)
        world.at(session, Stage.DIALOGUE_1)
        return make_bid(session, world, "alder", BidStage.IN_DIALOGUE).public_id


def test_a_deficit_is_kept_as_one_and_what_is_wrong_is_told_with_what_was_typed(
    base: str, sign_in: SignIn, database: Database
) -> None:
    officer = sign_in("officer")
    refused = officer.post(f"{base}/providers/new", data={**TRUST, "income": "many"})
    assert refused.status_code == 422
    assert "Westmere Trust" in refused.text
    assert officer.post(f"{base}/providers/new", data=TRUST).status_code == 302
    with database.reading() as session:
        row = session.scalars(select(Incumbent)).one()
        assert (row.result_amount, row.income_amount) == (Decimal(-150_000), Decimal(20_000_000))
    assert officer.post(f"{base}/providers/I-01", data={**TRUST, "version": "0"}).status_code == 409


def test_a_bidder_states_and_gives_what_officers_then_see_and_each_reading_is_on_record(
    base: str, bid_id: str, sign_in: SignIn, database: Database
) -> None:
    alder, address = sign_in("alder"), f"/supplier/bids/{bid_id}/impact"
    typed = {f"year_{year}": "9,000,000" for year in range(1, 6)}
    typed |= {"version": "0", "displaced_I-01": "5,000,000", "stranded_I-01": "6,000,000", "mitigation_I-01": "0",
              "words_I-01": "Agreed"}  # fmt: skip
    refused = alder.post(address, data=typed)
    assert refused.status_code == 422
    assert "No more cost can stay behind" in refused.text
    assert alder.post(address, data={**typed, "stranded_I-01": "1,200,000"}).status_code == 302
    assert "5,000,000" not in sign_in("officer").get(f"{base}/").text
    assert alder.post(f"{address}/state", data={"version": "1"}).status_code == 302
    page = sign_in("officer").get(f"{base}/").text
    assert "£5,000,000" in page
    assert "Deficit not made good" in page
    with database.reading() as session:
        assert session.scalars(select(AuditEvent.tag).where(AuditEvent.tag == "impact:viewed")).all() == [
            "impact:viewed"
        ]


def test_what_was_stated_in_each_round_stays_beside_the_envelope_whatever_becomes_of_the_bidder(
    base: str, bid_id: str, sign_in: SignIn, database: Database, world: World
) -> None:
    with database.transaction() as session:
        envelope_of(session, world)
    officer, alder, address = sign_in("officer"), sign_in("alder"), f"/supplier/bids/{bid_id}/impact"
    typed = {f"year_{year}": "9,000,000" for year in range(1, 6)} | {
        "version": "0", "displaced_I-01": "0", "stranded_I-01": "0", "mitigation_I-01": "0", "words_I-01": "None",
    }  # fmt: skip
    assert "round by round" not in officer.get(f"{base}/affordability").text
    assert alder.post(address, data=typed).status_code == 302
    assert "45,000,000" not in officer.get(f"{base}/affordability").text
    assert alder.post(f"{address}/state", data={"version": "1"}).status_code == 302
    with database.transaction() as session:
        session.scalars(select(Bid)).one().stage = BidStage.WITHDRAWN
    page = officer.get(f"{base}/affordability").text
    assert "Price of the whole term, round by round" in page
    assert "£45,000,000" in page
    with database.reading() as session:
        seen = session.scalars(select(AuditEvent).where(AuditEvent.tag == "affordability:viewed")).all()
    assert [event.body["data"]["bidders"] for event in seen] == [["Alder Care"]]


@pytest.mark.parametrize("name", ["clinician", "moderator", "lead", "finance", "reviewer", "approver"])
def test_the_quality_panel_sees_neither_effects_nor_prices(base: str, bid_id: str, sign_in: SignIn, name: str) -> None:
    expected = 403 if name in ("clinician", "moderator") else 200
    assert sign_in(name).get(f"{base}/").status_code == expected
    assert sign_in(name).get(f"{base}/affordability").status_code == expected


def test_a_page_of_many_bids_asks_the_database_no_more_often(
    base: str, bid_id: str, sign_in: SignIn, database: Database, world: World
) -> None:
    officer = sign_in("officer")

    def count_queries() -> int:
        asked: list[str] = []

        def listen(*seen: Any) -> None:
            asked.append(seen[2])

        event.listen(database.engine, "before_cursor_execute", listen)
        officer.get(f"{base}/")
        event.remove(database.engine, "before_cursor_execute", listen)
        return len([each for each in asked if each.startswith("SELECT")])

    with database.transaction() as session:
        bid = make_bid(session, world, "birch", BidStage.IN_DIALOGUE)
        stated(session, world, bid, "birch", [flow(5, 4)])
    few = count_queries()
    with database.transaction() as session:
        for name in ("cedar", "dogwood"):
            bid = make_bid(session, world, name, BidStage.IN_DIALOGUE)
            stated(session, world, bid, name, [flow(5, 4)])
    assert count_queries() == few
