"""Market engagement in the browser, from the questionnaire to the public summary; and who reads what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.stages import Stage
from assurance.persistence.models import Engagement
from assurance.persistence.session import Database
from assurance.services import planning
from tests.factories.cast import NOW, World
from tests.factories.tenders import call_open
from tests.web.auth.test_mailed import newest_link
from tests.web.registering import ask, complete

SignIn = Callable[[str], FlaskClient]
ASKED = {
    "version": "0", "introduction": "We plan one contract for all knee care: what is possible?",
    "questions": "Which term?\nWhich partners?", "closes_on-day": "20", "closes_on-month": "1",
    "closes_on-year": "2025", "closes_time": "12:00",
}  # fmt: skip


@pytest.fixture
def url(database: Database, world: World) -> str:
    """Where the authority works on engagement, which has started."""
    with database.transaction() as session:
        common = {"procurement": world.procurement(session), "actor": world.actor(session, "officer"), "now": NOW}
        planning.add_element(session, pathway="Knee pain", name="Surgery", **common)
        world.at(session, Stage.ENGAGEMENT)
    return f"/staff/procurements/{world.reference}/engagement"


@pytest.fixture
def asked(url: str, sign_in: SignIn, database: Database) -> str:
    """Where providers answer the published questionnaire."""
    officer = sign_in("officer")
    assert officer.post(f"{url}/questionnaire", data=ASKED).status_code == 302
    assert officer.post(f"{url}/publish").status_code == 302
    with database.reading() as session:
        return f"/supplier/engagement/{session.scalars(select(Engagement.public_id)).one()}"


def test_a_bad_questionnaire_comes_back_whole(url: str, sign_in: SignIn, database: Database) -> None:
    page = sign_in("officer").post(f"{url}/questionnaire", data={**ASKED, "closes_on-day": "6"})
    assert page.status_code == 422
    assert "at least one day" in page.text
    assert "Which partners?" in page.text
    with database.reading() as session:
        assert session.scalars(select(Engagement)).all() == []


def test_it_is_answered_in_draft_submitted_and_read_by_the_authority_alone(
    url: str, asked: str, sign_in: SignIn, world: World, app: Flask
) -> None:
    alder, officer = sign_in("alder"), sign_in("officer")
    assert "Which term?" in app.test_client().get(asked.removeprefix("/supplier")).text
    draft = {"version": "0", "answer_0": "Seven years", "answer_1": "", "ready_0": "now"}
    assert alder.post(f"{asked}/answer", data={**draft, "ready_0": "perhaps"}).status_code == 422
    assert "not submitted yet" in alder.post(f"{asked}/answer", data=draft, follow_redirects=True).text
    assert alder.post(f"{asked}/answer", data=draft).status_code == 409
    assert "Alder" not in officer.get(f"{url}/answers").text
    assert "answers-saved" not in officer.get(f"/staff/procurements/{world.reference}/timeline").text
    own = f"{url}/answers/{world.organisations['alder']}"
    assert officer.get(own).status_code == 404
    assert alder.post(f"{asked}/submit").status_code == 302
    assert "Alder Care" in officer.get(f"{url}/answers").text
    assert "Seven years" in officer.get(own).text
    assert "Seven years" not in sign_in("birch").get(asked).text
    assert "Seven years" not in app.test_client().get(asked.removeprefix("/supplier")).text


@pytest.mark.parametrize(
    ("name", "status"),
    [("officer", 200), ("owner", 200), ("auditor", 200), ("clinician", 403), ("moderator", 403), ("approver", 403),
     ("outsider", 404), ("birch", 404)],
)  # fmt: skip
def test_who_reads_answers_and_interest(url: str, asked: str, sign_in: SignIn, name: str, status: int) -> None:
    client = sign_in(name)
    for page in ("answers", "interest"):
        assert client.get(f"{url}/{page}").status_code == status


@pytest.mark.parametrize("path", ["questionnaire", "publish", "themes/new", "themes/1/remove", "summary"])
def test_who_does_not_plan_writes_nothing(url: str, sign_in: SignIn, path: str) -> None:
    assert sign_in("auditor").post(f"{url}/{path}", data=ASKED).status_code == 403


def test_the_closing_time_ends_answering_and_lets_the_summary_out(
    url: str, asked: str, sign_in: SignIn, clock: Any, app: Flask
) -> None:
    officer, alder = sign_in("officer"), sign_in("alder")
    theme = {
        "title": "Term", "heard": "Five years are too few to invest.", "is_changed": "changed",
        "outcome": "The term grew to seven years.",
    }  # fmt: skip
    assert officer.post(f"{url}/themes/new", data={**theme, "heard": "Short"}).status_code == 422
    assert officer.post(f"{url}/themes/new", data=theme).status_code == 302
    assert officer.post(f"{url}/summary").status_code == 409
    clock.now = NOW + timedelta(days=14, hours=3)
    assert alder.post(f"{asked}/answer", data={"version": "0", "answer_0": "Late", "ready_0": ""}).status_code == 409
    assert officer.post(f"{url}/summary").status_code == 302
    notices = app.test_client().get("/notices/").text
    assert "What market engagement changed" in notices
    assert "Market engagement: " in notices


def test_interest_is_said_from_the_questionnaire_and_seen_by_the_officer(
    url: str, asked: str, sign_in: SignIn, database: Database, world: World
) -> None:
    alder = sign_in("alder")
    assert alder.post(f"{asked}/interest", data={"message": "x" * 2001}).status_code == 422
    assert alder.post(f"{asked}/interest", data={"message": "We would lead <b>"}).status_code == 302
    officer = sign_in("officer")
    assert "We would lead &lt;b&gt;" in officer.get(f"{url}/interest").text
    with database.transaction() as session:
        call_open(session, world)
    page = f"/supplier/opportunities/{world.reference}"
    assert "Withdraw the interest" in alder.get(page).text
    assert "We would lead" not in sign_in("birch").get(page).text
    assert alder.post(f"{page}/interest/withdraw").status_code == 302
    assert "Nobody has said so yet" in officer.get(f"{url}/interest").text


def test_suppliers_are_listed_with_what_was_found(sign_in: SignIn, app: Flask, database: Database) -> None:
    ask(app, organisation_name="Alder\u200b Care Ltd", is_different="y")
    complete(app.test_client(), newest_link(database, "registration"))
    page = sign_in("outsider").get("/staff/suppliers/").text
    assert "2 of 5 should be looked at" in page
    assert sign_in("alder").get("/staff/suppliers/").status_code == 403
