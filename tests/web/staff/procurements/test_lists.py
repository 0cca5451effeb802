"""The lists of somebody who takes part in a great many procurements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from assurance.domain.authority.roles import Role
from assurance.domain.stages import Stage
from assurance.persistence.models import Procurement, RoleAssignment
from assurance.persistence.queries.procurements import PAGE
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World
from tests.statements import asked, listened

SignIn = Callable[[str], FlaskClient]


def take_part(database: Database, world: World, count: int) -> None:
    """Give the officer so many more procurements at the call, each due a day after the one before."""
    officer = world.users["officer"]
    with database.transaction() as session:
        for number in range(count):
            row = Procurement(
                reference=f"PR-2099-{number:04}", title=f"Programme {number}", stage=Stage.CALL, created_at=NOW,
                organisation_id=world.organisations["authority"], procedure_code="psr_competitive",
                procedure_version="1", created_by_id=officer, next_due_at=NOW + timedelta(days=number),
            )  # fmt: skip
            session.add(row)
            session.flush()
            for role in (Role.OFFICER, Role.AUDITOR):
                session.add(
                    RoleAssignment(procurement_id=row.id, user_id=officer, role=role, given_by_id=officer, given_at=NOW)
                )


def test_the_list_comes_page_by_page_the_next_due_first(sign_in: SignIn, database: Database, world: World) -> None:
    take_part(database, world, PAGE + 1)
    officer = sign_in("officer")
    first, second = (officer.get(f"/staff/procurements/?page={page}").text for page in (1, 2))
    assert "PR-2099-0000" in first and f"PR-2099-{PAGE - 1:04}" in first and f"PR-2099-{PAGE:04}" not in first
    assert f"PR-2099-{PAGE:04}" in second and world.reference in second and "PR-2099-0000" not in second
    assert "Procurement officer, Auditor" in second
    assert officer.get("/staff/procurements/?page=999").text == second
    assert "PR-2099-0000" in officer.get("/staff/procurements/?page=none").text


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
    take_part(database, world, 1)

    def count(address: str) -> int:
        with listened(database.engine) as sent:
            assert officer.get(address).status_code == 200
        return len(asked(sent))

    addresses = ("/staff/", "/staff/procurements/")
    few = [count(each) for each in addresses]
    with database.transaction() as session:
        session.query(Procurement).filter(Procurement.reference == "PR-2099-0000").update({"reference": "PR-2098-0000"})
    take_part(database, world, 5)
    assert [count(each) for each in addresses] == few
