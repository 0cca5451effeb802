"""Asked and answered in the browser; nobody among the providers can tell who asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from assurance.domain.clarifications.questions import State
from assurance.domain.stages import Stage
from assurance.persistence.models import Clarification
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World

SignIn = Callable[[str], FlaskClient]
QUESTION = "May a canary bidder run its imaging from the quarry at Brixworth?"
GOOD = {"category": "specification", "question": QUESTION}
CHANGING = re.compile(r'Messages( \(\d+ new\))?|(Alder|Birch|Cedar|Dogwood) Lead|name="csrf_token" value="[^"]+"')
"""What belongs to the session: the name, how many messages are unread, and the token of the form that signs out."""


def stored(database: Database) -> list[Clarification]:
    with database.reading() as session:
        return list(session.scalars(select(Clarification).order_by(Clarification.id)))


def seen(client: FlaskClient, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return CHANGING.sub("", answer.text).encode()


@pytest.fixture
def staff_url(world: World) -> str:
    return f"/staff/procurements/{world.reference}/questions"


@pytest.fixture
def published(sign_in: SignIn, asking: str, staff_url: str, database: Database, clock) -> str:  # type: ignore[no-untyped-def]  # reason: fixture
    """The address of the published questions: Alder asked at 9:17, and two hours later all were answered."""
    clock.now = NOW + timedelta(minutes=17)
    assert sign_in("alder").post(f"{asking}/ask", data=GOOD).status_code == 302
    (row,) = stored(database)
    clock.now = NOW + timedelta(hours=2)
    page = f"{staff_url}/question/{row.public_id}/publish"
    data = {"wording": "Is imaging outdoors allowed?", "answer": "No.", "version": "1", "submit": "y"}
    assert sign_in("officer").post(page, data=data).status_code == 302
    return f"{asking}/"


def test_all_providers_read_the_same_page_byte_for_byte(sign_in: SignIn, published: str) -> None:
    asker, other, stranger = (seen(sign_in(name), published) for name in ("alder", "birch", "dogwood"))
    assert b"Is imaging outdoors allowed?" in asker
    assert asker == other == stranger


def test_nothing_of_the_asker_is_on_any_page_of_another(
    sign_in: SignIn, published: str, world: World, database: Database
) -> None:
    (row,) = stored(database)
    birch = sign_in("birch")
    pages = [
        published, f"{published}own", "/supplier/messages/", "/supplier/bids/", "/supplier/opportunities/",
        f"/supplier/opportunities/{world.reference}", "/notices/", "/notices.atom", "/opportunities.atom",
    ]  # fmt: skip
    for page in pages:
        text = birch.get(page).text
        for tell in ("Alder", "canary", "Brixworth", row.public_id, "9:17"):
            assert tell not in text, (page, tell)
    assert birch.get(f"{published}own/{row.public_id}").status_code == 404
    for act in ("withdraw", "publish"):
        assert birch.post(f"{published}own/{row.public_id}/{act}", data={"version": "2"}).status_code == 404
    assert "canary" in sign_in("alder").get(f"{published}own/{row.public_id}").text


def test_the_public_sees_no_questions(sign_in: SignIn, published: str, app) -> None:  # type: ignore[no-untyped-def]  # reason: fixture
    assert app.test_client().get(published).status_code == 302


def test_a_question_is_given_back_with_what_is_wrong_at_its_field(
    sign_in: SignIn, asking: str, database: Database
) -> None:
    alder = sign_in("alder")
    refused = alder.post(f"{asking}/ask", data={"question": QUESTION, "is_confidential": "y"})
    assert refused.status_code == 422
    assert QUESTION in refused.text
    assert "Select what it is about" in refused.text
    unreasoned = alder.post(f"{asking}/ask", data={**GOOD, "is_confidential": "y"})
    assert "why it is commercially confidential" in unreasoned.text
    assert stored(database) == []


def test_after_the_deadline_nothing_is_asked(sign_in: SignIn, asking: str, clock, database: Database) -> None:  # type: ignore[no-untyped-def]  # reason: fixture
    clock.now = NOW + timedelta(days=3)
    alder = sign_in("alder")
    late = alder.post(f"{asking}/ask", data=GOOD)
    assert late.status_code == 409
    assert QUESTION in late.text
    assert "Ask a question</" not in alder.get(f"{asking}/").text
    assert stored(database) == []


def test_a_confidence_that_is_refused_is_chosen_on_by_its_organisation(
    sign_in: SignIn, asking: str, staff_url: str, database: Database
) -> None:
    alder, officer = sign_in("alder"), sign_in("officer")
    alder.post(f"{asking}/ask", data={**GOOD, "is_confidential": "y", "confidential_reason": "Rivals would copy it."})
    (row,) = stored(database)
    page = f"{staff_url}/question/{row.public_id}"
    assert officer.post(f"{page}/publish", data={"wording": "x", "answer": "y", "version": "1"}).status_code == 409
    reason = {"reason": "It is about a published requirement.", "version": "1"}
    assert officer.post(f"{page}/refuse", data=reason).status_code == 302
    own = f"{asking}/own/{row.public_id}"
    asked = alder.get(own).text
    assert "Choose what becomes of it" in asked
    assert "2 working days after Monday 6 January 2025, the day you were told" in asked
    assert officer.post(f"{page}/set-aside", data={"version": "2"}).status_code == 409
    assert alder.post(f"{own}/withdraw", data={"version": "2"}).status_code == 302
    assert [each.state for each in stored(database)] == [State.WITHDRAWN]
    assert "withdrawn" in officer.get(page).text.lower()


def test_every_finding_is_named_at_once_and_what_was_typed_is_given_back(
    sign_in: SignIn, asking: str, staff_url: str, database: Database
) -> None:
    sign_in("alder").post(f"{asking}/ask", data=GOOD)
    (row,) = stored(database)
    page = f"{staff_url}/question/{row.public_id}/publish"
    officer = sign_in("officer")
    typed = {"wording": "Alder asks", "answer": "Ring 01604 555 0123.", "version": "1"}
    refused = officer.post(page, data={**typed, "submit": "y"})
    assert refused.status_code == 422
    assert "“alder” names the organisation that asked: change" in refused.text
    assert "“01604 555 0123” gives a telephone number: change" in refused.text
    assert "Ring 01604 555 0123." in refused.text
    assert officer.post(page, data={**typed, "draft": "y"}).status_code == 302
    assert stored(database)[0].state is State.OPEN
    fields = re.findall(r'name="(finding-[0-9a-f]+)"', refused.text)
    reasons = dict.fromkeys(fields, "It is the name of a public building")
    assert officer.post(page, data={**typed, **reasons, "version": "2", "submit": "y"}).status_code == 302
    assert stored(database)[0].number == 1


@pytest.mark.parametrize("name", ["clinician", "moderator", "finance", "approver", "outsider"])
def test_people_without_the_duty_do_not_see_who_asked(
    sign_in: SignIn, published: str, staff_url: str, name: str
) -> None:
    client = sign_in(name)
    expected = 404 if name == "outsider" else 403
    for page in ("/", "/addenda", "/deadlines"):
        assert client.get(f"{staff_url}{page}").status_code == expected


@pytest.mark.parametrize("name", ["owner", "lead", "auditor"])
def test_who_reads_cannot_answer(
    sign_in: SignIn, published: str, staff_url: str, name: str, database: Database
) -> None:
    client, (row,) = sign_in(name), stored(database)
    assert "Alder Care" in client.get(f"{staff_url}/question/{row.public_id}").text
    for page in ("publish", "private", "refuse"):
        assert client.get(f"{staff_url}/question/{row.public_id}/{page}").status_code == 403
    assert client.get(f"{staff_url}/addenda/new").status_code == 403


def test_the_lists_ask_the_database_as_often_for_many_questions_as_for_one(
    sign_in: SignIn, published: str, staff_url: str, database: Database
) -> None:
    alder, officer = sign_in("alder"), sign_in("officer")

    def counted(client: FlaskClient, page: str) -> int:
        asked: list[str] = []

        def note(*args: object) -> None:
            asked.append(str(args[2]))

        event.listen(database.engine, "before_cursor_execute", note)
        assert client.get(page).status_code == 200
        event.remove(database.engine, "before_cursor_execute", note)
        return len(asked)

    pages = [(officer, f"{staff_url}/"), (alder, f"{published}own"), (alder, published), (officer, "/staff/")]
    before = [counted(client, page) for client, page in pages]
    for number in range(5):
        alder.post(f"{published}ask", data={"category": "process", "question": f"What happens on day {number} of it?"})
    assert [counted(client, page) for client, page in pages] == before


def test_my_work_and_messages_tell_and_are_read_with_one_press(sign_in: SignIn, published: str, world: World) -> None:
    birch = sign_in("birch")
    birch.post(f"{published}ask", data=GOOD)
    officer = sign_in("officer")
    work = officer.get("/staff/").text
    assert "Answer 1 question of a bidder" in work
    assert "A question about the specification" in work
    alder = sign_in("alder")
    assert "Messages (1 new)" in alder.get("/supplier/bids/").text
    (opens,) = re.findall(r'action="(/supplier/messages/[^"]+/open)"', alder.get("/supplier/messages/").text)
    assert birch.post(opens).status_code == 404
    assert alder.post(opens).location.endswith(f"/supplier/opportunities/{world.reference}/questions/")
    assert "(1 new)" not in alder.get("/supplier/bids/").text


@pytest.mark.parametrize("stage", [Stage.PLANNING, Stage.CHECKPOINT_1])
def test_before_the_call_there_is_nothing_to_ask_about(
    sign_in: SignIn, asking: str, world: World, database: Database, stage: Stage
) -> None:
    with database.transaction() as session:
        world.at(session, stage)
    alder = sign_in("alder")
    assert alder.get(f"{asking}/").status_code == 404
    assert alder.post(f"{asking}/ask", data=GOOD).status_code == 404
