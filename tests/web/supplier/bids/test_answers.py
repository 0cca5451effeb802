"""Answering with colleagues: both texts are given back to choose from, another question is told, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from assurance.persistence.models import Answer, AnswerDraft, AuditEvent, Bid, CriterionRow, User
from assurance.persistence.session import Database
from assurance.services import submission, suppliers
from tests.factories.answers import add_colleague, issue_addendum, publish_version, question
from tests.factories.cast import NOW, World
from tests.factories.tenders import DUE, close, open_box

SignIn = Callable[[str], FlaskClient]
MINE, THEIRS = "My own words", "Ally wrote this"
AS_DATA = {"Accept": "application/json"}


@pytest.fixture
def team(database: Database, world: World, bid_id: str) -> str:
    """Alder's lead and a contributor; the address of the answer."""
    with database.transaction() as session:
        add_colleague(session, world)
        publish_version(session, world, 1)
    return f"/supplier/bids/{bid_id}/answers/care"


def hidden(page: str) -> dict[str, str]:
    """What the form of the answer carries."""
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("version", "asked")}
    return {name: each[1] for name, each in found.items() if each is not None}


def offered(page: str, button: str) -> str:
    """The value that a button of the page sends."""
    found = re.search(rf'<button[^>]*name="{button}"[^>]*>', page)
    assert found is not None
    return re.findall('value="([^"]*)"', found[0])[0]


def opened(client: FlaskClient, url: str) -> dict[str, str]:
    return hidden(client.get(url).text)


def text_of(database: Database) -> str:
    with database.reading() as session:
        return session.scalars(select(Answer.text).join(CriterionRow).where(CriterionRow.code == "care")).one()


def drafts(database: Database) -> list[str]:
    """The drafts of the answer, newest first."""
    with database.reading() as session:
        query = select(AnswerDraft.text).where(AnswerDraft.code == "care").order_by(AnswerDraft.number.desc())
        return list(session.scalars(query))


def refusals(database: Database) -> list[dict[str, Any]]:
    with database.reading() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.tag == "write:refused"))
        return [row.body["data"] for row in rows]


@pytest.fixture
def clash(sign_in: SignIn, team: str) -> tuple[FlaskClient, Any]:
    """The lead, whose save came after a colleague's, and the page that says so."""
    lead, ally = sign_in("alder"), sign_in("ally")
    mine, theirs = opened(lead, team), opened(ally, team)
    assert ally.post(team, data={**theirs, "text": THEIRS}).status_code == 302
    return lead, lead.post(team, data={**mine, "text": MINE})


def test_both_texts_are_given_back_and_the_refusal_is_on_record(
    clash: tuple[FlaskClient, Any], database: Database
) -> None:
    page = clash[1]
    assert page.status_code == 409
    assert page.text.count(MINE) == 2, "beside the other, and in the form"
    assert THEIRS in page.text
    assert "Saved by Ally Contributor meanwhile" in page.text
    assert text_of(database) == THEIRS
    assert drafts(database)[:2] == [MINE, THEIRS]
    assert [each["code"] for each in refusals(database)] == ["stale"]


@pytest.mark.parametrize(("button", "stands"), [("keep", MINE), ("merge", f"{THEIRS}\n\n{MINE}"), ("take", THEIRS)])
def test_each_choice_loses_nothing(
    clash: tuple[FlaskClient, Any], database: Database, team: str, button: str, stands: str
) -> None:
    lead, page = clash
    chosen = lead.post(team, data={**hidden(page.text), "text": MINE, button: offered(page.text, button)})
    assert chosen.status_code == 302
    assert text_of(database) == stands
    assert {MINE, THEIRS} <= set(drafts(database))


def test_a_third_save_meanwhile_is_asked_about_again(
    clash: tuple[FlaskClient, Any], sign_in: SignIn, database: Database, team: str
) -> None:
    lead, page = clash
    ally = sign_in("ally")
    assert ally.post(team, data={**opened(ally, team), "text": "Newer still"}).status_code == 302
    again = lead.post(team, data={**hidden(page.text), "text": MINE, "keep": offered(page.text, "keep")})
    assert again.status_code == 409
    assert "Newer still" in again.text
    assert text_of(database) == "Newer still"


def test_texts_too_long_together_come_back_as_one_to_be_cut(sign_in: SignIn, database: Database, team: str) -> None:
    lead = sign_in("alder")
    long = "one two three four five six seven eight"
    page = lead.post(team, data={**opened(lead, team), "version": "0", "text": long, "merge": "1"})
    assert page.status_code == 422
    assert f"alder canary answer\n\n{long}" in page.text
    assert 'name="version" value="1"' in page.text
    assert text_of(database) == "alder canary answer"


