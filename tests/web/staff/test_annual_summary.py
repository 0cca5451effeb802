"""The annual summary over every procurement of one's own authority, as page and as files that compute nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from assurance.persistence.models import Organisation
from assurance.persistence.queries.annual import list_awarded, list_claimed, list_represented
from assurance.persistence.session import Database
from tests.factories.award import Award
from tests.factories.cast import World
from tests.statements import asked, listened

SignIn = Callable[[str], FlaskClient]
ADDRESS = "/staff/annual-summary"
TABLE = "/staff/annual-summary/annual-summary"


@pytest.fixture
def awarded(database: Database, world: World, clock: Any) -> World:
    """An award of February 2025, with a representation before it and a contract."""
    with database.transaction() as session:
        award = Award(session, world).to_award()
        award.represent().information_asked = "Everything"
        award.draw_up()
        clock.now = award.now
        session.get_one(Organisation, world.organisations["alder"]).name = "=HYPERLINK(1)"
    return world


def test_it_counts_what_is_on_record_in_the_year(sign_in: SignIn, awarded: World, clock: Any) -> None:
    outsider = sign_in("outsider")  # of the authority, with no role in the procurement
    page = outsider.get(ADDRESS).text
    for words in ("1 April 2024 to 31 March 2025", awarded.reference, "=HYPERLINK(1)", "Representations received"):
        assert words in page
    clock.now = clock.now.replace(year=2026)
    assert awarded.reference not in outsider.get(ADDRESS).text
    assert awarded.reference in outsider.get(f"{ADDRESS}?year=2024").text
    for odd in ("1999", "20255", "²⁰²⁵", "x"):
        assert "1 April 2025 to 31 March 2026" in outsider.get(f"{ADDRESS}?year={odd}").text


def test_its_files_compute_nothing(sign_in: SignIn, awarded: World) -> None:
    client = sign_in("officer")
    table = client.get(f"{TABLE}.csv").data.decode("utf-8-sig")
    assert 'New providers,1,"\'=HYPERLINK(1)"' in table
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{TABLE}.xlsx").data))
    cells = {cell.value: cell.data_type for row in book.active.iter_rows() for cell in row}
    assert cells["=HYPERLINK(1)"] == "s"


def test_it_is_not_for_providers_and_counts_nothing_of_another_authority(
    sign_in: SignIn, awarded: World, database: Database
) -> None:
    for address in (ADDRESS, f"{TABLE}.csv"):
        assert sign_in("alder").get(address).status_code in (403, 404)
    with database.reading() as session:
        other = awarded.organisations["birch"]
        assert [list_awarded(session, other), list_represented(session, other), list_claimed(session, other)] == [
            [], [], [],
        ]  # fmt: skip


def test_it_asks_three_questions_of_the_database(database: Database, awarded: World) -> None:
    with listened(database.engine) as sent, database.reading() as session:
        own = awarded.organisations["authority"]
        found = [list_awarded(session, own), list_represented(session, own), list_claimed(session, own)]
    assert [len(each) for each in found] == [1, 1, 0]
    assert len(asked(sent)) == 3
