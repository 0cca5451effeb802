"""Marks side by side only after all are locked; recording and approving what was agreed; progress without marks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import AuditEvent, Consensus, ConsensusApproval
from tests.factories.evaluation import DISCUSSION, RATIONALE, REASON, Scene

SignIn = Callable[[str], FlaskClient]
At = Callable[[str], str]
GIVEN = {"mark": "3", "discussion": DISCUSSION, "reason": REASON, "dissent": "", "replaces": "0"}
PASSING = re.compile('name="csrf_token"[^>]*>|data-app-seconds="[0-9]+"')
"""What a page says anew each time: its token, and how long the sign-in lasts."""
APART = {"clinician": 2, "nurse": 4}


def url(scene: Scene, code: str = "clinical", number: int = 0) -> str:
    return f"moderate/{scene.bids[number]}/{code}"


def records(session: Session) -> list[Consensus]:
    session.rollback()
    return list(session.scalars(select(Consensus).order_by(Consensus.id)))


@pytest.mark.parametrize("name", ["nurse", "moderator"])
def test_looking_at_others_marks_too_early_is_refused_and_put_on_record(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session, name: str
) -> None:
    arrange(scene.lock_all, APART)
    client = sign_in(name)
    answer = client.get(at(url(scene)))
    assert answer.status_code == 409
    assert RATIONALE not in answer.text
    peeks = read.scalars(select(AuditEvent).where(AuditEvent.tag == "mark:peek")).all()
    assert [peek.actor_id for peek in peeks] == [scene.world.users[name]]
    assert "Moderation has not begun" in client.get(at("moderation")).text


@pytest.mark.parametrize("page", ["queue", "conflicts", "moderation", "lock"])
def test_no_page_of_an_evaluator_tells_of_anothers_work(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], page: str
) -> None:
    arrange(scene.declare_all)
    client = sign_in("nurse")
    before = PASSING.sub("", client.get(at(page)).text)
    arrange(scene.mark, "clinician")
    assert PASSING.sub("", client.get(at(page)).text) == before


def test_the_moderator_sees_everyones_mark_and_reason_side_by_side(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    arrange(scene.to_moderation, APART)
    page = sign_in("moderator").get(at(url(scene)))
    assert "1 Clinician: 2, 2 Nurse: 4" in page.text
    assert "The marks are 2 apart, so they need to be discussed" in page.text
    assert page.text.count(RATIONALE) == 2


def test_the_agreed_mark_is_recorded_then_approved_then_replaced(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(scene.to_moderation, APART)
    moderator, nurse = sign_in("moderator"), sign_in("nurse")
    assert moderator.post(at(url(scene)), data=GIVEN).status_code == 302
    first = records(read)[0]
    assert "Waits for your approval" in nurse.get(at("moderation")).text
    approved = nurse.post(at(f"{url(scene)}/approve"), data={"record": str(first.id)})
    assert approved.status_code == 302
    assert nurse.post(at(f"{url(scene)}/approve"), data={"record": str(first.id)}).status_code == 409
    assert "1 of 2 approvals" in nurse.get(at("moderation")).text
    again = moderator.post(at(url(scene)), data={**GIVEN, "mark": "4", "replaces": str(first.id)})
    assert again.status_code == 302
    assert [(row.mark, row.superseded_at is None) for row in records(read)] == [(3, False), (4, True)]
    assert "0 of 2 approvals" in nurse.get(at(url(scene))).text
    assert "Earlier records (1)" in nurse.get(at(url(scene))).text
    stale = nurse.post(at(f"{url(scene)}/approve"), data={"record": str(first.id)})
    assert stale.status_code == 409
    assert len(read.scalars(select(ConsensusApproval)).all()) == 1


def test_a_stale_record_form_is_refused_with_its_text(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(scene.to_moderation)
    client = sign_in("moderator")
    client.post(at(url(scene)), data=GIVEN)
    answer = client.post(at(url(scene)), data={**GIVEN, "mark": "4", "reason": f"{REASON} More so."})
    assert answer.status_code == 409
    assert "More so." in answer.text
    assert len(records(read)) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mark": ""}, "Select the agreed mark"),
        ({"reason": "Good."}, "at least 40 characters"),
        ({"reason": f"{REASON} It is stronger than the other bids."}, "compares bids"),
        ({"discussion": ""}, "Say what was discussed"),
    ],
)
def test_a_record_without_reasons_is_refused_and_nothing_typed_is_lost(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session, changes: dict[str, str],
    said: str,
) -> None:  # fmt: skip
    arrange(scene.to_moderation, APART)
    given = {**GIVEN, "dissent": "One of us holds out.", **changes}
    answer = sign_in("moderator").post(at(url(scene)), data=given)
    assert answer.status_code == 422
    assert said in answer.text
    assert "One of us holds out." in answer.text
    assert records(read) == []


@pytest.mark.parametrize(
    ("name", "the_list", "one", "post"),
    [("nurse", 200, 200, 403), ("officer", 200, 403, 403), ("finance", 403, 403, 403), ("outsider", 404, 404, 404)],
)
def test_who_sees_and_leads_moderation(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], name: str, the_list: int, one: int, post: int
) -> None:
    arrange(scene.to_moderation)
    client = sign_in(name)
    assert client.get(at("moderation")).status_code == the_list
    assert client.get(at(url(scene))).status_code == one
    assert client.post(at(url(scene)), data=GIVEN).status_code == post


def test_the_officer_follows_moderation_without_seeing_a_mark(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    arrange(scene.to_moderation, APART)
    page = sign_in("officer").get(at("moderation")).text
    assert "To be agreed" in page
    assert "2 to 4" not in page


def test_progress_shows_states_and_never_marks(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    arrange(scene.declare_all)
    arrange(scene.mark, "nurse")
    client = sign_in("officer")
    page = client.get(at("progress")).text
    assert page.count(">Draft: Clinical pathway, Nurse</span>") == 1, "one cell of one evaluator on one bid"
    assert page.count(">Draft: Clinical pathway, Alder Care</span>") == 1, "and the same for the whole panel"
    assert page.count(">Draft: ") == 2
    assert page.count(">Not started: ") == 7 + 3
    assert RATIONALE not in page
    for name, status in (("nurse", 403), ("outsider", 404), ("moderator", 200)):
        assert sign_in(name).get(at("progress")).status_code == status
