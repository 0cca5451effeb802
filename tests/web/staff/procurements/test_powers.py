"""Giving a role that decides on the pages: proposed by one, confirmed by another, shown to whoever may act."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.authority.roles import Role
from assurance.persistence.models import AuditEvent, PowerProposal, RoleAssignment, SecondFactor
from assurance.persistence.session import Database
from assurance.services import accounts, factor_release
from tests.factories.cast import NOW, World, email

SignIn = Callable[[str], FlaskClient]
WHY = "She stands in while he is on leave"


@pytest.fixture
def assign(world: World) -> str:
    return f"/staff/procurements/{world.reference}/people/assign"


@pytest.fixture
def proposed(sign_in: SignIn, database: Database, world: World, assign: str) -> str:
    """The officer has proposed the outsider as opener; the address of the proposal."""
    typed = {"user": str(world.users["outsider"]), "role": "opener", "reason": WHY}
    page = sign_in("officer").post(assign, data=typed, follow_redirects=True)
    assert "The role is proposed" in page.text
    assert "Opener for Outsider" in page.text
    with database.reading() as session:
        return f"/staff/powers/{session.scalars(select(PowerProposal)).one().public_id}"


def roles(database: Database, world: World, name: str) -> set[Role]:
    with database.reading() as session:
        held = select(RoleAssignment.role).where(RoleAssignment.user_id == world.users[name])
        return set(session.scalars(held))


def test_nobody_gives_themselves_a_role_and_the_try_is_on_record(
    sign_in: SignIn, database: Database, world: World, assign: str
) -> None:
    owner = sign_in("owner")
    assert f'value="{world.users["owner"]}"' not in owner.get(assign).text
    for role in ("officer", "opener", "evaluator", "contract_manager"):
        refused = owner.post(assign, data={"user": str(world.users["owner"]), "role": role, "reason": WHY})
        assert (refused.status_code, "Nobody gives themselves a role" in refused.text) == (403, True)
        assert "Your role in this procurement does not include it" not in refused.text
    assert roles(database, world, "owner") == {Role.OWNER}
    with database.reading() as session:
        denied = session.scalars(select(AuditEvent).where(AuditEvent.tag == "access:denied")).all()
        assert [each.body["data"]["code"] for each in denied] == ["second_person"] * 4


def test_a_second_person_finds_it_and_confirms_it(
    sign_in: SignIn, database: Database, world: World, proposed: str
) -> None:
    owner = sign_in("owner")
    assert "1 waits for you to confirm or refuse" in owner.get("/staff/").text
    assert proposed in owner.get("/staff/powers/").text
    page = owner.get(proposed).text
    assert WHY in page
    assert "Confirm as the second person" in page
    done = owner.post(f"{proposed}/confirm", follow_redirects=True)
    assert "Confirmed: Opener in" in done.text
    assert roles(database, world, "outsider") == {Role.OPENER}
    assert owner.post(f"{proposed}/confirm").status_code == 409


def test_who_proposed_it_only_takes_it_back(sign_in: SignIn, database: Database, world: World, proposed: str) -> None:
    officer = sign_in("officer")
    page = officer.get(proposed).text
    assert "You proposed this, so somebody else has to confirm it" in page
    assert "Confirm as the second person" not in page
    assert officer.post(f"{proposed}/confirm").status_code == 403
    assert "Withdrawn: Opener" in officer.post(f"{proposed}/refuse", follow_redirects=True).text
    assert roles(database, world, "outsider") == set()


def test_who_it_is_about_reads_it_and_others_do_not_know_of_it(sign_in: SignIn, proposed: str) -> None:
    outsider = sign_in("outsider")
    assert "This is about yourself" in outsider.get(proposed).text
    assert outsider.post(f"{proposed}/confirm").status_code == 403
    for name, status in (("clinician", 404), ("auditor", 404), ("alder", 403)):
        client = sign_in(name)
        assert client.get(proposed).status_code == status
        assert client.post(f"{proposed}/confirm").status_code == status


def test_a_refusal_needs_a_reason_and_confirming_a_fresh_factor(
    sign_in: SignIn, with_password: SignIn, database: Database, world: World, proposed: str
) -> None:
    refused = sign_in("owner").post(f"{proposed}/refuse", data={"reason": " "})
    assert (refused.status_code, "Enter why you refuse: whoever proposed it is told" in refused.text) == (422, True)
    asked = with_password("owner").post(f"{proposed}/confirm")
    assert (asked.status_code, "To confirm this, first give a code" in asked.text) == (403, True)
    assert roles(database, world, "outsider") == set()


def test_a_board_secretary_proposes_that_a_lost_factor_is_set_up_anew(
    sign_in: SignIn, database: Database, world: World
) -> None:
    with database.transaction() as session:
        for name in ("lead", "outsider"):
            accounts.set_board_secretary(session, email=email(name), is_secretary=True, now=NOW)
    lead, typed = sign_in("lead"), {"kind": "factor", "user": str(world.users["finance"]), "reason": "Seen in person"}
    assert "Finance, finance@example.org" in lead.get("/staff/powers/propose").text
    without = lead.post("/staff/powers/propose", data=typed)
    assert (without.status_code, "has no second factor" in without.text) == (422, True)
    assert "Seen in person" in without.text
    done = lead.post("/staff/powers/propose", data={**typed, "kind": "secretary"}, follow_redirects=True)
    assert "Board secretary: Finance" in done.text
    assert sign_in("owner").get("/staff/powers/propose").status_code == 403
    assert "Board secretary: Finance" in sign_in("outsider").get("/staff/powers/").text


def test_a_release_of_a_second_factor_is_seen_and_stopped_by_who_holds_a_power(
    sign_in: SignIn, database: Database, world: World
) -> None:
    with database.transaction() as session:
        session.add(SecondFactor(user_id=world.users["lead"], secret="KEPT", confirmed_at=NOW))
        session.flush()
        made = factor_release.ask(session, email=email("lead"), reason="Lost <b>", now=NOW)
        page = f"/staff/powers/releases/{made.public_id}"
    clinician, officer = sign_in("clinician"), sign_in("officer")
    assert [clinician.get(page).status_code, clinician.post(page, data={"reason": "No"}).status_code] == [404, 404]
    assert page not in clinician.get("/staff/powers/").text
    assert page in officer.get("/staff/powers/").text
    shown = officer.get(page).text
    assert ("Lost &lt;b&gt;" in shown, "09:00 on 7 January 2025" in shown) == (True, True)
    refused = officer.post(page, data={"reason": ""})
    assert (refused.status_code, "Enter why you stop it" in refused.text) == (422, True)
    assert "stays as it is" in officer.post(page, data={"reason": "She rang"}, follow_redirects=True).text
    assert "Reason: She rang" in officer.get(page).text
    assert officer.post(page, data={"reason": "Again"}).status_code == 409
