"""Open data is read by programs: pages that neither miss nor repeat, errors that name the parameter, no writing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from assurance.persistence.session import Database
from tests.databases import Originals
from tests.factories.award import Award
from tests.factories.cast import NOW, World
from tests.factories.open_data import award_published, publish

LIST = "/api/1.0/ocdsReleasePackages"
RECORD = "/api/1.0/ocdsRecordPackages"
OCID = "ocds-213czf-PR-2025-0001"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def published(
    seeded: tuple[str, World], originals: Originals, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database in which call, intention and award are published, made once; each test works on a copy."""
    with originals.copy(seeded[0], tmp_path_factory.mktemp("published")) as url:
        made = Database.open(url)
        with made.transaction() as session:
            award_published(Award(session, seeded[1]))
        made.close()
        yield url


@pytest.fixture
def database(published: str, originals: Originals, tmp_path: Path) -> Iterator[Database]:
    """This test's own copy of it."""
    with originals.copy(published, tmp_path) as url:
        opened = Database.open(url)
        yield opened
        opened.close()


def one_more(database: Database, world: World, hours: int = 0) -> None:
    with database.transaction() as session:
        award = Award(session, world)
        award.now = NOW + timedelta(hours=hours)
        publish(award, "abandonment", "Added for the test")


def ids(package: dict[str, Any]) -> list[str]:
    return [each["id"] for each in package["releases"]]


def walk(client: FlaskClient, address: str) -> list[str]:
    found: list[str] = []
    while address:
        package = client.get(address).get_json()
        found += ids(package)
        address = package.get("links", {}).get("next", "")
    return found


ALL = ["PR-2025-0001-03", "PR-2025-0001-02", "PR-2025-0001-01"]


def test_pages_follow_one_another_newest_first(client: FlaskClient) -> None:
    assert ids(client.get(LIST).get_json()) == ALL
    assert walk(client, f"{LIST}?limit=1") == ALL
    assert walk(client, f"{LIST}?limit=2&stages=tender,award") == ALL[1:]


def test_what_is_published_meanwhile_moves_nothing(client: FlaskClient, database: Database, world: World) -> None:
    first = client.get(f"{LIST}?limit=1").get_json()
    one_more(database, world, hours=24 * 365)
    assert walk(client, first["links"]["next"]) == ALL[1:]
    assert walk(client, LIST)[0] == "PR-2025-0001-04"


def test_releases_of_one_instant_are_neither_lost_nor_repeated(
    client: FlaskClient, database: Database, world: World
) -> None:
    for _ in range(3):
        one_more(database, world)
    found = walk(client, f"{LIST}?limit=1")
    assert sorted(found) == [f"PR-2025-0001-{number:02}" for number in range(1, 7)]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ("updatedFrom=2025-01-06T10:00:00Z", ALL[:2]),
        ("updatedFrom=2025-01-06T10:00:01Z", ALL[:1]),
        ("updatedTo=2025-01-06T10:00:00Z", ALL[2:]),
        ("updatedFrom=2025-01-06T11:00:00+01:00", ALL[:2]),
        ("updatedFrom=2025-01-06T10:00:00", ALL[:2]),
        ("updatedFrom=2025-01-07&updatedTo=2025-02-06", ALL[:1]),
        ("stages=planning", []),
        ("stages=contract", ALL[:1]),
    ],
)
def test_a_list_is_narrowed_by_time_and_stage(client: FlaskClient, params: str, expected: list[str]) -> None:
    assert ids(client.get(f"{LIST}?{params}").get_json()) == expected


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("limit=1&limit=2", "limit"),
        ("updatedFrom=yesterday", "updatedFrom"),
        ("updatedFrom=0001-01-01T00:00:00%2B14:00", "updatedFrom"),
        ("updatedTo=2025-13-01", "updatedTo"),
        ("updatedFrom=2025-02-01&updatedTo=2025-01-01", "updatedTo"),
        ("stages=award,love", "stages"),
        ("cursor=abc", "cursor"),
        ("cursour=abc", "cursour"),
    ],
)
def test_a_fault_is_named_by_its_parameter(client: FlaskClient, params: str, parameter: str) -> None:
    answer = client.get(f"{LIST}?{params}")
    assert (answer.status_code, answer.mimetype) == (400, "application/json")
    assert [each["parameter"] for each in answer.get_json()["errors"]] == [parameter]


def test_a_cursor_is_good_for_its_own_search_only(client: FlaskClient) -> None:
    cursor = client.get(f"{LIST}?limit=1").get_json()["links"]["next"].partition("cursor=")[2]
    assert client.get(f"{LIST}?limit=2&cursor={cursor}").status_code == 200
    answer = client.get(f"{LIST}?limit=1&stages=award&cursor={cursor}")
    assert "another search" in answer.get_json()["errors"][0]["message"]


def test_one_release_a_procurement_and_its_record(client: FlaskClient) -> None:
    assert ids(client.get(f"{LIST}/PR-2025-0001-02").get_json()) == ["PR-2025-0001-02"]
    assert ids(client.get(f"{LIST}/{OCID}").get_json()) == ALL[::-1]
    record = client.get(f"{RECORD}/{OCID}").get_json()["records"][0]
    assert record["compiledRelease"]["contracts"][0]["status"] == "active"


@pytest.mark.parametrize("path", [f"{LIST}/PR-1999-0001-01", f"{RECORD}/PR-2025-0001-02", f"{LIST}/a%00b"])
def test_what_is_not_there_is_said_in_json(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "application/json")
    assert answer.get_json()["errors"][0]["parameter"] in {"id", "ocid"}


@pytest.mark.parametrize("path", [LIST, f"{LIST}/{OCID}", f"{RECORD}/{OCID}"])
def test_a_reader_who_has_it_is_not_sent_it_again(
    client: FlaskClient, database: Database, world: World, path: str
) -> None:
    first = client.get(path)
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert first.headers["Last-Modified"] == "Wed, 05 Feb 2025 10:00:00 GMT"
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get(path, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    one_more(database, world, hours=24 * 365)
    assert client.get(path, headers=known).status_code == 200


def test_any_site_may_read_and_nobody_may_write(client: FlaskClient) -> None:
    for answer in (client.get(LIST), client.get(f"{LIST}?limit=0"), client.options(LIST), client.head(LIST)):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Set-Cookie" not in answer.headers
    assert "Access-Control-Allow-Origin" not in client.get("/api/").headers
    assert "Access-Control-Allow-Origin" not in client.get("/notices/").headers
    assert client.post(LIST).status_code == 405


def test_a_page_takes_one_query_whatever_it_holds(client: FlaskClient, database: Database) -> None:
    asked: list[str] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda *a: asked.append(a[2]) if a[2].startswith("SELECT") else None
    )
    client.get(f"{LIST}?limit=1")
    few, asked[:] = len(asked), []
    client.get(LIST)
    assert few == len(asked) == 1


def test_people_are_told_how_to_use_it(client: FlaskClient) -> None:
    page = client.get("/api/").text
    for part in (f"{LIST}/PR-2025-0001-03", f"{RECORD}/{OCID}", "updatedFrom", "Open Government Licence"):
        assert part in page
    notice = client.get(f"{LIST}/PR-2025-0001-01").get_json()["releases"][0]["tender"]["documents"][0]
    assert f"{LIST}/PR-2025-0001-01" in client.get(f"/notices/{notice['url'].rpartition('/')[2]}").text
