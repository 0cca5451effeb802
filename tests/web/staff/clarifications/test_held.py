"""An answer that shares words with an idea: asked for its reason on the page, shown to the owner, released or not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.clarifications.questions import Category
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Addendum, Clarification, HeldText
from assurance.persistence.session import Database
from assurance.services import clarifications
from tests.factories.cast import NOW, World
from tests.factories.dialogue import HALF, REASON, idea_of
from tests.factories.plans import make_bid, make_criteria

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def url(database: Database, world: World) -> str:
    with database.transaction() as session:
        make_criteria(session, world)
        procurement = world.at(session, Stage.DIALOGUE_1)
        bids = {name: make_bid(session, world, name, BidStage.IN_DIALOGUE) for name in ("alder", "birch")}
        idea_of(session, world, bids["alder"])
        clarifications.ask(
            session, procurement=procurement, category=Category.SPECIFICATION, question="How is a bed paid for?",
            is_confidential=False, confidential_reason="", actor=world.actor(session, "birch"), now=NOW,
        )  # fmt: skip
    return f"/staff/procurements/{world.reference}/questions"


def only(database: Database, model: type) -> object:
    with database.reading() as session:
        return session.scalars(select(model)).one()


def field_of(text: str) -> str:
    return text.split('name="finding-', 1)[1].split('"', 1)[0]


def test_the_officer_gives_the_reason_and_the_owner_reads_it_and_releases(
    sign_in: SignIn, url: str, database: Database
) -> None:
    question = only(database, Clarification)
    officer, page = sign_in("officer"), f"{url}/question/{question.public_id}/publish"  # type: ignore[attr-defined]  # reason: a row
    data = {"wording": "How is a bed paid for?", "answer": HALF, "version": "1"}
    refused = officer.post(page, data=data)
    assert refused.status_code == 422
    assert "Paid for empty beds" in refused.text
    assert "goes to the owner of the procurement first" in refused.text
    answer = officer.post(page, data={**data, f"finding-{field_of(refused.text)}": REASON}, follow_redirects=True)
    assert "Nothing is sent yet" in answer.text
    assert "Decide" not in answer.text
    held = only(database, HeldText)
    shown = f"{url}/held/{held.public_id}"  # type: ignore[attr-defined]  # reason: a row
    owner = sign_in("owner")
    assert "Release or keep back" in owner.get("/staff/").text
    text = owner.get(shown).text
    assert REASON in text
    assert HALF in text
    assert owner.post(shown, data={"decision": "keep", "reason": "", "version": "1"}).status_code == 422
    assert (
        "released and sent"
        in owner.post(shown, data={"decision": "release", "reason": "", "version": "1"}, follow_redirects=True).text
    )
    assert HALF in sign_in("alder").get(f"/supplier/opportunities/{url.split('/')[3]}/questions/").text


@pytest.mark.parametrize(("name", "status"), [("lead", 403), ("auditor", 403), ("clinician", 403), ("alder", 403)])
def test_nobody_else_releases(sign_in: SignIn, url: str, database: Database, name: str, status: int) -> None:
    officer = sign_in("officer")
    data = {
        "title": "Payment", "text": HALF, "changes": "Specification 3.1 is replaced by this",
        "effective_on-day": str(NOW.day), "effective_on-month": str(NOW.month), "effective_on-year": str(NOW.year),
    }  # fmt: skip
    refused = officer.post(f"{url}/addenda/new", data=data)
    assert refused.status_code == 422
    officer.post(f"{url}/addenda/new", data={**data, f"finding-{field_of(refused.text)}": REASON})
    held = only(database, HeldText)
    assert "Payment" in officer.get(f"{url}/addenda/new").text, "what waits can be changed"
    shown = f"{url}/held/{held.public_id}"  # type: ignore[attr-defined]  # reason: a row
    assert sign_in(name).post(shown, data={"decision": "release", "version": "1"}).status_code == status
    with database.reading() as session:
        assert session.scalars(select(Addendum)).all() == []
