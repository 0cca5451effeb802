"""What a bidder offers, in the browser: refused at its cell, given back, found at the page that mends it."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from assurance.persistence.models import Bid, Cover, ElementHandover, PathwayElement, Price, Subcontractor, Trajectory
from assurance.persistence.session import Database

SignIn = Callable[[str], FlaskClient]
YEARS = {f"year_{year}": "20000" for year in range(1, 6)}
PROMISE = {"version": "1", **{f"year_{year}": "65" for year in range(1, 6)}, "reason": ""}


def kept(database: Database, model: type[Price] | type[Trajectory]) -> Price | Trajectory:
    with database.reading() as session:
        return session.scalars(select(model)).one()


@pytest.mark.parametrize(("given", "cells"), [
    ({"amount": "100000"}, []),
    ({"amount": "100001"}, ["amount"]),
    ({"amount": "100000", "year_2": "", "year_4": "none"}, ["year_2", "year_4"]),
    ({"amount": "0", "year_1": "0"}, ["amount", "year_1"]),
])  # fmt: skip
def test_a_price_is_refused_at_every_cell_and_given_back(
    sign_in: SignIn, database: Database, bid_id: str, given: dict[str, str], cells: list[str]
) -> None:
    page = sign_in("alder").post(f"/supplier/bids/{bid_id}/prices/price", data={**YEARS, **given})
    assert page.status_code == (422 if cells else 302)
    assert sorted(re.findall(r'id="(amount|year_\d)-error"', page.text)) == cells
    price = kept(database, Price)
    assert isinstance(price, Price)
    assert (price.amount == 100_000) == (not cells)
    if cells:
        assert all(f'value="{each}"' in page.text for each in ("20000", given["amount"]))


def test_a_difference_is_told_in_pounds(sign_in: SignIn, bid_id: str) -> None:
    page = sign_in("alder").post(f"/supplier/bids/{bid_id}/prices/price", data={**YEARS, "amount": "99999.99"})
    assert "The years come to £100,000, which is £0.01 more than the price" in page.text


def test_each_finding_of_the_cover_leads_to_the_element_that_mends_it(sign_in: SignIn, bid_id: str) -> None:
    alder, base = sign_in("alder"), f"/supplier/bids/{bid_id}"
    assert "every hand-over between providers its data set" in alder.get(f"{base}/coverage").text
    double = {"version": "1", "part_0": "accountable", "basis_0": "block", "part_1": "accountable", "basis_1": "block"}
    assert alder.post(f"{base}/coverage/1", data=double).status_code == 302
    none = {"version": "1", "part_0": "", "basis_0": "block", "part_1": "", "basis_1": ""}
    assert alder.post(f"{base}/coverage/2", data=none).status_code == 302
    for page in ("coverage", "check"):
        text = alder.get(f"{base}/{page}").text
        assert f'href="{base}/coverage/1"' in text
        assert f'href="{base}/coverage/2"' in text
        assert "are each said to be accountable for “First contact”" in text
        assert "Nobody is accountable for “Physiotherapy”" in text
    assert "Submit the final tender" not in alder.get(f"{base}/check").text
    mended = {**double, "version": "2", "part_1": "", "data_set": "Referral"}
    assert alder.post(f"{base}/coverage/1", data={**mended, "go_on": "y"}).headers["Location"].endswith("/coverage/2")


def test_a_stale_cover_is_refused_and_what_was_typed_is_given_back(
    sign_in: SignIn, database: Database, bid_id: str
) -> None:
    typed = {
        "version": "0",
        "part_0": "takes_part",
        "basis_0": "",
        "part_1": "",
        "basis_1": "",
        "data_set": "My own words",
    }
    page = sign_in("alder").post(f"/supplier/bids/{bid_id}/coverage/1", data=typed)
    assert page.status_code == 409
    assert "My own words" in page.text
    with database.reading() as session:
        assert {each.version for each in session.scalars(select(Cover))} == {1}


def test_a_promise_worse_than_today_is_told_at_its_year_and_taken_with_a_reason(
    sign_in: SignIn, database: Database, bid_id: str
) -> None:
    alder, address = sign_in("alder"), f"/supplier/bids/{bid_id}/outcomes/prom"
    page = alder.post(address, data={**PROMISE, "year_1": "54"})
    assert page.status_code == 422
    assert 'id="year_1-error"' in page.text
    assert "worse than today’s 55%" in page.text
    assert 'value="54"' in page.text
    taken = alder.post(address, data={**PROMISE, "year_1": "54", "reason": "Two lists are merged first"})
    assert taken.status_code == 302
    shown = alder.get(f"/supplier/bids/{bid_id}/outcomes").text
    assert all(each in shown for each in ("worse than today’s 55%", "Two lists are merged first", "Year 1: 54%"))
    assert isinstance(row := kept(database, Trajectory), Trajectory)
    assert row.promises[0] == 54


@pytest.mark.parametrize("page", ["coverage", "coverage/1", "outcomes", "outcomes/prom"])
def test_what_is_shown_takes_as_many_queries_for_many_elements_as_for_few(
    sign_in: SignIn, database: Database, bid_id: str, page: str
) -> None:
    alder = sign_in("alder")

    def counted() -> int:
        asked: list[str] = []

        def note(connection: object, cursor: object, statement: str, *_: object) -> None:
            asked.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        assert alder.get(f"/supplier/bids/{bid_id}/{page}").status_code == 200
        event.remove(database.engine, "before_cursor_execute", note)
        return len(asked)

    few = counted()
    with database.transaction() as session:
        procurement_id = session.scalars(select(Bid.procurement_id).where(Bid.public_id == bid_id)).one()
        more = [
            PathwayElement(procurement_id=procurement_id, pathway="Back pain", name=f"Step {number}", position=number)
            for number in range(8, 16)
        ]
        session.add_all(more)
        session.flush()
        session.add_all(
            ElementHandover(procurement_id=procurement_id, source_id=before.id, target_id=after.id)
            for before, after in pairwise(more)
        )
    assert counted() == few


@pytest.mark.parametrize("code", ["0", "99", "0000009", "1000000", "٣"])
def test_an_element_that_the_programme_has_not_is_not_found(sign_in: SignIn, bid_id: str, code: str) -> None:
    assert sign_in("alder").get(f"/supplier/bids/{bid_id}/coverage/{code}").status_code == 404


def test_no_address_names_a_partner_and_a_change_is_of_whom_the_page_was_opened_for(
    sign_in: SignIn, database: Database, bid_id: str
) -> None:
    alder, base = sign_in("alder"), f"/supplier/bids/{bid_id}"
    addresses = re.findall(r'(?:href|action)="([^"]*)"', alder.get(f"{base}/form").text)
    assert f"{base}/partners/change?code=1" in addresses
    assert not [each for each in addresses if "canary" in each]
    page = alder.get(f"{base}/partners/change?code=1").text
    assert 'name="was" type="hidden" value="alder canary partner"' in page
    terms = {
        "name": "Rowan Imaging", "role": "subcontractor", "company_number": "", "delivers": "Imaging",
        "payment_basis": "activity", "share_percent": "10", "payment_days": "30", "outcome_share_percent": "0",
        "flows_down": "y", "has_no_exclusion_ground": "y", "version": "1",
    }  # fmt: skip
    gone = alder.post(f"{base}/partners/change?code=1", data={**terms, "was": "Somebody taken out meanwhile"})
    assert (gone.status_code, "out of the tender, or gave it another name" in gone.text) == (409, True)
    saved = alder.post(f"{base}/partners/change?code=1", data={**terms, "was": "alder canary partner"})
    assert saved.status_code == 302
    with database.reading() as session:
        assert [each.name for each in session.scalars(select(Subcontractor))] == ["Rowan Imaging"]
