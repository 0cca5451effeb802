"""Criteria are chosen, read and copied in the browser; nothing that is here goes without a tick."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from assurance.persistence.queries.criteria import list_criteria
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.plans import make_criteria

SignIn = Callable[[str], FlaskClient]


def test_a_template_is_read_then_copied(sign_in: SignIn, world: World, database: Database) -> None:
    url, client = f"/staff/procurements/{world.reference}/tender", sign_in("officer")
    assert "Start from an earlier procurement or a template" in client.get(f"{url}/criteria").text
    listed = client.get(f"{url}/reuse").text
    assert "There is none that was published or that you take part in." in listed
    assert "not law" in listed
    page = client.get(f"{url}/reuse/psr-five").text
    for said in ("Improving access", "not law", "Criteria that would be copied: 6", "then Lowest price"):
        assert said in page
    with database.reading() as session:
        version = str(world.procurement(session).version)
    page = client.post(f"{url}/reuse/psr-five", data={"version": version}, follow_redirects=True).text
    assert "6 criteria are copied" in page
    assert "The criteria are complete" in page


def test_criteria_that_are_here_stay_without_a_tick(sign_in: SignIn, world: World, database: Database) -> None:
    with database.transaction() as session:
        make_criteria(session, world)
    with database.reading() as session:
        version = str(world.procurement(session).version)
    url, client = f"/staff/procurements/{world.reference}/tender/reuse", sign_in("officer")
    refused = client.post(f"{url}/quality-80-price-20", data={"version": version})
    assert refused.status_code == 422
    assert "confirm that they are replaced" in refused.text
    with database.reading() as session:
        assert [row.code for row in list_criteria(session, world.procurement_id)][0:2] == ["quality", "clinical"]
    page = client.post(f"{url}/quality-80-price-20", data={"version": version, "replaces": "y"}, follow_redirects=True)
    assert "8 criteria are copied" in page.text
    assert client.post(f"{url}/psr-five", data={"version": version, "replaces": "y"}).status_code == 409, "a stale page"
    assert client.get(f"{url}/nothing").status_code == 404
    assert sign_in("clinician").get(url).status_code == 403
