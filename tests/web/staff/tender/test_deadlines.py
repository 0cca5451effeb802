"""The notice and the deadline for tenders, typed as London clocks show them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from assurance.domain.stages import Stage
from assurance.persistence.models import Procurement
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World

SignIn = Callable[[str], FlaskClient]
TEXT = "All musculoskeletal care for the county, from one accountable lead provider."


@pytest.fixture
def url(world: World) -> str:
    return f"/staff/procurements/{world.reference}/tender"


def notice(database: Database, world: World, day: str, month: str, year: str, time: str, text: str = TEXT) -> dict:
    return {
        "text": text, "requests_due_on-day": day, "requests_due_on-month": month, "requests_due_on-year": year,
        "requests_due_time": time, "version": str(stored(database, world).version),
    }  # fmt: skip


def stored(database: Database, world: World) -> Procurement:
    with database.reading() as session:
        return session.get_one(Procurement, world.procurement_id)


def test_a_notice_is_written_and_shown_again(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")
    answer = client.post(f"{url}/notice", data=notice(database, world, "2", "June", "2025", "noon"))
    assert answer.status_code == 302
    assert stored(database, world).requests_due_at == datetime(2025, 6, 2, 11, tzinfo=UTC)
    page = client.get(f"{url}/notice").text
    assert TEXT in page
    assert 'value="12:00"' in page


@pytest.mark.parametrize(
    ("when", "text", "message"),
    [
        (("26", "10", "2025", "01:30"), TEXT, "happens twice"),
        (("30", "3", "2025", "01:30"), TEXT, "does not exist"),
        (("6", "1", "2025", "12:00"), TEXT, "at least one day from now"),
        (("31", "2", "2025", "12:00"), TEXT, "must be a real date"),
        (("1", "3", "2025", "late"), TEXT, "must be a time"),
        (("1", "3", "2025", "12:00"), "Knees.", "at least 40 characters"),
    ],
)
def test_a_bad_notice_is_refused_and_kept(
    sign_in: SignIn, url: str, world: World, database: Database, when: tuple[str, ...], text: str, message: str
) -> None:
    answer = sign_in("officer").post(f"{url}/notice", data=notice(database, world, *when, text=text))
    assert answer.status_code == 422
    assert message in answer.text
    assert text in answer.text
    assert stored(database, world).notice_text == ""


def test_a_published_notice_is_read_not_changed(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    with database.transaction() as session:
        row = session.get_one(Procurement, world.procurement_id)
        row.criteria_frozen_at, row.criteria_digest, row.notice_text = NOW, "d" * 64, TEXT
    client = sign_in("officer")
    page = client.get(f"{url}/notice").text
    assert TEXT in page
    assert "Save the notice" not in page
    answer = client.post(f"{url}/notice", data=notice(database, world, "2", "6", "2025", "12:00"))
    assert answer.status_code == 409


def test_the_deadline_for_tenders_is_set_until_they_are_invited(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    with database.transaction() as session:
        version = world.at(session, Stage.DIALOGUE_CLOSED).version
    data = {"due_on-day": "1", "due_on-month": "5", "due_on-year": "2025", "due_time": "5pm"}
    client = sign_in("officer")
    past = client.post(f"{url}/invitation", data={**data, "due_on-year": "2024", "version": str(version)})
    assert past.status_code == 422
    assert "must be in the future" in past.text
    assert client.post(f"{url}/invitation", data={**data, "version": str(version)}).status_code == 302
    assert stored(database, world).tenders_due_at == datetime(2025, 5, 1, 16, tzinfo=UTC)
    with database.transaction() as session:
        version = world.at(session, Stage.FINAL_TENDERS).version
    late = client.post(f"{url}/invitation", data={**data, "due_on-month": "6", "version": str(version)})
    assert late.status_code == 409
    assert "Final tenders have been invited" in late.text
    assert stored(database, world).tenders_due_at == datetime(2025, 5, 1, 16, tzinfo=UTC)


@pytest.mark.parametrize("page", ["notice", "invitation"])
def test_only_planners_and_nobody_from_outside(sign_in: SignIn, url: str, page: str) -> None:
    assert sign_in("auditor").get(f"{url}/{page}").status_code == 403
    assert sign_in("outsider").get(f"{url}/{page}").status_code == 404
