"""What is published can be read by anyone, as it was published."""

from __future__ import annotations

import pytest
from flask import Flask

from assurance.persistence.models import Notice
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World
from tests.factories.tenders import call_open, tenders_open

ID = "22222222-2222-2222-2222-222222222222"


@pytest.fixture
def published(database: Database, world: World) -> None:
    with database.transaction() as session:
        session.add(
            Notice(
                public_id=ID, procurement_id=world.procurement_id, kind="notice_inviting_offers",
                title="Notice inviting offers: Musculoskeletal", published_at=NOW,
                content={"sections": [{"heading": "What is bought", "text": "Care.\n<script>alert(1)</script>"}]},
            )
        )  # fmt: skip


def test_a_notice_is_listed_and_shown(app: Flask, world: World, published: None) -> None:
    client = app.test_client()
    assert f"/notices/{ID}" in client.get("/notices/").text
    page = client.get(f"/notices/{ID}").text
    assert "What is bought" in page
    assert "&lt;script&gt;" in page
    assert "/opportunities/" + world.reference not in page
    assert client.get("/notices/33333333-3333-3333-3333-333333333333").status_code == 404


def test_an_opportunity_shows_criteria_with_weights_and_its_notices(
    app: Flask, database: Database, world: World, published: None
) -> None:
    client = app.test_client()
    assert "Nothing is published yet" in client.get("/opportunities/").text
    with database.transaction() as session:
        tenders_open(session, world)
        call_open(session, world)
    assert world.reference in client.get("/opportunities/").text
    page = client.get(f"/opportunities/{world.reference}").text
    for part in ("Integrated care", "60%", "Met or not met", "How will you integrate care?", f"/notices/{ID}"):
        assert part in page


def test_open_data_of_an_installation_that_published_nothing_is_an_empty_list(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/api/1.0/ocdsReleasePackages").get_json()["releases"] == []
    assert "Nothing is published yet" in client.get("/api/").text
