"""Acts that ask for a fresh second factor: refused without it, nothing lost, and sent on by the person afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.authority.roles import Role
from assurance.persistence.models import AuditEvent, RoleAssignment, SecondFactor
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.sealing import give_second_factor

SignIn = Callable[[str], FlaskClient]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def url(world: World) -> str:
    """A page on which an officer gives a role."""
    return f"/staff/procurements/{world.reference}/people/assign"


@pytest.fixture
def typed(world: World) -> dict[str, str]:
    """What the officer types there."""
    return {"user": str(world.users["outsider"]), "role": "contract_manager", "submit": "y"}


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.S)
    return {name: unescape(value) for name, value in found}


def held(database: Database, world: World) -> list[Role]:
    with database.reading() as session:
        rows = select(RoleAssignment.role).where(RoleAssignment.user_id == world.users["outsider"])
        return list(session.scalars(rows))


def secret(database: Database) -> str:
    with database.reading() as session:
        return session.scalars(select(SecondFactor)).one().secret


def enrol(client: FlaskClient, database: Database, clock: Any, carried: dict[str, str] | None = None) -> Any:
    """Set up a second factor as a person does."""
    client.get("/second-factor/set-up")
    code = pyotp.TOTP(secret(database)).at(clock.now)
    return client.post("/second-factor/set-up", data={"one_time_passcode": code, **(carried or {})})


def test_after_a_quarter_of_an_hour_it_is_refused_unchanged_and_on_record(
    sign_in: SignIn, database: Database, world: World, clock: Any, url: str, typed: dict[str, str]
) -> None:
    officer = sign_in("officer")
    clock.now += 15 * MINUTE - timedelta(seconds=1)
    assert "Give a code" not in officer.get(url).text
    clock.now += timedelta(seconds=1)
    assert "/second-factor?next=" in officer.get(url).text
    refused = officer.post(url, data=typed)
    assert refused.status_code == 403
    assert "Confirm it is you" in refused.text
    assert refused.text.count("second-factor") == 1
    assert "To give a role, first give a code of your second factor" in refused.text
    assert held(database, world) == []
    with database.reading() as session:
        denied = session.scalars(select(AuditEvent).where(AuditEvent.tag == "access:denied")).one()
        assert denied.body["data"]["code"] == "step_up"
    told = officer.post(url, data=typed, headers={"Accept": "application/json"})
    assert (told.status_code, told.json["code"] if told.json else "") == (403, "step_up")


def test_what_was_typed_travels_through_the_code_and_is_sent_on_by_the_person(
    with_password: SignIn, database: Database, world: World, clock: Any, url: str, typed: dict[str, str]
) -> None:
    officer = with_password("officer")
    enrol(officer, database, clock)
    clock.now += 16 * MINUTE
    carried = hidden(officer.post(url, data=typed).text)
    assert carried == {"kept-for": url, **{f"kept:{name}": value for name, value in typed.items()}}
    wrong = officer.post("/second-factor", data={"one_time_passcode": "1", **carried})
    assert wrong.status_code == 422
    assert hidden(wrong.text) == carried
    code = pyotp.TOTP(secret(database)).at(clock.now)
    offered = officer.post("/second-factor", data={"one_time_passcode": code, **hidden(wrong.text)})
    assert offered.status_code == 200
    assert f'action="{url}"' in offered.text
    assert held(database, world) == []
    assert officer.post(url, data=hidden(offered.text)).status_code == 302
    assert held(database, world) == [Role.CONTRACT_MANAGER]


def test_who_has_no_second_factor_sets_it_up_on_the_way(
    with_password: SignIn, database: Database, clock: Any, url: str, typed: dict[str, str]
) -> None:
    officer = with_password("officer")
    refused = officer.post(url, data=typed)
    assert "You have no second factor yet" in refused.text
    carried = hidden(refused.text)
    page = officer.post("/second-factor/set-up", data=carried)
    assert page.status_code == 200
    assert hidden(page.text) == carried
    done = enrol(officer, database, clock, carried)
    assert f'action="{url}"' in done.text
    assert hidden(done.text) == typed


def test_a_form_with_a_passphrase_is_typed_again_on_its_own_page(with_password: SignIn) -> None:
    finance, page = with_password("finance"), "/staff/my-key/passphrase"
    refused = finance.post(page, data={"passphrase": "words of a secret", "old_passphrase": "older words"})
    assert (refused.status_code, hidden(refused.text)) == (403, {})
    assert "words of" not in refused.text and "older words" not in refused.text
    assert f"next={page}" in refused.text


def test_nothing_is_carried_for_another_site(with_password: SignIn, url: str, typed: dict[str, str]) -> None:
    refused = with_password("officer").post(url, data=typed, headers={"Origin": "https://elsewhere.example"})
    assert (refused.status_code, hidden(refused.text)) == (403, {})


def test_a_file_is_taken_out_after_a_code_and_its_page_is_read_without(
    with_password: SignIn, database: Database, world: World
) -> None:
    auditor, page = with_password("auditor"), f"/staff/procurements/{world.reference}/timeline"
    assert auditor.get(page).status_code == 200
    refused = auditor.get(f"{page}/timeline.csv?kind=move")
    assert refused.status_code == 403
    assert "Nothing was changed" not in refused.text
    assert f"next={page}/timeline.csv?kind%3Dmove" in refused.text
    give_second_factor(database, world, "auditor")
    assert auditor.get(f"{page}/timeline.csv").status_code == 200


def test_the_award_is_confirmed_after_a_code_and_other_moves_without(with_password: SignIn, world: World) -> None:
    officer, moves = with_password("officer"), f"/staff/procurements/{world.reference}/move"
    refused = officer.post(f"{moves}/confirm_award", data={"version": "1"})
    assert (refused.status_code, "To confirm the award, first give a code" in refused.text) == (403, True)
    assert officer.post(f"{moves}/start_engagement", data={"version": "1"}).status_code == 409
