"""The page evaluators live in, saving by button and by script, the list, and locking."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, ConflictDeclaration, Mark, RoleAssignment, User, UserSession
from assurance.persistence.session import begin_writing
from tests.factories.cast import NOW
from tests.factories.evaluation import RATIONALE, Scene

SignIn = Callable[[str], FlaskClient]
At = Callable[[str], str]
GIVEN = {"mark": "4", "rationale": RATIONALE, "places-0-document": "", "places-0-where": "Annex 1", "version": "0"}
JSON = {"Accept": "application/json"}


def url(scene: Scene, code: str = "clinical", number: int = 0) -> str:
    return f"score/{scene.bids[number]}/{code}"


def marks(session: Session) -> list[tuple[int | None, str]]:
    session.rollback()
    return [(row.mark, row.rationale) for row in session.scalars(select(Mark).order_by(Mark.id))]


def test_the_page_shows_the_answer_the_scale_and_no_price(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(scene.declare_all)
    page = sign_in("nurse").get(at(url(scene)))
    assert "Our answer on clinical pathway." in page.text
    assert "Look for owners of each step." in page.text
    assert page.text.count('type="radio"') == 6
    assert "100,000,000" not in page.text
    seen = read.scalars(select(AuditEvent).where(AuditEvent.tag == "bid:read")).one()
    assert (seen.subject, seen.body["data"]["what"]) == (scene.bids[0], "clinical")


def test_save_stays_and_save_and_next_goes_on(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(scene.declare_all)
    client = sign_in("nurse")
    stays = client.post(at(url(scene)), data={**GIVEN, "save": "y"})
    assert stays.headers["Location"] == at(url(scene))
    goes = client.post(at(url(scene)), data={**GIVEN, "mark": "3", "version": "1", "save_next": "y"})
    assert goes.headers["Location"] == at(url(scene, "workforce"))
    assert marks(read) == [(3, RATIONALE)]


def test_after_the_last_question_the_list_offers_to_lock(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    arrange(scene.declare_all)
    client = sign_in("nurse")
    for number in (0, 1):
        for code in ("clinical", "workforce"):
            last = client.post(at(url(scene, code, number)), data={**GIVEN, "save_next": "y"})
    assert last.headers["Location"] == at("queue")
    page = client.get(at("queue"))
    assert "4 of 4 questions done" in page.text
    assert "Next unscored" not in page.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mark": "9"}, "between 0 and 5"),
        ({"rationale": "word " * 1001}, "take out 1"),
        ({"places-0-where": "x" * 301}, "300"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session, changes: dict[str, str],
    said: str,
) -> None:  # fmt: skip
    arrange(scene.declare_all)
    answer = sign_in("nurse").post(at(url(scene)), data={**GIVEN, **changes})
    assert answer.status_code == 422
    assert said in answer.text
    assert (changes.get("rationale") or RATIONALE).strip() in answer.text
    assert marks(read) == []


def test_an_evaluator_who_has_not_declared_reads_and_marks_nothing(
    sign_in: SignIn, at: At, scene: Scene, read: Session
) -> None:
    client = sign_in("nurse")
    assert client.get(at(url(scene))).status_code == 409
    answer = client.post(at(url(scene)), data=GIVEN)
    assert answer.status_code == 409
    assert "Declare first" in answer.text
    assert "/evaluation/conflicts" in answer.text
    assert RATIONALE in answer.text
    assert marks(read) == []
    assert read.scalar(select(func.count()).select_from(AuditEvent).where(AuditEvent.tag == "write:refused")) == 2


def test_a_recused_evaluator_finds_no_such_bid(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(scene.declare_all)
    client = sign_in("nurse")
    client.post(at(f"conflicts/{scene.bids[0]}"), data={"has_conflict": "yes", "detail": "My brother works there"})
    assert read.scalar(select(func.count()).select_from(ConflictDeclaration)) == 6
    assert client.get(at(url(scene))).status_code == 404
    assert client.post(at(url(scene)), data=GIVEN).status_code == 404
    assert client.get(at(url(scene, number=1))).status_code == 200


def test_a_form_loaded_before_the_stage_closed_gets_its_text_back(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(scene.declare_all)
    arrange(scene.world.at, Stage.MODERATION)
    answer = sign_in("nurse").post(at(url(scene)), data=GIVEN)
    assert answer.status_code == 409
    assert RATIONALE in answer.text
    assert marks(read) == []


def test_two_windows_do_not_overwrite_each_other(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(scene.declare_all)
    client = sign_in("nurse")
    assert client.post(at(url(scene)), data=GIVEN).status_code == 302
    answer = client.post(at(url(scene)), data={**GIVEN, "rationale": "Written in the other window."})
    assert answer.status_code == 409
    assert "Written in the other window." in answer.text
    assert marks(read) == [(4, RATIONALE)]


def test_autosave_answers_when_it_saved_and_what_it_found(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(scene.declare_all)
    client = sign_in("nurse")
    typed = {"rationale": "Better than the other bids.", "version": "0"}
    answer = client.post(at(f"{url(scene)}/autosave"), data=typed, headers=JSON)
    assert answer.json is not None
    assert (answer.json["saved"], answer.json["version"]) == ("Saved at 9am on 6 Jan 2025", 1)
    assert "compares bids" in answer.json["findings"]
    assert marks(read) == [(None, "Better than the other bids.")]


def test_autosave_says_why_it_did_not_save(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    client = sign_in("nurse")
    early = client.post(at(f"{url(scene)}/autosave"), data=GIVEN, headers=JSON)
    assert early.status_code == 409
    assert early.json is not None
    assert early.json["reason"].startswith("Declare first")
    arrange(scene.declare_all)
    wrong = client.post(at(f"{url(scene)}/autosave"), data={**GIVEN, "mark": "9"}, headers=JSON)
    assert wrong.status_code == 422
    assert wrong.json == {"reason": "Mark must be between 0 and 5", "code": "invalid"}
    assert marks(read) == []


def test_the_list_names_bids_to_declare_on_and_links_none_of_their_questions(
    sign_in: SignIn, at: At, scene: Scene
) -> None:
    page = sign_in("nurse").get(at("queue"))
    assert "Declare first" in page.text
    assert "/score/" not in page.text


def test_locking_is_refused_with_every_reason_and_then_final(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(scene.declare_all)
    client = sign_in("nurse")
    assert client.get(at("lock")).text.count("there is no mark yet") == 4
    assert client.post(at("lock"), data={"submit": "y"}).status_code == 409
    for number in (0, 1):
        for code in ("clinical", "workforce"):
            client.post(at(url(scene, code, number)), data=GIVEN)
    assert "This cannot be undone" in client.get(at("lock")).text
    assert client.post(at("lock"), data={"submit": "y"}).status_code == 302
    answer = client.post(at(url(scene)), data={**GIVEN, "mark": "5", "version": "2"})
    assert answer.status_code == 409
    assert "locked" in answer.text
    assert {mark for mark, _ in marks(read)} == {4}
    page = client.get(at(url(scene)))
    assert page.status_code == 200
    assert "<textarea" not in page.text


@pytest.mark.parametrize(("name", "status"), [("officer", 403), ("moderator", 403), ("outsider", 404)])
def test_only_evaluators_mark(sign_in: SignIn, at: At, scene: Scene, name: str, status: int) -> None:
    client = sign_in(name)
    for path in ("queue", "lock", url(scene)):
        assert client.get(at(path)).status_code == status
    assert client.post(at(url(scene)), data=GIVEN).status_code == status


@pytest.mark.parametrize("change", ["stage", "role", "bid", "sign-in", "person"])
@pytest.mark.parametrize("way", ["", "/autosave"])
def test_what_changes_between_reading_and_writing_keeps_the_mark_from_being_saved(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session,
    monkeypatch: pytest.MonkeyPatch, change: str, way: str,
) -> None:  # fmt: skip
    """What lets a person in is read before the lock is taken, so it is compared once it is."""

    def meanwhile(rows: Session) -> None:
        arrange(_change, scene, change)
        begin_writing(rows)

    arrange(scene.declare_all)
    client = sign_in("nurse")
    monkeypatch.setattr("assurance.web.guards.begin_writing", meanwhile)
    answer = client.post(at(url(scene) + way), data=GIVEN, headers=JSON if way else {})
    assert answer.status_code == 409 and "has changed at this moment" in answer.text
    assert marks(read) == []


def _change(session: Session, scene: Scene, what: str) -> None:
    nurse = scene.world.users["nurse"]
    if what == "stage":
        scene.world.at(session, Stage.MODERATION)
    elif what == "role":
        session.execute(delete(RoleAssignment).where(RoleAssignment.user_id == nurse))
    elif what == "bid":
        scene.bid(session).stage = BidStage.SCORED
    elif what == "sign-in":
        session.execute(update(UserSession).where(UserSession.user_id == nurse).values(ended_at=NOW))
    else:
        session.get_one(User, nurse).is_active = False
