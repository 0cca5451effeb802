"""What the contract would pay, tried by a bidder and kept by nobody; what stands behind its risk; its cascade."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from assurance.persistence.models import AuditEvent, Bid, BidBacking, Trajectory
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.payment import make_payment_model
from tests.factories.tenders import fill, invited, tenders_open

SignIn = Callable[[str], FlaskClient]
BACKING = {"reserves": "900,000", "guarantee": "0", "guarantor": "", "evidence": "Accounts of 2024", "version": "1"}
TRIED = {**{f"promise_0_{year}": "70" for year in range(1, 6)}, "spread": "0"}


@pytest.fixture
def base(world: World, database: Database) -> str:
    """Alder's tender in hand, under a payment model."""
    with database.transaction() as session:
        make_payment_model(session, world)
        tenders_open(session, world)
        invited(session, world, "birch")
        return f"/supplier/bids/{fill(session, world, invited(session, world, 'alder'), 'alder').public_id}"


def test_the_bidder_sees_what_its_own_promises_and_prices_would_bring(sign_in: SignIn, base: str) -> None:
    alder = sign_in("alder")
    page = alder.get(f"{base}/payment").text
    assert "By your promises, at your prices" in page
    assert "The most that can be lost in a year is £890.97" in page
    assert "The model as published" in page
    assert "What the contract would pay you" in alder.get(f"{base}/").text


def test_what_is_tried_is_worked_out_and_never_kept(sign_in: SignIn, base: str, database: Database) -> None:
    alder = sign_in("alder")
    before = _events(database)
    page = alder.post(f"{base}/payment", data=TRIED)
    assert page.status_code == 200
    assert "P50 as tried" in page.text
    wrong = alder.post(f"{base}/payment", data=TRIED | {"promise_0_2": "many"})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text
    assert _events(database) == before
    with database.reading() as session:
        assert session.scalars(select(Trajectory)).one().promises[0] == 61


@pytest.mark.parametrize("name", ["birch", "officer", "clinician"])
@pytest.mark.parametrize("page", ["payment", "backing"])
def test_nobody_else_sees_it(sign_in: SignIn, base: str, name: str, page: str) -> None:
    assert sign_in(name).get(f"{base}/{page}").status_code in {403, 404}


def test_without_a_model_there_is_nothing_to_try(sign_in: SignIn, world: World, database: Database) -> None:
    with database.transaction() as session:
        tenders_open(session, world)
        base = f"/supplier/bids/{fill(session, world, invited(session, world, 'alder'), 'alder').public_id}"
    alder = sign_in("alder")
    assert alder.get(f"{base}/payment").status_code == 409
    assert "What the contract would pay you" not in alder.get(f"{base}/").text
    assert "What stands behind the risk" not in alder.get(f"{base}/").text


def test_backing_is_stated_and_read_before_submitting(sign_in: SignIn, base: str, database: Database) -> None:
    alder = sign_in("alder")
    assert alder.post(f"{base}/backing", data=BACKING).status_code == 302
    page = alder.get(f"{base}/check").text
    assert "£900,000" in page
    assert "Accounts of 2024" in page
    with database.reading() as session:
        assert session.scalars(select(BidBacking)).one().reserves_amount == Decimal(900_000)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"guarantee": "5"}, "Enter who gives the guarantee"),
        ({"guarantor": "Alder Trust"}, "Enter the amount that Alder Trust guarantees"),
        ({"reserves": "plenty"}, "Enter an amount in pounds"),
        ({"evidence": ""}, "Say where this can be seen"),
    ],
)
def test_backing_that_cannot_stand_is_told_at_its_field(
    sign_in: SignIn, base: str, change: dict[str, str], words: str
) -> None:
    page = sign_in("alder").post(f"{base}/backing", data=BACKING | change)
    assert page.status_code == 422
    assert words in page.text
    assert "2,000,000" not in page.text, "what was typed stays, not what was kept"


def test_two_people_never_overwrite_each_other(sign_in: SignIn, base: str) -> None:
    alder = sign_in("alder")
    assert alder.post(f"{base}/backing", data=BACKING).status_code == 302
    clash = alder.post(f"{base}/backing", data=BACKING | {"reserves": "1"})
    assert clash.status_code == 409
    assert "900,000" in clash.text
    assert alder.post(f"{base}/backing", data=BACKING | {"reserves": "1", "keep": "2"}).status_code == 302


def test_a_missing_backing_leads_to_its_page(sign_in: SignIn, base: str, database: Database) -> None:
    with database.transaction() as session:
        session.delete(session.scalars(select(BidBacking)).one())
    page = sign_in("alder").get(f"{base}/check").text
    assert f'href="{base}/backing"' in page


def test_partners_are_drawn_as_a_cascade_with_what_is_remarkable(sign_in: SignIn, base: str) -> None:
    alder = sign_in("alder")
    slow = {
        "name": "Slow payer", "role": "subcontractor", "company_number": "", "delivers": "Imaging", "version": "0",
        "payment_basis": "activity", "share_percent": "20", "payment_days": "60", "outcome_share_percent": "0",
    }  # fmt: skip
    assert alder.post(f"{base}/partners/add", data=slow).status_code == 302
    page = alder.get(f"{base}/form").text
    for words in (
        "How money and outcome risk flow down", "Slow payer is paid within 60 days", "The Herfindahl index",
        "Nobody has looked for Slow payer on the debarment list", "Slow payer has not signed heads of terms",
    ):  # fmt: skip
        assert words in page


def _events(database: Database) -> int:
    with database.reading() as session:
        assert session.scalars(select(Bid)).all()
        return session.scalar(select(func.count()).select_from(AuditEvent)) or 0
