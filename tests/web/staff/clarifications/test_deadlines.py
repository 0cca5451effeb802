"""Addenda and later deadlines in the browser: who may, what is refused, and what everybody is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import Bid, DeadlineChange
from assurance.persistence.session import Database
from tests.factories.award import Award
from tests.factories.cast import NOW, World
from tests.factories.tenders import DUE, close, invited, open_box, put_in_box, tenders_open

SignIn = Callable[[str], FlaskClient]
LATER = {
    "due_on-day": "17", "due_on-month": "1", "due_on-year": "2025", "due_time": "12:00",
    "reason": "The service could not be reached on Monday.",
}  # fmt: skip
ADDENDUM = {
    "title": "Opening hours", "text": "Clinics are open on Saturdays from April.", "is_asking": "y",
    "changes": "Specification 4.2: weekdays becomes six days", "effective_on-day": "7", "effective_on-month": "1",
    "effective_on-year": "2025", "version": "1",
}  # fmt: skip


@pytest.fixture
def url(world: World, database: Database) -> str:
    """The address of the questions; Alder has submitted, Birch has not."""
    with database.transaction() as session:
        tenders_open(session, world)
        put_in_box(session, world, "alder")
        invited(session, world, "birch")
    return f"/staff/procurements/{world.reference}/questions"


def due(database: Database, world: World) -> object:
    with database.reading() as session:
        return world.procurement(session).tenders_due_at


def test_a_later_deadline_is_proposed_approved_and_told(
    sign_in: SignIn, url: str, database: Database, world: World
) -> None:
    officer, owner = sign_in("officer"), sign_in("owner")
    assert officer.post(f"{url}/deadlines/tenders/propose", data=LATER).status_code == 302
    assert due(database, world) == DUE
    with database.reading() as session:
        change = session.scalars(select(DeadlineChange)).one()
    page = f"{url}/deadlines/change/{change.public_id}"
    assert officer.get(page).status_code == 403
    assert "Decide on a later deadline" in owner.get("/staff/").text
    assert owner.post(page, data={"version": "1"}).status_code == 422
    assert owner.post(page, data={"decision": "approve", "version": "1"}).status_code == 302
    assert due(database, world) == NOW.replace(day=17, hour=12)
    assert owner.post(page, data={"decision": "approve", "version": "1"}).status_code == 409
    for name in ("alder", "birch"):
        assert "Later deadline: final tenders" in sign_in(name).get("/supplier/messages/").text
    assert "Later deadline" not in sign_in("cedar").get("/supplier/messages/").text
    shown = sign_in("auditor").get(f"{url}/deadlines").text
    assert "16 Jan 2025 at 9am" in shown
    assert "17 Jan 2025 at 12 noon" in shown


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"due_on-day": "15"}, 422, "only be moved later"),
        ({"due_on-day": "30", "due_on-month": "3", "due_time": "1:30"}, 422, "does not exist"),
        ({"due_on-day": "26", "due_on-month": "10", "due_time": "1:30"}, 422, "happens twice"),
        ({"reason": "Late"}, 422, "at least 20 characters"),
    ],
)
def test_what_is_refused_is_said_at_its_field(
    sign_in: SignIn, url: str, database: Database, changes: dict[str, str], status: int, words: str
) -> None:
    refused = sign_in("officer").post(f"{url}/deadlines/tenders/propose", data={**LATER, **changes})
    assert refused.status_code == status
    assert words in refused.text
    with database.reading() as session:
        assert session.scalars(select(DeadlineChange)).all() == []


def test_the_page_of_the_invitation_leads_to_the_deadlines(sign_in: SignIn, url: str) -> None:
    page = sign_in("officer").get(url.replace("/questions", "/tender/invitation")).text
    assert f"{url}/deadlines" in page


def test_after_it_has_passed_nothing_moves(sign_in: SignIn, url: str, clock, database: Database, world: World) -> None:  # type: ignore[no-untyped-def]  # reason: fixture
    officer = sign_in("officer")
    clock.now = DUE
    assert officer.post(f"{url}/deadlines/tenders/propose", data=LATER).status_code == 409
    assert officer.get(f"{url}/deadlines/nonsense/propose").status_code == 404
    assert due(database, world) == DUE


def test_an_addendum_is_confirmed_by_the_lead_and_only_then_gone_from_its_page(
    sign_in: SignIn, url: str, database: Database, world: World
) -> None:
    officer, alder = sign_in("officer"), sign_in("alder")
    assert officer.post(f"{url}/addenda/new", data={**ADDENDUM, "title": "As Birch asked"}).status_code == 422
    assert officer.post(f"{url}/addenda/new", data=ADDENDUM).status_code == 302
    with database.reading() as session:
        mine = session.scalars(select(Bid).where(Bid.organisation_id == world.organisations["alder"])).one()
    page = f"/supplier/opportunities/{world.reference}/addenda/1"
    workspace = f"/supplier/bids/{mine.public_id}/"
    assert "Confirm your tender after addendum 1" not in alder.get(workspace).text  # it was submitted at this instant
    assert sign_in("cedar").get(page).status_code == 404
    assert alder.get(page).status_code == 200


def test_an_unconfirmed_tender_is_asked_for_and_shown_at_the_check_of_compliance(  # type: ignore[no-untyped-def]  # reason: fixture
    sign_in: SignIn, url: str, database: Database, world: World, clock
) -> None:
    clock.now = NOW + timedelta(hours=1)
    officer, alder = sign_in("officer"), sign_in("alder")
    officer.post(f"{url}/addenda/new", data=ADDENDUM)
    officer.post(f"{url}/addenda/new", data=ADDENDUM)
    with database.reading() as session:
        mine = session.scalars(select(Bid).where(Bid.organisation_id == world.organisations["alder"])).one()
    asked = alder.get(f"/supplier/bids/{mine.public_id}/").text
    assert "Confirm your tender after addendum 2" in asked
    confirm = f"/supplier/bids/{mine.public_id}/addenda/1/confirm"
    assert sign_in("birch").post(confirm).status_code == 404
    assert alder.post(confirm).status_code == 302
    assert alder.post(confirm).status_code == 409
    assert "addendum 1" not in alder.get(f"/supplier/bids/{mine.public_id}/").text.lower()
    with database.transaction() as session:
        close(session, world)
        open_box(session, world)
    check = officer.get(f"/staff/procurements/{world.reference}/opening/{mine.public_id}/compliance")
    assert "Not confirmed after an addendum" in check.text
    assert "addendum 2" in check.text
    assert "addendum 1" not in check.text


def test_standstill_is_kept_longer_to_the_end_of_a_day(sign_in: SignIn, world: World, database: Database) -> None:
    with database.transaction() as session:
        Award(session, world).to_standstill()
    officer, owner = sign_in("officer"), sign_in("owner")
    deadlines = f"/staff/procurements/{world.reference}/questions/deadlines"
    assert "due_time" not in officer.get(f"{deadlines}/standstill/propose").text
    longer = {key: text for key, text in LATER.items() if key != "due_time"} | {"due_on-day": "24"}
    sooner = officer.post(f"{deadlines}/standstill/propose", data={**longer, "due_on-day": "10"})
    assert (sooner.status_code, "only be moved later than the end of Friday 17 January" in sooner.text) == (422, True)
    assert officer.post(f"{deadlines}/standstill/propose", data=longer).status_code == 302
    with database.reading() as session:
        change = session.scalars(select(DeadlineChange)).one()
    page = f"{deadlines}/change/{change.public_id}"
    assert owner.post(page, data={"decision": "approve", "version": "1"}).status_code == 302
    assert (
        "The authority has extended it" in officer.get(f"/staff/procurements/{world.reference}/award/standstill").text
    )
    assert (
        "Friday 24 January 2025 at midnight (end of day)" in officer.get(f"/staff/procurements/{world.reference}/").text
    )
