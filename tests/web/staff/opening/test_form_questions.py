"""Who answers for what a form of working brings, read after the opening and answered by each side on its own page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, Letter, Procurement
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World
from tests.factories.tenders import OPENING, close, open_box, submitted, tenders_open

SignIn = Callable[[str], FlaskClient]
SAID = {"version": "0", "owner": "Board secretary", "answer": "Asked for", "evidence": "Checklist"}


@pytest.fixture
def bid_id(database: Database, world: World, clock: Any) -> str:
    """An opened tender of Alder."""
    with database.transaction() as session:
        tenders_open(session, world)
        found = submitted(session, world, "alder").public_id
        close(session, world)
        open_box(session, world)
    clock.now = OPENING
    return found


@pytest.fixture
def page(world: World, bid_id: str) -> str:
    return f"/staff/procurements/{world.reference}/opening/{bid_id}/form-questions"


def prefer(database: Database, world: World, bid_id: str, *, told: bool = False) -> None:
    with database.transaction() as session:
        bid = session.scalars(select(Bid).where(Bid.public_id == bid_id)).one()
        bid.stage = BidStage.PREFERRED
        session.get_one(Procurement, world.procurement_id).stage = Stage.CHECKPOINT_2
        if told:
            by = world.users["officer"]
            letter = {"kind": "outcome", "content": {}, "prepared_by_id": by, "prepared_at": NOW, "issued_at": NOW}
            session.add(Letter(bid_id=bid.id, **letter))


def test_the_officer_reads_what_the_bidder_says_and_that_is_on_record(
    sign_in: SignIn, page: str, database: Database
) -> None:
    answer = sign_in("officer").get(page)
    assert answer.status_code == 200
    assert "alder canary owner" in answer.text
    assert "names its own owners once this bidder is preferred" in answer.text
    assert "At the authority" not in answer.text
    with database.reading() as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert last is not None
    assert (last.tag, last.body["data"]["what"]) == ("bid:read", "form questions")
    assert sign_in("clinician").get(page).status_code == 403
    assert sign_in("outsider").get(page).status_code == 404


def test_nothing_is_read_before_the_opening(sign_in: SignIn, database: Database, world: World) -> None:
    with database.transaction() as session:
        tenders_open(session, world)
        sealed = submitted(session, world, "alder").public_id
    page = f"/staff/procurements/{world.reference}/opening/{sealed}/form-questions"
    answer = sign_in("officer").get(page)
    assert answer.status_code == 409
    assert "canary" not in answer.text


def test_the_authority_answers_for_the_preferred_bidder_only(
    sign_in: SignIn, page: str, bid_id: str, database: Database, world: World
) -> None:
    officer = sign_in("officer")
    assert officer.post(f"{page}/vat", data=SAID).status_code == 409
    prefer(database, world, bid_id)
    assert "Nobody owns it" in officer.get(page).text
    assert officer.post(f"{page}/vat", data={**SAID, "owner": ""}).status_code == 422
    assert officer.post(f"{page}/weather", data=SAID).status_code == 404
    saved = officer.post(f"{page}/vat", data=SAID, follow_redirects=True)
    assert "Board secretary" in saved.text
    assert "VAT: nobody at the authority" not in saved.text
    assert "Guarantee: nobody at the authority" in saved.text
    assert officer.post(f"{page}/vat", data=SAID).status_code == 409, "the page is stale"
    assert sign_in("auditor").post(f"{page}/vat", data=SAID).status_code == 403


def test_the_bidder_adds_once_it_is_told(sign_in: SignIn, bid_id: str, database: Database, world: World) -> None:
    alder, mine = sign_in("alder"), f"/supplier/bids/{bid_id}/form-questions"
    prefer(database, world, bid_id)
    assert alder.post(f"{mine}/vat", data={**SAID, "version": "1"}).status_code == 409
    assert "preferred" not in alder.get(mine).text
    prefer(database, world, bid_id, told=True)
    assert "You are the preferred bidder" in alder.get(mine).text
    assert alder.post(f"{mine}/vat", data=SAID).status_code == 302
    assert "Board secretary" in alder.get(mine).text
    assert sign_in("birch").get(mine).status_code == 404
