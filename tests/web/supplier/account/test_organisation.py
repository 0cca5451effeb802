"""An organisation's own people in the browser: joining, parts, profile, standing answers; and who is kept out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.stages import BidStage, Stage
from assurance.domain.suppliers.people import Part
from assurance.persistence.models import (
    AuditEvent,
    Bid,
    ColleagueInvitation,
    MailMessage,
    Organisation,
    StandingAnswer,
    User,
)
from assurance.persistence.session import Database
from assurance.services import accounts, mail
from tests.factories.cast import NOW, PASSWORD, World, email
from tests.factories.requests import declare_no_conflict
from tests.factories.tenders import call_open
from tests.web.registering import ask

SignIn = Callable[[str], FlaskClient]
HOME = "/supplier/organisation"
NEW = "new.person@example.org"


@pytest.fixture
def viewer(database: Database, world: World) -> None:
    """A colleague of Alder who only reads."""
    with database.transaction() as session:
        accounts.create_user(
            session, email=email("viewer"), name="Test Viewer", password=PASSWORD, now=NOW,
            organisation=session.get_one(Organisation, world.organisations["alder"]), is_organisation_viewer=True,
        )  # fmt: skip


def link(database: Database) -> str:
    with database.reading() as session:
        body = session.scalars(select(MailMessage.body).order_by(MailMessage.id.desc())).first() or ""
    found = re.search(r"https?://\S+?(/join/\S+)", body)
    assert found
    return found[1]


def person_of(database: Database, address: str) -> User:
    with database.reading() as session:
        return session.scalars(select(User).where(User.email == address)).one()


def test_a_colleague_is_invited_joins_once_and_works(app: Flask, sign_in: SignIn, database: Database) -> None:
    alder = sign_in("alder")
    bad = alder.post(f"{HOME}/people/invite", data={"email": "nobody", "part": "contributor"})
    assert bad.status_code == 422
    assert "nobody" in bad.text
    alder.post(f"{HOME}/people/invite", data={"email": NEW, "part": "contributor"})
    assert NEW in alder.get(f"{HOME}/").text
    page = app.test_client().get(link(database)).text
    assert "Join Alder Care" in page
    weak = app.test_client().post(link(database), data={"name": "New Person", "password": "short"})
    assert weak.status_code == 422
    assert "New Person" in weak.text
    stored = link(database)
    joined = app.test_client().post(stored, data={"name": "New Person", "password": PASSWORD})
    assert joined.status_code == 302
    used, guessed = (app.test_client().get(address) for address in (stored, "/join/guessed"))
    assert used.status_code == guessed.status_code == 404
    assert "Ask the person who invited you for a new one" in used.text
    assert used.text == guessed.text
    assert app.test_client().post(stored, data={"name": "Again", "password": PASSWORD}).status_code == 404
    assert person_of(database, NEW).organisation.name == "Alder Care"


def test_the_address_in_the_message_is_not_the_one_a_request_claims(sign_in: SignIn, database: Database) -> None:
    alder, typed = sign_in("alder"), {"email": NEW, "part": "viewer"}
    claims = {"X-Forwarded-Host": "evil.example"}
    assert alder.post(f"{HOME}/people/invite", data=typed, headers={"Host": "evil.example"}).status_code == 400
    assert alder.post(f"{HOME}/people/invite", data=typed, headers=claims).status_code == 302
    with database.reading() as session:
        body = session.scalars(select(MailMessage.body)).one() or ""
    assert "evil.example" not in body


def test_an_invitation_that_does_not_arrive_says_so(sign_in: SignIn, database: Database) -> None:
    alder = sign_in("alder")
    alder.post(f"{HOME}/people/invite", data={"email": NEW, "part": "viewer"})
    assert "could not be delivered" not in alder.get(f"{HOME}/").text
    said = []
    for _ in range(len(mail.PAUSES) + 1):
        with database.transaction() as session:
            key = session.scalars(select(MailMessage.key)).one()
            mail.mark_failed(session, key=key, error="550 internal.host says no", now=NOW)
        said.append(alder.get(f"{HOME}/").text)
    assert "is tried again" in said[0]
    assert "check the address" in said[-1]
    assert not any("internal.host" in each for each in said)


def test_a_deactivated_person_is_out_at_their_next_page(sign_in: SignIn, database: Database, viewer: None) -> None:
    alder, them = sign_in("alder"), sign_in("viewer")
    assert them.get(f"{HOME}/").status_code == 200
    number = person_of(database, email("viewer")).id
    assert alder.post(f"{HOME}/people/{number}/deactivate").status_code == 302
    assert them.get(f"{HOME}/").status_code == 302
    assert them.post("/supplier/alerts/", data={}).status_code == 401


def test_the_last_lead_is_told_why_they_stay(sign_in: SignIn, world: World) -> None:
    alder = sign_in("alder")
    own = f"{HOME}/people/{world.users['alder']}"
    refused = alder.post(own, data={"part": Part.VIEWER.value})
    assert refused.status_code == 422
    assert "always has a lead" in refused.text
    assert alder.post(f"{own}/deactivate").status_code == 409


@pytest.mark.parametrize(
    ("path", "data"),
    [("people/invite", {"email": NEW, "part": "viewer"}), ("profile", {"version": "1"}),
     ("standing/insurance", {"version": "0", "text": "Cover"})],
)  # fmt: skip
def test_a_viewer_changes_nothing_and_the_refusal_is_on_record(
    sign_in: SignIn, database: Database, viewer: None, path: str, data: dict[str, str]
) -> None:
    them = sign_in("viewer")
    assert them.post(f"{HOME}/{path}", data=data).status_code == 403
    with database.reading() as session:
        last = session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq.desc())).first()
        assert session.scalars(select(ColleagueInvitation)).all() == []
    assert last == "access:denied"
    assert "Invite a colleague" not in them.get(f"{HOME}/").text


def test_nobody_sees_or_touches_another_organisation(sign_in: SignIn, world: World) -> None:
    birch = sign_in("birch")
    theirs = f"{HOME}/people/{world.users['alder']}"
    for answer in (birch.get(theirs), birch.post(f"{theirs}/deactivate"), birch.get(f"{HOME}/people/99999999999")):
        assert answer.status_code == 404
    assert "Alder" not in birch.get(f"{HOME}/").text
    assert sign_in("officer").get(f"{HOME}/").status_code == 403


def test_the_profile_is_saved_and_a_bad_number_comes_back(sign_in: SignIn) -> None:
    alder = sign_in("alder")
    data = {"version": "1", "company_number": "12", "address": "1 Test Street", "annual_turnover_amount": "1,000"}
    bad = alder.post(f"{HOME}/profile", data={**data, "company_number": "not one"})
    assert bad.status_code == 422
    assert "not one" in bad.text
    assert "00000012" in alder.post(f"{HOME}/profile", data=data, follow_redirects=True).text
    assert alder.post(f"{HOME}/profile", data=data).status_code == 409


def test_standing_answers_go_into_a_request_with_one_press(
    sign_in: SignIn, database: Database, world: World, clock: Any
) -> None:
    alder = sign_in("alder")
    with database.transaction() as session:
        call_open(session, world)
    alder.post(f"{HOME}/standing/insurance", data={"version": "0", "text": "Cover A", "is_confirmed": "y"})
    assert alder.post(f"{HOME}/standing/insurance", data={"version": "0", "text": "Cover B"}).status_code == 409
    assert alder.get(f"{HOME}/standing/weather").status_code == 404
    bid = alder.post(f"/supplier/opportunities/{world.reference}/ask").headers["Location"].removesuffix("/")
    assert "Use our standing answers" in alder.get(f"{bid}/").text
    page = alder.post(f"{bid}/standing", follow_redirects=True).text
    assert "Cover A" in page
    assert "from the standing answers of Monday 6 January 2025" in page
    assert sign_in("birch").post(f"{bid}/standing").status_code == 404
    with database.transaction() as session:
        row = session.scalars(select(Bid)).one()
        row.stage, row.requested_at = BidStage.REQUESTED, NOW
        number = session.scalars(select(StandingAnswer.id)).one()
        world.at(session, Stage.SELECTION)
        declare_no_conflict(session, world)
    alder.post(f"{HOME}/standing/insurance", data={"version": str(number), "text": "Cover B"})
    decide = f"/staff/procurements/{world.reference}/selection/{bid.split('/')[-2]}"
    for page in (sign_in("officer").get(decide).text, alder.get(f"{bid}/check").text):
        assert "Cover A" in page
        assert "Cover B" not in page
    assert alder.post(f"{bid}/standing").status_code == 409


def test_registering_a_name_like_another_asks_first(app: Flask, database: Database, world: World) -> None:
    asked = ask(app, organisation_name="ALDER CARE LTD", email=NEW)
    assert asked.status_code == 422
    assert "with a name like this" in asked.text
    assert "Alder Care<" not in asked.text
    assert ask(app, organisation_name="ALDER CARE LTD", email=NEW, is_different="y").status_code == 200
