"""The pages of lots: start, join, leave; faults at their fields; only for whoever runs the procurement."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from markupsafe import Markup

from assurance.domain.stages import Stage
from assurance.persistence.session import Database
from tests.factories.cast import World

SignIn = Callable[[str], FlaskClient]
DATA = {"title": "Planned care", "number": "1", "most_lots": "1", "rule": "best_sum"}


def test_lots_are_started_from_the_page_and_shown_with_their_limit(sign_in: SignIn, world: World) -> None:
    client = sign_in("officer")
    base = f"/staff/procurements/{world.reference}/lots"
    assert "bought by itself" in client.get(f"{base}/").text
    refused = client.post(f"{base}/start", data={**DATA, "most_lots": "0", "rule": ""})
    assert refused.status_code == 422
    assert "Enter a number of lots from 1 to 50" in refused.text
    assert "Select how it is chosen" in refused.text
    assert "Planned care" in refused.text
    assert client.post(f"{base}/start", data=DATA).status_code == 302
    shown = client.get(f"{base}/").text
    assert "awarded at most 1 lot" in Markup(shown).striptags()
    assert "The combination with the highest sum of totals" in shown
    again = client.post(f"{base}/join", data={"group": "nonsense", "number": "2"})
    assert again.status_code == 422
    assert client.post(f"{base}/leave").status_code == 302
    assert "bought by itself" in client.get(f"{base}/").text


def test_others_read_and_do_not_change_lots(sign_in: SignIn, world: World) -> None:
    base = f"/staff/procurements/{world.reference}/lots"
    assert sign_in("clinician").get(f"{base}/").status_code == 200
    assert sign_in("clinician").post(f"{base}/start", data=DATA).status_code == 403
    assert sign_in("outsider").get(f"{base}/").status_code == 404


def test_after_a_call_the_page_says_why_nothing_changes(sign_in: SignIn, world: World, database: Database) -> None:
    client = sign_in("officer")
    base = f"/staff/procurements/{world.reference}/lots"
    client.post(f"{base}/start", data=DATA)
    with database.transaction() as session:
        world.at(session, Stage.CALL)
    assert "stay as they are" in client.get(f"{base}/").text
    assert client.post(f"{base}/leave", follow_redirects=True).status_code in (200, 409)
    assert "awarded at most 1 lot" in Markup(client.get(f"{base}/").text).striptags()
