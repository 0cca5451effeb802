"""The lists of somebody who takes part in a great many procurements."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import Procurement
from assurance.persistence.queries.procurements import PAGE
from assurance.persistence.session import Database
from assurance.services.next_steps import AT_MOST
from assurance.web.listing import SIZES
from tests.factories.cast import World
from tests.factories.procurements import make_many
from tests.statements import asked, listened

SignIn = Callable[[str], FlaskClient]


def take_part(database: Database, world: World, count: int) -> None:
    """Give the officer so many more procurements at the call, each due a day after the one before."""
    with database.transaction() as session:
        make_many(session, world, count)


REFERENCE = re.compile(r">(PR-[0-9]{4}-[0-9]{4})<")


def test_the_list_comes_page_by_page_the_next_due_first(sign_in: SignIn, database: Database, world: World) -> None:
    take_part(database, world, SIZES[0] + 1)
    officer = sign_in("officer")
    first, second = (officer.get(f"/staff/procurements/?page={page}").text for page in (1, 2))
    last = f"PR-2099-{SIZES[0]:04}"
    assert f"{SIZES[0] + 2} procurements, page 1 of 2" in first
    assert "PR-2099-0000" in first and f"PR-2099-{SIZES[0] - 1:04}" in first and last not in first
    assert last in second and world.reference in second and "PR-2099-0000" not in second
    assert "Procurement officer, Auditor" in second
    beyond = officer.get("/staff/procurements/?page=999").text
    assert REFERENCE.findall(beyond) == REFERENCE.findall(second) != []
    assert "PR-2099-0000" in officer.get("/staff/procurements/?page=none").text
    whole = officer.get("/staff/procurements/?size=50").text
    assert "PR-2099-0000" in whole and last in whole and f"{SIZES[0] + 2} procurements<" in whole


def test_it_is_sorted_and_narrowed_by_the_address_and_its_file_holds_the_same(
    sign_in: SignIn, database: Database, world: World
) -> None:
    take_part(database, world, 11)
    officer = sign_in("officer")
    look = "q=programme&stage=call&sort=-reference"
    page = officer.get(f"/staff/procurements/?{look}").text
    shown = re.findall(r">(PR-2099-\d{4})<", page)
    assert shown == [f"PR-2099-{number:04}" for number in range(10, -1, -1)]
    assert 'aria-sort="descending"' in page and "sort=reference" in page
    table = officer.get(f"/staff/procurements/procurements.csv?{look}").text.splitlines()
    assert [each[:12] for each in table[1:]] == shown
    narrow = officer.get("/staff/procurements/?q=programme+10").text
    assert re.findall(r">(PR-2099-\d{4})<", narrow) == ["PR-2099-0010"]
    assert "1 procurement<" in narrow
    nothing = officer.get("/staff/procurements/?q=nowhere").text
    assert "No procurement fits" in nothing and "procurements.csv" not in nothing


def test_my_work_shows_what_is_due_first_and_says_how_much_more_there_is(
    sign_in: SignIn, database: Database, world: World
) -> None:
    officer = sign_in("officer")
    assert "more of my procurements" not in officer.get("/staff/").text
    take_part(database, world, PAGE + 3)
    page = officer.get("/staff/").text
    assert f"PR-2099-{PAGE:04}" not in page
    assert "4 more of my procurements" in page
    assert "more wait, with later dates" in page


def test_both_lists_ask_as_often_for_many_as_for_few(sign_in: SignIn, database: Database, world: World) -> None:
    officer = sign_in("officer")
    take_part(database, world, AT_MOST)

    def count(address: str) -> int:
        with listened(database.engine) as sent:
            assert officer.get(address).status_code == 200
        return len(asked(sent))

    addresses = ("/staff/", "/staff/procurements/")
    few = [count(each) for each in addresses]
    with database.transaction() as session:
        for row in session.scalars(select(Procurement).where(Procurement.reference.startswith("PR-2099-"))):
            row.reference = row.reference.replace("2099", "2098")
    take_part(database, world, 5)
    assert [count(each) for each in addresses] == few
