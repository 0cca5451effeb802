"""The selection questionnaire: written by the officer until the call, refused with reasons, fixed afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from assurance.domain.stages import Stage
from assurance.persistence.queries.selection import get_questionnaire
from assurance.persistence.session import Database
from tests.factories.cast import World

SignIn = Callable[[str], FlaskClient]
QUESTION = {
    "title": "Working with others", "text": "With whom?", "asks": "text", "word_limit": "300", "kind": "marked",
    "weight": "100", "version": "0",
}  # fmt: skip


@pytest.fixture
def url(world: World) -> str:
    return f"/staff/procurements/{world.reference}/selection/questionnaire"


def codes(database: Database, world: World) -> list[str]:
    with database.reading() as session:
        return [each.code for each in get_questionnaire(session, world.procurement(session)).questions]


def test_a_question_is_added_changed_and_taken_out(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")
    assert "This is the template" in client.get(url).text
    page = client.post(f"{url}/add", data=QUESTION, follow_redirects=True).text
    assert "The weights add up to 100%" in page
    assert "Up to 300 words" in page
    form = client.get(f"{url}/working-with-others").text
    assert "With whom?" in form
    stale = client.post(f"{url}/working-with-others", data=QUESTION)
    assert stale.status_code == 409
    client.post(f"{url}/working-with-others", data={**QUESTION, "weight": "60", "version": "1"})
    assert "The weights add up to 60%, not to 100%" in client.get(url).text
    client.post(f"{url}/working-with-others/remove", data={"version": "2"})
    assert codes(database, world) == ["standing", "contracts", "experience"]


@pytest.mark.parametrize(
    ("page", "data", "message"),
    [
        ("rule", {"multiple": "2", "at_most": "2"}, "At least 3 go through"),
        ("rule", {"multiple": "2.5", "reasons": "Big"}, "needs reasons of at least 40 characters"),
        ("rule", {"multiple": "two"}, "Enter a number"),
        ("add", {**QUESTION, "weight": ""}, "needs a weight above zero"),
        ("add", {**QUESTION, "kind": "pass_fail"}, "has no weight"),
        ("add", {**QUESTION, "asks": "turnover"}, "already asked for"),
        ("add", {**QUESTION, "title": ""}, "Enter a short name"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(
    sign_in: SignIn, url: str, world: World, database: Database, page: str, data: dict[str, str], message: str
) -> None:
    answer = sign_in("officer").post(f"{url}/{page}", data={**data, "version": "0"})
    assert answer.status_code == 422
    assert message in answer.text
    assert codes(database, world) == ["standing", "contracts", "experience"]


def test_the_rule_is_set_with_its_reasons(sign_in: SignIn, url: str) -> None:
    client = sign_in("officer")
    client.post(f"{url}/add", data=QUESTION)
    reasons = "The lead carries the whole budget of four hospitals from the first day."
    page = client.post(
        f"{url}/rule", data={"multiple": "2.5", "reasons": reasons, "at_most": "4", "version": "1"},
        follow_redirects=True,
    ).text  # fmt: skip
    assert reasons in page
    assert "The 4 with the highest marks are selected" in page
    assert "Keeps the call" not in page


def test_after_the_call_it_is_read_and_not_written(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    with database.transaction() as session:
        world.at(session, Stage.CALL)
    client = sign_in("officer")
    page = client.get(url).text
    assert "what was published does not change" in page
    assert "Add a question" not in page
    assert client.post(f"{url}/add", data=QUESTION).status_code == 409


def test_only_the_officer_writes(sign_in: SignIn, url: str) -> None:
    for name, read, write in (("lead", 200, 403), ("auditor", 200, 403), ("nurse", 403, 403), ("outsider", 404, 404)):
        client = sign_in(name)
        assert client.get(url).status_code == read
        for page in ("add", "rule", "standing", "standing/remove"):
            assert client.post(f"{url}/{page}", data=QUESTION).status_code == write
