"""A correction from the list of notices to the public page that shows both versions and what differs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import Notice
from assurance.persistence.session import Database
from tests.factories.award import Award
from tests.factories.cast import World
from tests.factories.open_data import call_published

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def notice_id(database: Database, world: World) -> str:
    with database.transaction() as session:
        call_published(Award(session, world))
        return session.scalars(select(Notice.public_id)).one()


@pytest.fixture
def url(world: World, notice_id: str) -> str:
    return f"/staff/procurements/{world.reference}/notices/published/{notice_id}/"


def sections(database: Database) -> dict[str, str]:
    """Give the form of the one notice as it is filled in."""
    with database.reading() as session:
        notice = session.scalars(select(Notice).order_by(Notice.id)).first()
        assert notice is not None
        return {f"section_{place}": each["text"] for place, each in enumerate(notice.content["sections"])}


def test_a_correction_is_written_read_by_another_and_published_beside_the_first(
    sign_in: SignIn, database: Database, world: World, url: str, notice_id: str
) -> None:
    officer, owner = sign_in("officer"), sign_in("owner")
    index = officer.get(f"/staff/procurements/{world.reference}/notices/").text
    assert f'href="{url}correct"' in index
    assert f'href="{url}correct"' not in owner.get(f"/staff/procurements/{world.reference}/notices/").text
    typed = {**sections(database), "version": "0", "reason": ""}
    typed["section_1"] = "All musculoskeletal care of adults."
    refused = officer.post(f"{url}correct", data=typed)
    assert refused.status_code == 422
    assert "All musculoskeletal care of adults." in refused.text
    assert "Say why the notice is corrected" in refused.text
    typed["reason"] = "It named no age"
    assert officer.post(f"{url}correct", data=typed).status_code == 302
    assert "You wrote this correction" in officer.get(f"{url}correction").text
    assert "Publish the corrected version" not in officer.get(f"{url}correction").text
    page = owner.get(f"{url}correction").text
    assert "It named no age" in page
    assert '<ins><span class="nhsuk-u-visually-hidden">Put in: </span>' in page
    assert "A correction waits" in owner.get(f"/staff/procurements/{world.reference}/notices/").text
    published = owner.post(f"{url}correction", data={"version": "1"})
    assert published.status_code == 302
    public = sign_in("outsider").get(published.location).text
    assert "Version 2: what was corrected, and why" in public
    assert "It named no age" in public
    first = sign_in("outsider").get(f"/notices/{notice_id}").text
    assert "A newer version stands in its place" in first
    assert published.location.rpartition("/")[2] in first


def test_who_may_not_and_what_is_not_there(sign_in: SignIn, url: str, notice_id: str) -> None:
    assert sign_in("officer").get(f"{url}correction").status_code == 409
    assert sign_in("officer").get(url.replace(notice_id, "0" * 36) + "correct").status_code == 404
    for name, status in (("owner", 403), ("clinician", 403), ("outsider", 404)):
        assert sign_in(name).get(f"{url}correct").status_code == status
    for act in ("correction", "refuse"):
        assert sign_in("officer").post(f"{url}{act}", data={"version": "1"}).status_code == 403


def test_a_refusal_asks_why(sign_in: SignIn, database: Database, url: str) -> None:
    typed = {**sections(database), "version": "0", "reason": "It named no age", "section_1": "All care of adults."}
    assert sign_in("officer").post(f"{url}correct", data=typed).status_code == 302
    owner = sign_in("owner")
    assert owner.post(f"{url}refuse", data={"version": "1", "refusal": ""}).status_code == 422
    assert owner.post(f"{url}refuse", data={"version": "1", "refusal": "It is right."}).status_code == 302
    assert owner.get(f"{url}correction").status_code == 409


def test_the_pdf_of_a_notice_is_public_once_it_is_printed(sign_in: SignIn, notice_id: str) -> None:
    client = sign_in("outsider")
    assert client.get(f"/notices/{notice_id}/pdf").status_code == 404
    assert "as a PDF" not in client.get(f"/notices/{notice_id}").text
