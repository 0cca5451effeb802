"""An auditor reads every record that is not sealed, changes nothing, and every reading is on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor, Audience, Reach, permits
from assurance.domain.authority.roles import Role
from assurance.persistence.models import AuditEvent
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.evaluation import RATIONALE, Scene
from tests.factories.tenders import submitted, tenders_open

SignIn = Callable[[str], FlaskClient]
At = Callable[[str], str]
AUDITOR = Actor(1, "Auditor", Audience.STAFF, 1, roles=frozenset({Role.AUDITOR}))
ACTS = {
    "staff.evaluation.drafts": "one’s own marks on their way",
    "staff.evaluation.guide": "one’s own guide; an auditor finds it among the packs",
    "staff.evaluation.invitation": "one’s own invitation to the panel",
    "staff.evaluation.queue": "one’s own questions",
    "staff.evaluation.score": "marking",
    "staff.gates.own_evidence_file": "what one gave as evidence oneself",
    "staff.tender.reuse": "choosing criteria to start from",
    "staff.tender.workbook": "writing criteria in a workbook; what they are is on the page of criteria",
    "staff.tender.workbook_file": "the same",
    "staff.tender.workbook_table": "the same",
}
"""Pages that only show and are no record: each a step of an act that an auditor never does."""
JUDGED_INSIDE = {
    "staff.procurements.move", "staff.evaluation.decide_abnormal", "staff.evaluation.seen",
    "staff.planning.try_payment",
}  # fmt: skip
"""Pages that all may see and whose act is judged when it is done; a reminder; a trial that keeps nothing."""

UNMADE = {
    f"staff.{name}": 404
    for name in (
        "award.letter", "selection.letter", "selection.letter_pdf", "selection.request", "letters.debrief",
        "planning.specification_changes", "contract.amendments", "contract.exit_plan", "contract.indicators",
        "contract.results", "contract.running", "contract.schedules", "contract.statements", "contract.subcontracts",
    )
} | {"staff.opening.payment": 409, "staff.planning.try_payment": 409}  # fmt: skip
"""What there is none of in the scene: it has bids, and neither requests, letters, a payment model nor a contract."""


def _staff_pages(app: Flask) -> list[Any]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("staff.") and "ref" in rule.arguments]


def _permitted(app: Flask, rule: Any) -> bool:
    return permits(AUDITOR, app.view_functions[rule.endpoint].access.permission, Reach(1))


def test_every_page_that_only_shows_is_open_to_an_auditor(app: Flask) -> None:
    shows = [rule for rule in _staff_pages(app) if "GET" in rule.methods and "POST" not in rule.methods]
    assert {rule.endpoint for rule in shows if not _permitted(app, rule)} == set(ACTS)


def test_no_form_is_open_to_an_auditor(app: Flask) -> None:
    takes = [rule for rule in _staff_pages(app) if "POST" in rule.methods]
    assert {rule.endpoint for rule in takes if _permitted(app, rule)} == JUDGED_INSIDE


def _address(app: Flask, scene: Scene, rule: Any) -> str:
    known: dict[str, Any] = {"ref": scene.world.reference, "bid_id": scene.bids[0], "code": "clinical"}
    given = {name: known.get(name, 999_999) for name in rule.arguments}
    with app.test_request_context():
        return str(app.url_map.bind("").build(rule.endpoint, given))


def test_each_such_page_answers_an_auditor_once_the_evaluation_is_done(
    app: Flask, sign_in: SignIn, scene: Scene, arrange: Callable[..., None]
) -> None:
    arrange(scene.to_ranking)
    client, answers = sign_in("auditor"), {}
    for rule in _staff_pages(app):
        if "GET" in rule.methods and rule.arguments <= {"ref", "bid_id", "code"} and _permitted(app, rule):
            answers[rule.endpoint] = client.get(_address(app, scene, rule)).status_code
    assert {name: status for name, status in answers.items() if status != 200} == UNMADE
    assert len(answers) > 35


def test_whatever_an_auditor_sends_is_refused_and_changes_nothing(
    app: Flask, sign_in: SignIn, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(scene.to_moderation)
    client = sign_in("auditor")
    before = {row.tag for row in read.scalars(select(AuditEvent))}
    for rule in _staff_pages(app):
        if "POST" in rule.methods:
            status = client.post(_address(app, scene, rule), data={}).status_code
            assert status in (403, 404) or rule.endpoint in JUDGED_INSIDE, (rule.endpoint, status)
    read.rollback()
    new = {row.tag for row in read.scalars(select(AuditEvent))} - before
    assert new <= {"access:denied", "record:read", "write:refused"}


def test_an_auditor_reads_locked_marks_with_their_record_and_the_reading_is_on_record(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(scene.to_ranking)
    client = sign_in("auditor")
    shown = client.get(at(f"moderate/{scene.bids[0]}/clinical")).text
    assert RATIONALE in shown
    assert "Agreed mark" in shown
    assert "Record the agreed mark" not in shown
    assert f"moderate/{scene.bids[0]}/clinical" in client.get(at("moderation")).text
    client.get(at("ranking"))
    read.rollback()
    events = [row for row in read.scalars(select(AuditEvent)) if row.actor_id == scene.world.users["auditor"]]
    assert ("bid:read", "marks:clinical") in [(row.tag, row.body["data"].get("what")) for row in events]
    assert [row.subject for row in events if row.tag == "record:read"] == ["moderation", "ranking"]


def test_marks_are_sealed_to_an_auditor_until_moderation(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    arrange(scene.lock_all)
    answer = sign_in("auditor").get(at(f"moderate/{scene.bids[0]}/clinical"))
    assert (answer.status_code, RATIONALE in answer.text) == (409, False)


@pytest.mark.parametrize("name", ["officer", "owner", "finance", "reviewer"])
def test_others_outside_the_panel_still_see_no_individual_marks(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], name: str
) -> None:
    arrange(scene.to_moderation)
    answer = sign_in(name).get(at(f"moderate/{scene.bids[0]}/clinical"))
    assert answer.status_code == 403
    assert "You may not see this" in answer.text
    assert "Nothing was changed" not in answer.text


def test_a_sealed_tender_stays_sealed_to_an_auditor(sign_in: SignIn, database: Database, world: World) -> None:
    with database.transaction() as session:
        tenders_open(session, world)
        bid = submitted(session, world, "alder").public_id
    client, box = sign_in("auditor"), f"/staff/procurements/{world.reference}"
    answer = client.get(f"{box}/opening/{bid}")
    assert answer.status_code == 409
    assert "sealed until two openers have opened them" in answer.text
    for page in ("opening/", "tender-box/", "timeline"):
        assert "canary" not in client.get(f"{box}/{page}").text
