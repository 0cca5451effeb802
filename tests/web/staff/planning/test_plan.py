"""The plan page, the programme, pathways, outcomes and engagement."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from assurance.domain.stages import Stage
from assurance.persistence.models import Procurement
from assurance.persistence.queries.planning import list_elements, list_handovers, list_outcomes
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.plans import make_plan

SignIn = Callable[[str], FlaskClient]
OUTCOME = {
    "code": "prom", "name": "Better knees", "unit": "%", "weight_percent": "60", "rule": "linear", "baseline": "55",
    "threshold": "60", "target": "70",
}  # fmt: skip
PROGRAMME = {
    "title": "MSK for all", "summary": "All of it.", "care_group": "MSK", "population": "700000",
    "contract_years": "7", "outcome_share_percent": "30", "integration_forms": ["alliance"],
}  # fmt: skip


@pytest.fixture
def url(world: World) -> str:
    return f"/staff/procurements/{world.reference}/planning"


def test_the_plan_lists_its_parts_and_what_is_missing(sign_in: SignIn, url: str) -> None:
    page = sign_in("officer").get(f"{url}/")
    assert page.status_code == 200
    assert page.text.count("Incomplete") == 11
    assert "The value follows from the budget" in page.text


def test_a_whole_plan_is_complete_but_for_payment_engagement_and_notice(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    with database.transaction() as session:
        make_plan(session, world)
    page = sign_in("reviewer").get(f"{url}/")
    assert page.text.count("Incomplete") == 3
    assert "Change" not in page.text


def test_the_programme_is_rewritten(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")
    with database.reading() as session:
        version = str(session.get_one(Procurement, world.procurement_id).version)
    answer = client.post(f"{url}/edit", data={**PROGRAMME, "version": version})
    assert answer.status_code == 302
    stale = client.post(f"{url}/edit", data={**PROGRAMME, "title": "Another title", "version": version})
    assert stale.status_code == 409
    assert "changed by someone else" in stale.text
    assert "Another title" in stale.text, "what was typed is given back"
    with database.reading() as session:
        row = session.get_one(Procurement, world.procurement_id)
        assert (row.title, row.contract_years, row.integration_forms) == ("MSK for all", 7, ["alliance"])


def test_a_bad_programme_is_refused_at_its_fields(sign_in: SignIn, url: str) -> None:
    bad = {**PROGRAMME, "title": "", "contract_years": "21", "integration_forms": [], "version": "1"}
    answer = sign_in("officer").post(f"{url}/edit", data=bad)
    assert answer.status_code == 422
    for message in ("Enter a title", "must be between 1 and 20", "Select at least one form"):
        assert message in answer.text


def test_elements_are_added_and_removed(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("lead")
    added = client.post(f"{url}/elements", data={"pathway": "Knee", "name": "Surgery <b>"}, follow_redirects=True)
    assert "Surgery &lt;b&gt;" in added.text
    assert 'value="Knee"' in added.text, "the pathway stays for the next element"
    twice = client.post(f"{url}/elements", data={"pathway": "Knee", "name": "Surgery <b>"})
    assert twice.status_code == 422
    assert "already an element" in twice.text
    gone = client.post(f"{url}/elements/remove", data={"pathway": "Knee", "name": "Surgery <b>"})
    assert gone.status_code == 302
    again = client.post(f"{url}/elements/remove", data={"pathway": "Knee", "name": "Surgery <b>"})
    assert again.status_code == 404
    with database.reading() as session:
        assert list_elements(session, world.procurement_id) == []


def test_outcomes_are_added_changed_and_removed(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")
    page = client.post(f"{url}/outcomes/new", data=OUTCOME, follow_redirects=True)
    assert "They sum to 60%" in page.text
    shown = client.get(f"{url}/outcomes/prom")
    assert 'value="Better knees"' in shown.text
    changed = {**OUTCOME, "weight_percent": "100"}
    page = client.post(f"{url}/outcomes/prom", data=changed, follow_redirects=True)
    assert "They sum to" not in page.text
    assert client.post(f"{url}/outcomes/prom/remove").status_code == 302
    with database.reading() as session:
        assert list_outcomes(session, world.procurement_id) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weight_percent": "0"}, "Enter a weight above 0"),
        ({"threshold": ""}, "Enter the result from which payment begins"),
        ({"target": "sixty"}, "The target must be a number"),
        ({"target": ""}, "Enter the target"),
        ({"rule": "guess"}, "Select one of the options"),
        ({"code": "a b"}, "Enter a short name of letters"),
    ],
)
def test_a_bad_outcome_is_refused_at_its_field_and_kept(
    sign_in: SignIn, url: str, world: World, database: Database, change: dict[str, str], message: str
) -> None:
    answer = sign_in("officer").post(f"{url}/outcomes/new", data={**OUTCOME, **change})
    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="Better knees"' in answer.text
    with database.reading() as session:
        assert list_outcomes(session, world.procurement_id) == []


def test_engagement_is_summarised_once_it_has_begun(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    client = sign_in("officer")
    summary = "Providers asked for a longer term; it is now seven years."
    early = client.post(f"{url}/engagement", data={"summary": summary, "version": "1"})
    assert early.status_code == 409
    assert "Market engagement has not started" in early.text
    with database.transaction() as session:
        version = str(world.at(session, Stage.ENGAGEMENT).version)
    thin = client.post(f"{url}/engagement", data={"summary": "Fine.", "version": version})
    assert thin.status_code == 422
    assert "at least 40 characters" in thin.text
    assert "Fine." in thin.text
    assert client.post(f"{url}/engagement", data={"summary": summary, "version": version}).status_code == 302
    assert summary in sign_in("auditor").get(f"{url}/engagement").text


@pytest.mark.parametrize("page", ["edit", "outcomes/new"])
def test_writing_is_for_planners_and_reading_for_all_who_take_part(sign_in: SignIn, url: str, page: str) -> None:
    assert sign_in("approver").get(f"{url}/{page}").status_code == 403
    assert sign_in("outsider").get(f"{url}/{page}").status_code == 404
    for read in ("", "elements", "handovers", "outcomes", "engagement"):
        assert sign_in("approver").get(f"{url}/{read}").status_code == 200


WRITES = ("elements", "handovers", "handovers/remove", "engagement", "elements/remove", "outcomes/prom/remove")


@pytest.mark.parametrize("page", WRITES)
def test_a_reader_cannot_write(sign_in: SignIn, url: str, page: str) -> None:
    assert sign_in("auditor").post(f"{url}/{page}", data={}).status_code == 403


def test_handovers_are_added_and_removed(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")
    assert "Describe at least two elements" in client.get(f"{url}/handovers").text
    for name in ("First contact", "Surgery"):
        client.post(f"{url}/elements", data={"pathway": "Knee", "name": name})
    assert client.post(f"{url}/handovers", data={"source": "1", "target": "1"}).status_code == 422
    assert client.post(f"{url}/handovers", data={"source": "1", "target": "3"}).status_code == 422
    added = client.post(f"{url}/handovers", data={"source": "1", "target": "2"}, follow_redirects=True)
    assert "the hand-over from First contact to Surgery" in added.text
    with database.reading() as session:
        assert [each.target.name for each in list_handovers(session, world.procurement_id)] == ["Surgery"]
    assert client.post(f"{url}/handovers/remove", data={"source": "1", "target": "2"}).status_code == 302
    assert client.post(f"{url}/handovers/remove", data={"source": "1", "target": "2"}).status_code == 404


def test_codes_are_given_back_when_refused_and_shown_once_saved(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    client = sign_in("officer")
    with database.reading() as session:
        version = str(session.get_one(Procurement, world.procurement_id).version)
    typed = {"codes": "85121283-1", "region": "UKF2", "number": "QPM", "version": version}
    refused = client.post(f"{url}/classification", data=typed)
    assert refused.status_code == 422
    assert "85121283-1</textarea>" in refused.text and "is 85121283-0" in refused.text
    saved = client.post(f"{url}/classification", data={**typed, "codes": "85121283-0"}, follow_redirects=True)
    assert "Every notice gives them" in saved.text
    stale = client.post(f"{url}/classification", data={**typed, "codes": "85323000"})
    assert stale.status_code == 409
    page = sign_in("reviewer").get(f"{url}/classification").text
    assert "85121283-0 Orthopaedic services" in page and "<textarea" not in page
    assert sign_in("clinician").post(f"{url}/classification", data=typed).status_code == 403
