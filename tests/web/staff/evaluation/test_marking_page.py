"""The marking page over HTTP: odd input, both texts of a clash, findings and their answers, drafts, filters, notes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, FindingAnswer, Mark, MarkRevision, SubCriterion
from assurance.services import marking
from tests.factories.cast import NOW
from tests.factories.evaluation import RATIONALE, Scene

SignIn = Callable[[str], FlaskClient]
At = Callable[[str], str]
Arrange = Callable[..., None]
GIVEN = {"mark": "4", "rationale": RATIONALE, "version": "0"}
COMPARES = "The rota is stronger than the other bids and has a lead for each of the clinics."
JSON = {"Accept": "application/json"}
ODD = [
    "NaN", "sNaN", "Infinity", "1e999999999", "-1", "-0", "5.0000000000000001", "1_0", "0x3", "１", "٣", " 4\u00a0",
    " 4", "4 ", "+4", "04", "4.0", "6", "4,", "9" * 5000,
]  # fmt: skip


@pytest.fixture
def url(at: At, scene: Scene, arrange: Arrange) -> str:
    """The page of the first question, everybody having declared."""
    arrange(scene.declare_all)
    return at(f"score/{scene.bids[0]}/clinical")


def count(session: Session, model: Any = Mark) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("way", ["", "/autosave"])
@pytest.mark.parametrize("mark", ODD, ids=[repr(each[:12]) for each in ODD])
def test_an_odd_mark_is_refused_and_nothing_is_stored(
    sign_in: SignIn, url: str, read: Session, mark: str, way: str
) -> None:
    answer = sign_in("nurse").post(url + way, data={**GIVEN, "mark": mark}, headers=JSON if way else None)
    assert answer.status_code == 422
    assert (count(read), count(read, MarkRevision)) == (0, 0)


@pytest.mark.parametrize("data", [{"mark[]": "1"}, {"mark": ["1", "5"]}], ids=["list", "twice"])
def test_a_mark_sent_as_a_list_or_twice_is_refused(
    sign_in: SignIn, url: str, read: Session, data: dict[str, Any]
) -> None:
    answer = sign_in("nurse").post(url, data={"rationale": RATIONALE, "version": "0", **data})
    assert answer.status_code == 422
    assert "must be one whole number" in answer.text
    assert RATIONALE in answer.text
    assert count(read) == 0


def test_a_mark_is_its_writers_whoever_the_form_says_wrote_it(
    sign_in: SignIn, url: str, read: Session, scene: Scene
) -> None:
    other = str(scene.world.users["clinician"])
    named = {"author_id": other, "evaluator_id": other, "user_id": other, "bid_id": scene.bids[1], "code": "workforce"}
    assert sign_in("nurse").post(url, data={**GIVEN, **named}).status_code == 302
    row = read.scalars(select(Mark)).one()
    assert (row.evaluator_id, row.bid.public_id) == (scene.world.users["nurse"], scene.bids[0])
    assert row.criterion.code == "clinical"


@pytest.mark.parametrize(
    "text",
    ["word " * 250_000, "a\x00b", "half \ufffd of a pair", "e" + "\u0301" * 100_000, "e" + "\u0301" * 50],
    ids=["1 MB", "NUL", "surrogate", "100,000 accents", "50 accents"],
)
@pytest.mark.parametrize("field", ["rationale", "private_note"])
def test_text_that_cannot_be_kept_is_refused(sign_in: SignIn, url: str, read: Session, text: str, field: str) -> None:
    answer = sign_in("nurse").post(url, data={**GIVEN, field: text})
    assert answer.status_code in {413, 422}
    assert count(read) == 0


def test_a_lone_surrogate_in_the_bytes_is_refused(sign_in: SignIn, url: str, read: Session) -> None:
    parts = [(b"mark", b"4"), (b"version", b"0"), (b"rationale", b"half \xed\xa0\xbd of a pair")]
    lines = [b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % part for part in parts]
    kind = "multipart/form-data; boundary=x"
    answer = sign_in("nurse").post(url, data=b"".join([*lines, b"--x--\r\n"]), content_type=kind)
    assert answer.status_code == 422
    assert count(read) == 0


def test_two_saves_from_one_version_leave_one_revision_and_show_both_texts(
    sign_in: SignIn, url: str, read: Session
) -> None:
    client = sign_in("nurse")
    assert client.post(f"{url}/autosave", data=GIVEN, headers=JSON).status_code == 200
    stale = {**GIVEN, "mark": "2", "rationale": "Written in the other window."}
    answer = client.post(f"{url}/autosave", data=stale, headers=JSON)
    assert (answer.status_code, answer.json["code"]) == (409, "stale")
    assert RATIONALE in answer.json["clash"]
    page = client.post(url, data=stale)
    assert page.status_code == 409
    assert RATIONALE in page.text
    assert "Written in the other window." in page.text
    assert count(read, MarkRevision) == 1
    refused = read.scalars(select(AuditEvent.tag).where(AuditEvent.tag == "write:refused")).all()
    assert len(refused) == 2


@pytest.mark.parametrize(
    ("choice", "mark", "text"),
    [("keep", 2, "Mine."), ("merge", 2, f"{RATIONALE}\n\nMine."), ("take", 4, RATIONALE)],
)
def test_after_a_clash_the_person_chooses_and_earlier_text_stays_among_the_drafts(
    sign_in: SignIn, url: str, read: Session, choice: str, mark: int, text: str
) -> None:
    client = sign_in("nurse")
    client.post(url, data={**GIVEN, "places-0-where": "p 1", "private_note": "note"})
    mine = {"mark": "2", "rationale": "Mine.", "places-0-where": "p 2", "private_note": "note", "version": "0"}
    assert client.post(url, data={**mine, choice: "1"}).status_code == 302
    row = read.scalars(select(Mark)).one()
    assert (row.mark, row.rationale, row.private_note) == (mark, text, "note")
    assert row.evidence == {"keep": "p 2", "merge": "p 1; p 2", "take": "p 1"}[choice]
    drafts = read.scalars(select(MarkRevision.rationale).order_by(MarkRevision.number)).all()
    assert drafts == {"keep": [RATIONALE, text], "merge": [RATIONALE, text], "take": [RATIONALE, "Mine.", text]}[choice]
    assert client.post(url, data={**mine, choice: "1"}).status_code == 409


def test_places_are_kept_as_one_readable_line_and_shown_as_rows(sign_in: SignIn, url: str, read: Session) -> None:
    client = sign_in("nurse")
    rows = {"places-0-document": "The answer", "places-0-where": "paragraph 2", "places-3-where": "Annex 2, page 4"}
    client.post(url, data={**GIVEN, **rows})
    assert read.scalars(select(Mark.evidence)).one() == "The answer, paragraph 2; Annex 2, page 4"
    page = client.get(url).text
    assert 'value="paragraph 2"' in page
    assert 'name="places-3-where"' in page, "two empty rows follow"


def finding_key(page: str) -> str:
    found = re.search(r'name="(answer-[0-9a-f]{16})"', page)
    assert found is not None
    return found[1]


def test_a_finding_explains_itself_and_is_answered_on_the_page_without_script(
    sign_in: SignIn, url: str, read: Session
) -> None:
    client = sign_in("nurse")
    client.post(url, data={**GIVEN, "rationale": COMPARES})
    page = client.get(url).text
    for words in ("compares bids", "Your marks cannot be locked like this", "EWHC 1589", "leave the other bid out"):
        assert words in page
    typed = {**GIVEN, "rationale": COMPARES, "version": "1", finding_key(page): "These are bids for shifts."}
    client.post(f"{url}/autosave", data=typed, headers=JSON)
    assert count(read, FindingAnswer) == 0, "a half typed answer is not taken"
    assert client.post(url, data=typed).status_code == 302
    assert count(read, FindingAnswer) == 1
    assert read.scalars(select(FindingAnswer.reason)).one() == "These are bids for shifts."
    page = client.get(url).text
    assert "Your marks cannot be locked like this" not in page
    assert "These are bids for shifts." in page


def test_answers_are_read_after_locking_and_in_moderation(
    sign_in: SignIn, at: At, url: str, scene: Scene, arrange: Arrange, read: Session
) -> None:
    client = sign_in("nurse")
    client.post(url, data={**GIVEN, "rationale": COMPARES})
    typed = {**GIVEN, "rationale": COMPARES, "version": "1", finding_key(client.get(url).text): "Bids for shifts."}
    client.post(url, data=typed)

    def finish(session: Session) -> None:
        for name in ("clinician", "nurse"):
            for number in (0, 1):
                for code in ("clinical", "workforce"):
                    if (name, number, code) != ("nurse", 0, "clinical"):
                        scene.mark(session, name, code, number)
            marking.lock_marks(
                session, procurement=scene.world.procurement(session), actor=scene.actor(session, name), now=NOW
            )
        scene.world.at(session, Stage.MODERATION)

    arrange(finish)
    for name, page in (("nurse", url), ("moderator", at(f"moderate/{scene.bids[0]}/clinical"))):
        answer = sign_in(name).get(page)
        assert answer.status_code == 200
        assert "Bids for shifts." in answer.text
        assert "stronger than the other bids" in answer.text


def test_an_answer_to_what_is_no_longer_there_is_given_back(sign_in: SignIn, url: str, read: Session) -> None:
    client = sign_in("nurse")
    client.post(url, data={**GIVEN, "rationale": COMPARES})
    key = finding_key(client.get(url).text)
    client.post(url, data={**GIVEN, "version": "1", key: "These are bids for shifts."})
    assert "These are bids for shifts." in client.get(url).text
    assert count(read, FindingAnswer) == 0


def test_published_points_and_both_kinds_of_guidance_are_on_the_page_and_missing_points_are_named(
    sign_in: SignIn, url: str, scene: Scene, arrange: Arrange
) -> None:
    def add(session: Session) -> None:
        criterion = scene.criterion(session)
        criterion.evaluator_guidance = "Read annex 2 first."
        criterion.sub_criteria.append(SubCriterion(position=0, title="Out-of-hours cover"))

    arrange(add)
    client = sign_in("nurse")
    client.post(url, data=GIVEN)
    page = client.get(url).text
    for words in ("Look for owners of each step.", "Read annex 2 first.", "sub-criterion “Out-of-hours cover”"):
        assert words in page


def test_earlier_drafts_are_listed_and_one_is_used_again(sign_in: SignIn, url: str, read: Session) -> None:
    client = sign_in("nurse")
    client.post(url, data={**GIVEN, "rationale": "First thoughts."})
    client.post(url, data={**GIVEN, "version": "1"})
    page = client.get(f"{url}/drafts")
    assert "First thoughts." in page.text
    assert page.text.count("Use this draft again") == 1
    assert client.post(f"{url}/drafts", data={"draft": "1", "version": "1"}).status_code == 409
    assert client.post(f"{url}/drafts", data={"draft": "1", "version": "2"}).status_code == 302
    assert read.scalars(select(Mark.rationale)).one() == "First thoughts."
    for draft in ("99", "", "x", "9" * 30):
        assert client.post(f"{url}/drafts", data={"draft": draft, "version": "3"}).status_code == 404
    assert "Nothing is saved yet" in sign_in("clinician").get(f"{url}/drafts").text


@pytest.mark.parametrize(("name", "status"), [("officer", 403), ("moderator", 403), ("outsider", 404)])
def test_only_evaluators_see_drafts(sign_in: SignIn, url: str, name: str, status: int) -> None:
    client = sign_in(name)
    assert client.get(f"{url}/drafts").status_code == status
    assert client.post(f"{url}/drafts", data={"draft": "1", "version": "1"}).status_code == status


def test_the_list_is_filtered_by_bid_question_and_state(sign_in: SignIn, at: At, url: str, scene: Scene) -> None:
    client = sign_in("nurse")
    client.post(url, data={**GIVEN, "rationale": COMPARES})
    shown = {
        query: client.get(f"{at('queue')}?{query}").text.count("/score/")
        for query in (f"bid={scene.bids[1]}", "criterion=workforce", "state=look", "state=not_started", "state=odd")
    }
    assert [each - client.get(f"{at('queue')}?state=locked").text.count("/score/") for each in shown.values()] == [
        2, 2, 1, 3, 0
    ]  # fmt: skip


def test_a_private_note_is_the_authors_alone(sign_in: SignIn, at: At, url: str, scene: Scene, arrange: Arrange) -> None:
    client = sign_in("nurse")
    client.post(url, data={**GIVEN, "private_note": "Ask about annex 3."})
    page = client.get(url).text
    assert "Ask about annex 3." in page
    assert "it may be disclosed" in page
    arrange(scene.world.at, Stage.MODERATION)
    assert "Ask about annex 3." in client.get(url).text
    for name in ("clinician", "moderator", "officer"):
        answer = sign_in(name).get(at(f"moderate/{scene.bids[0]}/clinical"))
        assert "Ask about annex 3." not in answer.text


def test_a_scale_to_ten_takes_a_ten(sign_in: SignIn, url: str, scene: Scene, arrange: Arrange, read: Session) -> None:
    def widen(session: Session) -> None:
        scene.criterion(session).scale_top = 10

    arrange(widen)
    client = sign_in("nurse")
    assert client.post(url, data={**GIVEN, "mark": "11"}).status_code == 422
    assert client.post(url, data={**GIVEN, "mark": "10"}).status_code == 302
    assert read.scalars(select(Mark.mark)).one() == 10
