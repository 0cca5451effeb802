"""The timeline by kind and by person, page by page and as a file, and never more than its reader may know."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from assurance.domain.happenings import Happening
from assurance.persistence.session import Database
from assurance.services import audit
from tests.factories.cast import NOW, STAFF, World
from tests.factories.tenders import submitted, tenders_open

SignIn = Callable[[str], FlaskClient]
MANY = 120


@pytest.fixture
def url(database: Database, world: World) -> str:
    """The address of a timeline with many entries about gates by the reviewer."""
    with database.transaction() as session:
        reviewer = world.actor(session, "reviewer")
        for number in range(MANY):
            audit.record(
                session, tag="gate:line-rated", actor=reviewer, now=NOW, procurement=world.procurement(session),
                subject=f"line-{number}", reason="=1+1",
            )  # fmt: skip
    return f"/staff/procurements/{world.reference}/timeline"


def rows(client: FlaskClient, url: str) -> list[dict[str, str]]:
    answer = client.get(url)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_every_entry_is_on_a_page_and_in_one_kind(sign_in: SignIn, url: str) -> None:
    client = sign_in("officer")
    every = rows(client, f"{url}/timeline.csv")
    kinds = [rows(client, f"{url}/timeline.csv?what={each}") for each in Happening]
    assert sorted(int(each["Entry"]) for kind in kinds for each in kind) == sorted(int(each["Entry"]) for each in every)
    first = client.get(url).text
    assert f"{len(every)} entries, page 1 of" in first
    assert client.get(f"{url}?page={2**62}").status_code == 200


def test_one_kind_and_one_person_are_shown_and_taken_out(sign_in: SignIn, world: World, url: str) -> None:
    client, wanted = sign_in("officer"), f"what=gates&person={world.users['reviewer']}"
    page = client.get(f"{url}?{wanted}").text
    assert f"{MANY} entries, page 1 of 5" in page
    assert "Role given" not in page
    table = rows(client, f"{url}/timeline.csv?{wanted}")
    assert {(each["By"], each["Kind"], each["What"]) for each in table} == {("Reviewer", "Gates", "Gate line rated")}
    assert table[0]["Reason"] == "'=1+1"
    assert len(table[0]["Hash"]) == 64
    nothing = client.get(f"{url}?what=contract&person={world.users['reviewer']}").text
    assert "Nothing of this kind has happened" in nothing
    assert client.get(f"{url}/timeline.xlsx?{wanted}").data[:2] == b"PK"


@pytest.mark.parametrize("wanted", ["what=x", "person=999999", "person=%25", "what=&person=", "what=x&person=-1"])
def test_a_filter_that_there_is_not_is_none(sign_in: SignIn, url: str, wanted: str) -> None:
    client = sign_in("officer")
    assert len(rows(client, f"{url}/timeline.csv?{wanted}")) == len(rows(client, f"{url}/timeline.csv"))


def test_a_file_tells_no_more_than_the_page(sign_in: SignIn, database: Database, world: World) -> None:
    with database.transaction() as session:
        tenders_open(session, world)
        submitted(session, world, "alder")
    client, url = sign_in("auditor"), f"/staff/procurements/{world.reference}/timeline"
    assert "Alder" not in client.get(url).text
    assert "Alder" not in client.get(f"{url}/timeline.csv").text


def test_who_may_not_read_the_timeline_takes_no_file(sign_in: SignIn, world: World) -> None:
    url = f"/staff/procurements/{world.reference}/timeline/timeline.csv"
    readers = {"officer", "owner", "approver", "auditor", "reviewer", "second_reviewer", "representations"}
    for name in STAFF:
        assert sign_in(name).get(url).status_code == (200 if name in readers else 403), name
    assert sign_in("outsider").get(url).status_code == 404
