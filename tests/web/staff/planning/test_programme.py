"""Definitions, people who use the care and the envelope by year, each through its page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from assurance.persistence.queries.planning import list_outcomes
from assurance.persistence.queries.programme import list_definitions, list_involvement
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.plans import make_plan

SignIn = Callable[[str], FlaskClient]
PERSON = {"version": "0", "who": "Eight people", "how": "An evening", "said": "Somebody who answers the telephone"}


@pytest.fixture
def url(world: World) -> str:
    return f"/staff/procurements/{world.reference}/planning"


def version_in(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_terms_are_taken_over_changed_and_bound(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    with database.transaction() as session:
        make_plan(session, world)
    client = sign_in("officer")
    assert client.post(f"{url}/definitions/starting-list", data={"terms": ["Day case"]}).status_code == 302
    with database.reading() as session:
        day_case = next(each for each in list_definitions(session, world.procurement_id) if each.term == "Day case")
    changed = {"meaning": "In and out on one day", "source": "Test"}
    page = client.post(f"{url}/definitions/{day_case.id}", data=changed, follow_redirects=True).text
    assert "has a new version" in page
    assert "Versions that do not stand any more (1)" in page
    outcome = {
        "name": "Better knees", "unit": "%", "weight_percent": "100", "rule": "linear", "threshold": "60",
        "target": "70", "definition_id": str(day_case.id + 1),
    }  # fmt: skip
    assert client.post(f"{url}/outcomes/prom", data={**outcome, "definition_id": "999"}).status_code == 422
    assert client.post(f"{url}/outcomes/prom", data=outcome).status_code == 302
    with database.reading() as session:
        (bound,) = list_outcomes(session, world.procurement_id)
        assert bound.definition is not None
        assert bound.definition.label == "Day case, version 2"
    assert "Day case, version 2" in client.get(f"{url}/outcomes").text
    refused = client.post(f"{url}/definitions/{day_case.id + 1}/retire")
    assert (refused.status_code, "bind it to another first" in refused.text) == (409, True)


def test_who_was_involved_is_recorded_and_given_back_when_it_is_not_whole(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    client = sign_in("officer")
    refused = client.post(f"{url}/users/new", data={**PERSON, "changed": "Little"})
    assert refused.status_code == 422
    assert "at least 20 characters what changed" in refused.text
    assert "Somebody who answers the telephone" in refused.text
    client.post(f"{url}/users/new", data={**PERSON, "changed": "Self-referral was added to the programme"})
    with database.reading() as session:
        (row,) = list_involvement(session, world.procurement_id)
    page = f"{url}/users/{row.public_id}"
    again = {**PERSON, "version": "1", "who": "Nine people", "changed": "Self-referral was added to the programme"}
    assert client.post(page, data=again).status_code == 302
    assert client.post(page, data={**again, "who": "Ten people"}).status_code == 409
    assert "Nine people" in sign_in("auditor").get(f"{url}/users").text
    assert client.post(f"{page}/remove").status_code == 302


def test_the_envelope_is_drawn_and_set(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("finance")
    assert "No budget is chosen yet" in client.get(f"{url}/envelope").text
    with database.transaction() as session:
        make_plan(session, world)
    version = version_in(client.get(f"{url}/envelope").text)
    faulty = client.post(f"{url}/envelope", data={"version": version, "growth_1": "80", "social_amount": "1,000,000"})
    assert faulty.status_code == 422
    assert "from -50 to 50 per cent" in faulty.text
    assert 'value="80"' in faulty.text
    sent = {"version": version, "growth_1": "-2", "growth_2": "1", "social_amount": "1,000,000"}
    page = client.post(f"{url}/envelope", data=sent, follow_redirects=True).text
    for figure in ("£50,682,660", "£51,189,486.60", "−2%", "1.93%"):
        assert figure in page
    assert client.post(f"{url}/envelope", data=sent).status_code == 409, "the page is stale"


@pytest.mark.parametrize("path", ["definitions/new", "definitions/starting-list", "users/new"])
def test_readers_read_and_others_do_not_know_of_it(sign_in: SignIn, url: str, path: str) -> None:
    reader = sign_in("auditor")
    for page in ("definitions", "users", "envelope"):
        assert reader.get(f"{url}/{page}").status_code == 200
        assert sign_in("outsider").get(f"{url}/{page}").status_code == 404
    assert reader.get(f"{url}/{path}").status_code == 403
    assert reader.post(f"{url}/envelope").status_code == 403
