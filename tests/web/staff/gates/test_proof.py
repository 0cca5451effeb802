"""Files that show what is met or done: who adds them, who reads them, and when words alone are not enough."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, Condition, ProofFile
from assurance.persistence.session import Database
from assurance.services.contracting import mobilising
from tests.factories.cast import World
from tests.factories.files import pdf
from tests.factories.running import Running, condition
from tests.web.conftest import SetClock

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def base(database: Database, world: World, clock: SetClock) -> str:
    """A signed contract before its service, with a condition that needs a document and a task; its address."""
    with database.transaction() as session:
        running = Running(session, world).sign_and_go(Stage.CHECKPOINT_3)
        row = condition(running)
        row.needs_document, row.review.verdict, row.review.concluded_at = True, "proceed_with_conditions", running.now
        terms = mobilising.TaskTerms("Sign the leases", "Estates", date(2026, 1, 6), date(2026, 1, 9))
        mobilising.add_task(
            session, procurement=running.procurement, terms=terms, actor=running.actor("contracts"), now=running.now
        )
        clock.now = running.now
    return f"/staff/procurements/{world.reference}"


def upload(client: FlaskClient, address: str, content: bytes) -> int:
    data = {"document": (io.BytesIO(content), "Map.pdf")}
    return client.post(address, data=data, content_type="multipart/form-data").status_code


def file_of(session: Session) -> ProofFile:
    return session.scalars(select(ProofFile)).one()


def test_a_condition_that_needs_a_document_is_not_met_by_words(base: str, sign_in: SignIn, database: Database) -> None:
    manager, address = sign_in("contracts"), f"{base}/gates/conditions/C-001"
    said = {"evidence": "The map is signed, page 2"}
    refused = manager.post(address, data=said)
    assert (refused.status_code, "Add the file first" in refused.text) == (422, True)
    assert said["evidence"] in refused.text
    assert upload(manager, f"{address}/files", b"no PDF") == 422
    assert upload(manager, f"{address}/files", pdf()) == 302
    with database.reading() as session:
        file_id = file_of(session).public_id
    assert manager.post(f"{address}/files/{file_id}/remove").status_code == 302
    assert manager.post(address, data=said).status_code == 422
    assert upload(manager, f"{address}/files", pdf()) == 302
    assert manager.post(address, data=said).status_code == 302
    with database.reading() as session:
        kept = session.scalars(select(Condition)).one()
        assert kept.met_at is not None
        file_id = file_of(session).public_id
    assert manager.post(f"{address}/files/{file_id}/remove").status_code == 409
    assert upload(manager, f"{address}/files", pdf()) == 409
    reviewer = sign_in("reviewer")
    assert "Map.pdf" in reviewer.get(f"{base}/gates/").text
    assert reviewer.get(f"{address}/files/{file_id}").data == pdf()
    for name in ("clinician", "alder", "outsider"):
        assert sign_in(name).get(f"{address}/files/{file_id}").status_code in (403, 404)
    with database.reading() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        assert [e.tag for e in events if e.subject == "C-001"] == [
            "condition:file-added", "condition:file-removed", "condition:file-added", "condition:met",
        ]  # fmt: skip
        assert [e.subject for e in events if e.tag == "evidence:viewed"] == ["condition C-001"]


def test_what_shows_that_a_task_is_done_stays_once_it_is(base: str, sign_in: SignIn, database: Database) -> None:
    manager, address = sign_in("contracts"), f"{base}/contract/mobilisation/1"
    assert upload(manager, f"{address}/files", pdf()) == 302
    assert upload(sign_in("officer"), f"{address}/files", pdf()) == 403
    done = {"state": "done", "evidence": "Signed by both landlords", "version": "1"}
    assert manager.post(f"{address}/state", data=done).status_code == 302
    with database.reading() as session:
        file_id = file_of(session).public_id
    assert manager.post(f"{address}/files/{file_id}/remove").status_code == 409
    assert upload(manager, f"{address}/files", pdf()) == 409
    owner = sign_in("owner")
    assert "Map.pdf" in owner.get(f"{base}/contract/mobilisation").text
    assert owner.get(f"{address}/files/{file_id}").data == pdf()
    assert owner.get(f"{base}/gates/conditions/C-001/files/{file_id}").status_code == 404, "of the task alone"
