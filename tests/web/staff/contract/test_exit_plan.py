"""The plan for the end of a contract in the pages of both sides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.exit_plans import write_exit_plan
from tests.factories.running import AFTER_QUARTER_1, Running
from tests.web.conftest import SetClock

SignIn = Callable[[str], FlaskClient]
PROVIDER = "/supplier/bids/bid-of-alder/contract/"
STEP_IN = "The trust runs the clinics from the first day."


@pytest.fixture
def base(database: Database, world: World, clock: SetClock) -> str:
    """Make the contract live and return the address of its staff pages."""
    clock.now = AFTER_QUARTER_1
    with database.transaction() as session:
        Running(session, world).sign_and_go()
    return f"/staff/procurements/{world.reference}/contract"


def test_a_plan_is_written_settled_and_changed_by_its_manager_alone(sign_in: SignIn, base: str) -> None:
    manager = sign_in("contracts")
    assert "Write the exit plan" in manager.get(f"{base}/exit").text
    typed = {"step_in": STEP_IN, "within_months": "6", "version": "0"}
    refused = manager.post(f"{base}/exit/edit", data=typed)
    assert (refused.status_code, STEP_IN in refused.text) == (422, True)
    assert "Select what brings the plan into force" in refused.text
    assert manager.post(f"{base}/exit/edit", data={**typed, "triggers": ["notice", "losses"]}).status_code == 302
    given = {"kind": "staff", "what": "Forty therapists under TUPE", "owner": "Alder Care", "version": "1"}
    refused = manager.post(f"{base}/exit/handovers/new", data=given)
    assert (refused.status_code, "Name who takes it over" in refused.text) == (422, True)
    given |= {"receiver": "The next provider", "days": "60"}
    assert manager.post(f"{base}/exit/handovers/new", data=given).status_code == 302
    assert manager.post(f"{base}/exit/handovers/new", data=given).status_code == 409, "seen before the first was saved"
    page = manager.get(f"{base}/exit").text
    for words in ("Forty therapists under TUPE", "60 days", "Its losses pass", "Nothing is said of: records and data"):
        assert words in page
    refused = manager.post(f"{base}/exit/settle", data={"version": "2"})
    assert (refused.status_code, "Nothing is said of: records and data" in refused.text) == (409, True)
    nothing = {"what": "There is none", "is_nothing": "y"}
    for number, kind in enumerate(("services", "data", "assets", "subcontracts"), start=2):
        assert manager.get(f"{base}/exit/handovers/new?kind={kind}").status_code == 200
        item = {**nothing, "kind": kind, "version": str(number)}
        assert manager.post(f"{base}/exit/handovers/new", data=item).status_code == 302
    for name in ("officer", "finance", "alder", "outsider"):
        assert sign_in(name).post(f"{base}/exit/settle", data={"version": "6"}).status_code in (403, 404)
    assert STEP_IN not in sign_in("alder").get(PROVIDER).text
    assert manager.post(f"{base}/exit/settle", data={"version": "6"}).status_code == 302
    assert "It is looked at again by" in sign_in("auditor").get(f"{base}/exit").text
    assert STEP_IN in sign_in("alder").get(PROVIDER).text
    assert "Exit plan" in sign_in("owner").get(f"{base}/").text
    assert manager.post(f"{base}/exit/review", data={"found": "Fine", "version": "7"}).status_code == 422
    told = {"found": "Read with the provider; all of it holds.", "version": "7"}
    assert manager.post(f"{base}/exit/review", data=told).status_code == 302
    assert manager.post(f"{base}/exit/handovers/1/remove", data={"version": "8"}).status_code == 302
    page = manager.get(f"{base}/exit").text
    assert "Not settled yet" in page
    assert told["found"] in page


def test_what_waits_leads_to_a_plan_that_is_overdue(
    sign_in: SignIn, base: str, database: Database, world: World, clock: SetClock
) -> None:
    with database.transaction() as session:
        running = Running(session, world)
        running.now = AFTER_QUARTER_1
        write_exit_plan(running)
    manager = sign_in("contracts")
    assert "Settle the exit plan by" in manager.get("/staff/").text
    assert "Not settled yet" in manager.get(f"{base}/running").text
    clock.now = AFTER_QUARTER_1.replace(month=6)
    manager = sign_in("contracts")
    assert "The exit plan is overdue" in manager.get("/staff/").text
    assert manager.get(f"{base}/exit/handovers/99").status_code == 404
    assert manager.get(f"{base}/exit/handovers/1").status_code == 200
