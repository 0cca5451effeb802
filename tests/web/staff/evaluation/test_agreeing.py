"""Agreeing mark by mark: each published point, corrections, dissents, answers to the check, and what comes next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import Consensus, ConsensusApproval, SubCriterion
from assurance.persistence.session import Database
from tests.factories.evaluation import DISCUSSION, REASON, Scene
from tests.statements import listened

SignIn = Callable[[str], FlaskClient]
At = Callable[[str], str]
TITLES = ("Owners of each step", "Cover at weekends")
GIVEN = {
    "mark": "3", "discussion": "", "reason": REASON, "dissent": "", "replaces": "0",
    "discussed_1": "Clinician and Nurse read the annex on owners together.", "moved_1": "Nurse had missed the annex.",
    "discussed_2": "Weekend cover is staffed but not costed.", "moved_2": "",
}  # fmt: skip


def url(scene: Scene, number: int = 0, code: str = "clinical") -> str:
    return f"moderate/{scene.bids[number]}/{code}"


def ready(session: Session, scene: Scene) -> None:
    scene.to_moderation(session, {"clinician": 2, "nurse": 4})
    criterion = scene.criterion(session)
    for number, title in enumerate(TITLES, start=1):
        criterion.sub_criteria.append(SubCriterion(position=number, title=title))


@pytest.fixture
def points(arrange: Callable[..., None], scene: Scene) -> None:
    arrange(ready, scene)


def current(read: Session) -> Consensus:
    read.rollback()
    return read.scalars(select(Consensus).where(Consensus.superseded_at.is_(None))).one()


@pytest.mark.usefixtures("points")
def test_each_published_point_is_discussed_before_a_record_is_made(
    sign_in: SignIn, at: At, scene: Scene, read: Session
) -> None:
    moderator = sign_in("moderator")
    refused = moderator.post(at(url(scene)), data={**GIVEN, "discussed_2": ""})
    assert refused.status_code == 422
    assert "Enter what was discussed on “Cover at weekends”" in refused.text
    assert "Nurse had missed the annex." in refused.text
    unmoved = moderator.post(at(url(scene)), data={**GIVEN, "moved_1": ""})
    assert "Say at one point at least why a mark moved" in unmoved.text
    assert moderator.post(at(url(scene)), data=GIVEN).status_code == 302
    assert [(each.title, bool(each.moved)) for each in current(read).points] == [(TITLES[0], True), (TITLES[1], False)]
    assert "Members named" in moderator.get(at(url(scene))).text


@pytest.mark.usefixtures("points")
def test_a_correction_goes_to_the_moderator_and_only_a_new_record_mends_it(
    sign_in: SignIn, at: At, scene: Scene, read: Session
) -> None:
    moderator, nurse = sign_in("moderator"), sign_in("nurse")
    moderator.post(at(url(scene)), data=GIVEN)
    number = str(current(read).id)
    empty = nurse.post(at(f"{url(scene)}/correction"), data={"record": number, "correction": ""})
    assert empty.status_code == 422
    assert "Enter what the record should say instead" in empty.text
    asked = {"record": number, "correction": "It was the clinician who had missed the annex."}
    assert nurse.post(at(f"{url(scene)}/correction"), data=asked).status_code == 302
    assert "Correction asked for" in moderator.get(at("moderation")).text
    assert asked["correction"] in moderator.get(at(url(scene))).text
    changed = {**GIVEN, "moved_1": "Clinician had missed the annex.", "replaces": number}
    assert moderator.post(at(url(scene)), data=changed).status_code == 302
    page = nurse.get(at(url(scene))).text
    assert "<del>Nurse</del> <ins>Clinician</ins> had missed the annex." in page
    stale = nurse.post(at(f"{url(scene)}/approve"), data={"record": number, "own_dissent": "I still hold to 4 here."})
    assert stale.status_code == 409
    assert "I still hold to 4 here." in stale.text


@pytest.mark.usefixtures("points")
def test_a_member_approves_with_a_dissent_in_their_own_words_and_goes_to_the_next(
    sign_in: SignIn, at: At, scene: Scene, read: Session
) -> None:
    moderator, nurse = sign_in("moderator"), sign_in("nurse")
    moderator.post(at(url(scene)), data=GIVEN)
    number = str(current(read).id)
    moderator.post(at(url(scene, 1)), data=GIVEN)
    dissent = {"record": number, "own_dissent": "Cover at weekends is stronger than the record says."}
    assert nurse.post(at(f"{url(scene)}/approve"), data=dissent).status_code == 302
    read.rollback()
    assert [row.dissent for row in read.scalars(select(ConsensusApproval))] == [dissent["own_dissent"]]
    page = moderator.get(at(url(scene))).text
    assert dissent["own_dissent"] in page
    assert "Next that waits for my approval" in nurse.get(at(url(scene))).text


def test_a_note_that_the_record_passes_over_is_mended_or_answered(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(scene.to_moderation, {"clinician": 2, "nurse": 4})
    given = {
        "mark": "3", "discussion": "Both looked again and were content with this.", "dissent": "", "replaces": "0",
        "reason": "Weekend cover is staffed from the first day, and every rota names a deputy who steps in.",
    }  # fmt: skip
    moderator = sign_in("moderator")
    refused = moderator.post(at(url(scene)), data=given)
    assert refused.status_code == 422
    assert "Nothing in the record takes up what Clinician wrote" in refused.text
    keys = {part.split('"')[0] for part in refused.text.split('name="')[1:] if part.startswith("answer-")}
    assert len(keys) == 2
    answers = dict.fromkeys(keys, "Withdrawn by the member at the table.")
    assert moderator.post(at(url(scene)), data={**given, **answers}).status_code == 302
    assert "Withdrawn by the member at the table." in moderator.get(at(url(scene))).text
    assert current(read).mark == 3


def test_the_widest_apart_comes_first_and_a_filter_keeps_to_one_bid(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    arrange(scene.to_moderation, {"clinician": 2, "nurse": 4})
    moderator = sign_in("moderator")
    page = moderator.get(at("moderation")).text
    assert "To moderate, the widest apart first" in page
    assert page.count(", to moderate</span>") == 4
    one = moderator.get(at(f"moderation?bid={scene.bids[1]}")).text
    assert one.count(", to moderate</span>") == 2


def count(database: Database, client: FlaskClient, address: str) -> int:
    with listened(database.engine) as sent:
        assert client.get(address).status_code == 200
    return len(sent)


def test_the_pages_ask_as_many_questions_for_one_record_as_for_all(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], database: Database
) -> None:
    arrange(scene.to_moderation, {"clinician": 2, "nurse": 4})
    moderator = sign_in("moderator")
    first = {**GIVEN, "discussion": DISCUSSION + " Clinician and Nurse agreed."}
    moderator.post(at(url(scene)), data=first)
    moderator.get(at("moderation"))
    before = [count(database, moderator, at(page)) for page in ("moderation", url(scene))]
    for number, code in ((0, "workforce"), (1, "clinical"), (1, "workforce")):
        assert moderator.post(at(url(scene, number, code)), data=first).status_code == 302
    assert [count(database, moderator, at(page)) for page in ("moderation", url(scene))] == before