def test_the_page_that_saves_by_itself_is_told_the_same(sign_in: SignIn, database: Database, team: str) -> None:
    lead, ally = sign_in("alder"), sign_in("ally")
    mine, theirs = opened(lead, team), opened(ally, team)
    saved = ally.post(f"{team}/autosave", data={**theirs, "text": THEIRS}, headers=AS_DATA).get_json()
    assert saved == {"saved": "Saved at 9am on 6 Jan 2025", "version": 2}
    refused = lead.post(f"{team}/autosave", data={**mine, "text": MINE}, headers=AS_DATA)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "stale")
    assert MINE in refused.get_json()["clash"]
    assert THEIRS in refused.get_json()["clash"]
    long = lead.post(f"{team}/autosave", data={**opened(lead, team), "text": "a " * 11}, headers=AS_DATA)
    assert (long.status_code, "take out 1" in long.get_json()["reason"]) == (422, True)
    assert text_of(database) == THEIRS


def test_what_is_typed_is_never_markup(sign_in: SignIn, team: str) -> None:
    lead = sign_in("alder")
    script = "<script>alert(1)</script>"
    page = lead.post(team, data={**opened(lead, team), "version": "0", "text": script})
    data = lead.post(f"{team}/autosave", data={"version": "0", "text": script}, headers=AS_DATA).get_json()
    assert (page.status_code, script in page.text, script in data["clash"]) == (409, False, False)


def test_an_answer_to_what_was_asked_before_an_addendum_is_a_draft(
    sign_in: SignIn, database: Database, world: World, team: str
) -> None:
    lead = sign_in("alder")
    old = opened(lead, team)
    with database.transaction() as session:
        issue_addendum(session, world)
    page = lead.post(team, data={**old, "text": MINE})
    assert page.status_code == 409
    assert "What is asked has changed" in page.text
    assert "covers nights" in page.text
    assert "Read addendum 1" in page.text
    assert MINE in page.text
    assert (text_of(database), drafts(database)[0]) == ("alder canary answer", MINE)
    assert [each["code"] for each in refusals(database)] == ["stale_form"]
    data = lead.post(f"{team}/autosave", data={**old, "text": MINE}, headers=AS_DATA)
    assert (data.status_code, data.get_json()["code"]) == (409, "stale_form")
    assert lead.post(team, data={**old, "text": MINE, "read": offered(page.text, "read")}).status_code == 302
    assert text_of(database) == MINE


def test_a_question_that_was_taken_away_keeps_what_was_typed(
    sign_in: SignIn, database: Database, world: World, team: str
) -> None:
    lead = sign_in("alder")
    old = opened(lead, team)
    with database.transaction() as session:
        gone = question(session, world)
        session.execute(delete(Answer).where(Answer.criterion_id == gone.id))
        session.delete(gone)
    page = lead.post(team, data={**old, "text": MINE})
    assert page.status_code == 409
    assert "This question is no longer asked" in page.text
    assert MINE in page.text
    assert drafts(database)[0] == MINE
    data = lead.post(f"{team}/autosave", data={**old, "text": "Other words"}, headers=AS_DATA)
    assert (data.status_code, data.get_json()["code"]) == (409, "stale_form")
    for address in (team, f"{team}/drafts"):
        assert MINE in lead.get(address).text
    assert "no longer asked" in lead.get(team.partition("answers")[0]).text
    assert lead.post(team.replace("care", "never"), data={**old, "text": MINE}).status_code == 404


def test_a_form_that_no_page_of_ours_wrote_is_refused(sign_in: SignIn, database: Database, team: str) -> None:
    lead = sign_in("alder")
    for broken in ({"asked": "x"}, {"version": "x"}):
        assert lead.post(team, data={**opened(lead, team), **broken, "text": MINE}).status_code == 422
    assert text_of(database) == "alder canary answer"


def test_at_the_deadline_a_save_is_refused_and_says_so(
    sign_in: SignIn, clock: Any, database: Database, team: str
) -> None:
    lead = sign_in("alder")
    form = opened(lead, team)
    clock.now = DUE
    page = lead.post(team, data={**form, "text": MINE})
    data = lead.post(f"{team}/autosave", data={**form, "text": MINE}, headers=AS_DATA)
    assert (page.status_code, data.status_code) == (409, 409)
    assert "Final tenders are closed" in page.text
    assert MINE in page.text
    assert "Final tenders are closed" in data.get_json()["reason"]
    assert MINE not in drafts(database)
    assert 'name="text"' not in lead.get(team).text, "nobody types in vain"


