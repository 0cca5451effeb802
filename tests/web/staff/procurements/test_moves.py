"""Moves by hand: the hub says what objects, and what is not possible is refused, unchanged and audited."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import select

from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, Procurement, StageChange
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.notices import approve_notices

SignIn = Callable[[str], FlaskClient]


def state(database: Database, world: World) -> tuple[Stage, int, int]:
    """Return stage, version and number of moves made."""
    with database.reading() as session:
        row = session.get_one(Procurement, world.procurement_id)
        return row.stage, row.version, len(session.scalars(select(StageChange)).all())


def last_event(database: Database) -> AuditEvent:
    """Return the newest audit entry."""
    with database.reading() as session:
        return session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()  # type: ignore[return-value]  # reason: there is always one


def test_the_hub_names_what_objects(sign_in: SignIn, world: World) -> None:
    page = sign_in("officer").get(f"/staff/procurements/{world.reference}/")
    assert page.status_code == 200
    assert "The programme has no budget" in page.text
    assert "You are here" in page.text


def test_a_refused_move_changes_nothing_and_is_audited(sign_in: SignIn, world: World, database: Database) -> None:
    before = state(database, world)
    answer = sign_in("officer").post(
        f"/staff/procurements/{world.reference}/move/start_engagement", data={"version": before[1]}
    )
    assert answer.status_code == 409
    assert "The programme has no budget" in answer.text
    assert state(database, world) == before
    event = last_event(database)
    assert event.tag == "move:refused"
    assert event.body["data"]["codes"] == ["budget", "pathways", "outcomes"]


def test_a_move_from_the_wrong_stage_is_refused(sign_in: SignIn, world: World, database: Database) -> None:
    before = state(database, world)
    answer = sign_in("officer").post(
        f"/staff/procurements/{world.reference}/move/confirm_award", data={"version": before[1]}
    )
    assert answer.status_code == 409
    assert "is not possible at the stage" in answer.text
    assert state(database, world) == before


def test_a_move_that_is_not_mine_is_refused(sign_in: SignIn, world: World, database: Database) -> None:
    before = state(database, world)
    answer = sign_in("clinician").post(
        f"/staff/procurements/{world.reference}/move/abandon", data={"version": before[1], "reason": "I want to"}
    )
    assert answer.status_code == 403
    assert state(database, world) == before


def test_abandoning_needs_a_reason_at_the_field(sign_in: SignIn, world: World, database: Database) -> None:
    before = state(database, world)
    answer = sign_in("owner").post(
        f"/staff/procurements/{world.reference}/move/abandon", data={"version": before[1], "reason": " "}
    )
    assert answer.status_code == 422
    assert "Enter the reason" in answer.text
    assert state(database, world) == before


def test_abandoning_with_a_reason_ends_it_and_a_second_press_is_refused(
    sign_in: SignIn, world: World, database: Database
) -> None:
    client = sign_in("owner")
    with database.transaction() as session:
        approve_notices(session, world, "abandon", "The programme is merged with another.")
    _, version, _ = state(database, world)
    data = {"version": version, "reason": "The programme is merged with another."}
    url = f"/staff/procurements/{world.reference}/move/abandon"
    assert "The programme is merged with another." in client.get(url).text
    assert client.post(url, data={**data, "reason": "Another"}).status_code == 422
    assert client.post(url, data=data).status_code == 302
    after = state(database, world)
    assert after[0] is Stage.ABANDONED
    assert client.post(url, data=data).status_code == 409
    assert state(database, world) == after


def test_a_stale_page_is_refused(sign_in: SignIn, world: World, database: Database) -> None:
    stage, version, made = state(database, world)
    answer = sign_in("owner").post(
        f"/staff/procurements/{world.reference}/move/abandon", data={"version": version + 7, "reason": "A good one."}
    )
    assert answer.status_code == 409
    assert "changed by someone else" in answer.text
    assert state(database, world) == (stage, version, made)


def test_an_unknown_move_does_not_exist(sign_in: SignIn, world: World) -> None:
    assert sign_in("officer").get(f"/staff/procurements/{world.reference}/move/teleport").status_code == 404


def test_starting_a_procurement_makes_its_starter_the_officer(sign_in: SignIn, database: Database) -> None:
    client = sign_in("outsider")
    data = {
        "title": "Respiratory", "summary": "All of it.", "care_group": "Respiratory", "population": "1,000",
        "contract_years": "5", "outcome_share_percent": "30", "integration_forms": ["alliance"],
        "regime": "pa23", "circumstances": ["light_touch"],
    }  # fmt: skip
    refused = client.post("/staff/procurements/new", data={**data, "contract_years": "50"})
    assert refused.status_code == 422
    assert "Enter 1 to 20 years" in refused.text
    assert "Respiratory" in refused.text
    with database.reading() as session:
        assert len(session.scalars(select(Procurement)).all()) == 1
    unsaid = client.post("/staff/procurements/new", data={**data, "regime": ""})
    assert unsaid.status_code == 422
    assert "Select the law under which it runs" in unsaid.text
    meaningless = client.post("/staff/procurements/new", data={**data, "regime": "psr"})
    assert meaningless.status_code == 422
    assert "changes nothing under the Provider Selection Regime 2023" in meaningless.text
    made = client.post("/staff/procurements/new", data=data)
    assert made.status_code == 302
    shown = client.get(made.location)
    assert "Competitive flexible procedure with dialogue, Procurement Act 2023" in Markup(shown.text).striptags()


def test_an_excluding_duty_is_refused_at_the_field(sign_in: SignIn, world: World) -> None:
    answer = sign_in("officer").post(
        f"/staff/procurements/{world.reference}/people/assign",
        data={"user": str(world.users["clinician"]), "role": "approver"},
    )
    assert answer.status_code == 422
    assert "a scorer does not approve the result of the scoring" in answer.text
