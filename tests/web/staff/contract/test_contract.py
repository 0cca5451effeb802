"""The contract by hand: drawn up from the bid, conditions shown, signed by both."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import Contract, ContractSignature
from assurance.persistence.session import Database
from tests.factories.award import Award
from tests.factories.cast import World
from tests.web.conftest import SetClock

SignIn = Callable[[str], FlaskClient]
TERMS = {
    "starts_on-day": "1", "starts_on-month": "10", "starts_on-year": "2025", "years": "5", "extension_years": "2",
    "version": "0",
}  # fmt: skip
SIGNATURE = {
    "party": "authority", "signatory": "Ann Other", "capacity": "Chief executive", "signed_on-day": "5",
    "signed_on-month": "2", "signed_on-year": "2025",
}  # fmt: skip


@pytest.fixture
def base(database: Database, world: World, clock: SetClock) -> str:
    """Confirm the award and return the address of the contract."""
    with database.transaction() as session:
        clock.now = Award(session, world).to_award("contract_signature").now
    return f"/staff/procurements/{world.reference}/contract"


def at_contract(database: Database, world: World, clock: SetClock) -> None:
    with database.transaction() as session:
        award = Award(session, world)
        award.now = clock.now
        award.draw_up()
        award.move("open_contract", "contracts")


def test_it_is_drawn_up_and_shows_its_schedules(sign_in: SignIn, base: str) -> None:
    client = sign_in("contracts")
    assert "Conditions that will travel into it" in client.get(f"{base}/").text
    assert client.get(f"{base}/schedules").status_code == 404
    assert "£10,000,000" in client.get(f"{base}/draw-up").text
    assert client.post(f"{base}/draw-up", data=TERMS).status_code == 302
    page = client.get(f"{base}/").text
    assert "Read the schedules" in page
    page += client.get(f"{base}/schedules").text
    for words in (
        "Alder Care", "Wednesday 1 October 2025", "5 years, may be extended by 2 years", "£1,400,000", "£600,000",
        "Mobility regained", "Assessment", "Partner of alder", "C-001", "Lead provider with a close alliance",
    ):  # fmt: skip
        assert words in page
    for name in ("clinician", "outsider", "birch"):
        assert sign_in(name).get(f"{base}/schedules").status_code in (403, 404)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"years": "3"}, "another term would be a material change"),
        ({"starts_on-year": "2024"}, "must start on a day in the future"),
        ({"extension_years": "11"}, "must be between 0 and 10"),
        ({"starts_on-day": ""}, "The day must include a day"),
    ],
)
def test_terms_are_refused_at_their_field(
    sign_in: SignIn, base: str, database: Database, typed: dict[str, str], message: str
) -> None:
    answer = sign_in("contracts").post(f"{base}/draw-up", data={**TERMS, **typed})
    assert answer.status_code == 422
    assert message in answer.text
    with database.reading() as session:
        assert session.scalars(select(Contract)).all() == []


def test_drawing_up_over_a_newer_one_is_refused(sign_in: SignIn, base: str, database: Database) -> None:
    client = sign_in("contracts")
    client.post(f"{base}/draw-up", data=TERMS)
    answer = client.post(f"{base}/draw-up", data={**TERMS, "extension_years": "0"})
    assert answer.status_code == 409
    with database.reading() as session:
        assert session.scalars(select(Contract.extension_years)).all() == [2]


def test_signature_waits_for_the_condition(
    sign_in: SignIn, base: str, database: Database, world: World, clock: SetClock
) -> None:
    at_contract(database, world, clock)
    client = sign_in("contracts")
    assert "Condition C-001 is open" in client.get(f"{base}/sign").text
    assert client.post(f"{base}/sign", data=SIGNATURE).status_code == 409
    meet = base.replace("/contract", "/gates/conditions/C-001")
    client.post(meet, data={"evidence": "Guarantee signed on 20 January"})
    early = client.post(f"{base}/sign", data={**SIGNATURE, "signed_on-day": "1"})
    assert early.status_code == 422
    assert "nobody can have signed before that" in early.text
    assert "Ann Other" in early.text
    assert client.post(f"{base}/sign", data=SIGNATURE).status_code == 302
    assert client.post(f"{base}/sign", data=SIGNATURE).status_code == 409
    assert client.post(f"{base}/sign", data={**SIGNATURE, "party": "lead_provider"}).status_code == 302
    page = client.get(f"{base}/").text
    assert page.count("Ann Other, Chief executive") == 2
    assert "Record a signature" not in page
    with database.reading() as session:
        assert len(session.scalars(select(ContractSignature)).all()) == 2


def test_out_of_stage_nothing_is_signed_or_drawn_up(
    sign_in: SignIn, base: str, database: Database, world: World, clock: SetClock
) -> None:
    client = sign_in("contracts")
    assert client.get(f"{base}/sign").status_code == 404
    at_contract(database, world, clock)
    assert "drawn up at the stage “Award”" in client.get(f"{base}/draw-up").text
    assert client.post(f"{base}/draw-up", data={**TERMS, "version": "1"}).status_code == 409


@pytest.mark.parametrize(("name", "status"), [("owner", 200), ("auditor", 200), ("clinician", 403), ("outsider", 404)])
def test_who_reads_and_who_writes(sign_in: SignIn, base: str, name: str, status: int) -> None:
    client = sign_in(name)
    assert client.get(f"{base}/").status_code == status
    assert client.get(f"{base}/draw-up").status_code == (404 if name == "outsider" else 403)
    assert client.post(f"{base}/draw-up", data=TERMS).status_code in (403, 404)