def test_a_contributor_who_is_removed_loses_access_at_once(
    sign_in: SignIn, database: Database, world: World, team: str
) -> None:
    ally = sign_in("ally")
    form = opened(ally, team)
    with database.transaction() as session:
        person = session.get_one(User, world.users["ally"])
        suppliers.deactivate(session, person=person, actor=world.actor(session, "alder"), now=NOW)
    assert ally.post(f"{team}/autosave", data={**form, "text": MINE}, headers=AS_DATA).status_code == 401
    assert ally.get(team).status_code == 302
    assert text_of(database) == "alder canary answer"


@pytest.mark.parametrize("page", ["answers/care", "answers/care/drafts", "preview", "preview/care"])
def test_nobody_else_sees_any_of_it(sign_in: SignIn, bid_id: str, page: str) -> None:
    address = f"/supplier/bids/{bid_id}/{page}"
    assert sign_in("alder").get(address).status_code == 200
    assert sign_in("birch").get(address).status_code == 404
    assert sign_in("officer").get(address).status_code == 403


def test_a_viewer_reads_the_preview_and_writes_nothing(
    sign_in: SignIn, database: Database, world: World, team: str, bid_id: str
) -> None:
    with database.transaction() as session:
        session.get_one(User, world.users["ally"]).is_organisation_viewer = True
    ally = sign_in("ally")
    assert ally.post(team, data={"version": "1", "text": MINE}).status_code == 403
    assert ally.get(team).status_code == 403
    workspace = ally.get(f"/supplier/bids/{bid_id}/").text
    assert f"/supplier/bids/{bid_id}/preview/care" in workspace
    assert f"/supplier/bids/{bid_id}/answers/care" not in workspace
    assert ally.get(f"/supplier/bids/{bid_id}/preview/care").status_code == 200


def test_an_earlier_draft_is_used_again(sign_in: SignIn, database: Database, team: str) -> None:
    lead = sign_in("alder")
    lead.post(team, data={**opened(lead, team), "text": MINE})
    page = lead.get(f"{team}/drafts").text
    number = re.search(r'name="draft" value="(\d+)"', page)
    assert number is not None
    form = {"version": opened(lead, team)["version"], "draft": number[1]}
    assert lead.post(f"{team}/drafts", data={**form, "version": "1"}).status_code == 409
    assert lead.post(f"{team}/drafts", data={**form, "draft": "99"}).status_code == 404
    assert lead.post(f"{team}/drafts", data=form).status_code == 302
    assert text_of(database) == "alder canary answer"


def test_the_workspace_says_how_far_each_part_is_and_who_writes(sign_in: SignIn, team: str, bid_id: str) -> None:
    lead, ally = sign_in("alder"), sign_in("ally")
    ally.post(team, data={**opened(ally, team), "text": THEIRS})
    page = lead.get(f"/supplier/bids/{bid_id}/").text
    assert "3 words of 10 allowed. Ally Contributor is writing this now." in page
    assert "In progress" in page
    assert "Ally Contributor is writing this now" in lead.get(team).text
    check = lead.get(f"/supplier/bids/{bid_id}/check").text
    assert "Ally Contributor is working on “Integrated care” now" in check
    assert "Submit the final tender" in check, "which keeps nobody from submitting"
    ally.post(team, data={**opened(ally, team), "text": THEIRS, "is_ready": "y"})
    assert "Ready" in lead.get(f"/supplier/bids/{bid_id}/").text


def test_the_preview_shows_each_answer_and_nothing_once_it_is_sealed(
    sign_in: SignIn, database: Database, world: World, bid_id: str
) -> None:
    lead, base = sign_in("alder"), f"/supplier/bids/{bid_id}"
    for page in ("preview", "preview/care"):
        shown = lead.get(f"{base}/{page}").text
        assert "alder canary answer" in shown
        assert "How will you integrate care?" in shown
        assert "123,456" not in shown
    assert lead.get(f"{base}/preview/price").status_code == 404
    with database.transaction() as session:
        mine = session.scalars(select(Bid)).one()
        submission.submit(session, bid=mine, actor=world.actor(session, "alder"), now=NOW)
    assert lead.get(f"{base}/preview").status_code == 409
    with database.transaction() as session:
        close(session, world)
        open_box(session, world)
    assert "alder canary answer" in lead.get(f"{base}/preview/care").text
