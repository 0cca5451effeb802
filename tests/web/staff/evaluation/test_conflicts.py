"""Declaring conflicts bid by bid, and deciding on them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.stages import Stage
from assurance.persistence.models import ConflictDeclaration
from assurance.services import conflicts
from tests.factories.cast import NOW
from tests.factories.evaluation import Scene

SignIn = Callable[[str], FlaskClient]
At = Callable[[str], str]


def declared(session: Session, scene: Scene) -> None:
    conflicts.declare(
        session, bid=scene.bid(session), has_conflict=True, detail="My sister is its director",
        actor=scene.actor(session, "clinician"), now=NOW,
    )  # fmt: skip


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(ConflictDeclaration)) or 0


def test_declaring_leads_from_one_bidder_to_the_next(sign_in: SignIn, at: At, scene: Scene) -> None:
    client = sign_in("nurse")
    for here, following in zip(scene.bids, [f"conflicts/{scene.bids[1]}", "conflicts"], strict=True):
        answer = client.post(at(f"conflicts/{here}"), data={"has_conflict": "no", "detail": ""})
        assert answer.headers["Location"] == at(following)
    assert client.get(at("conflicts")).text.count("No conflict") == 2


def test_a_conflict_without_words_is_refused_at_the_field(sign_in: SignIn, at: At, scene: Scene, read: Session) -> None:
    answer = sign_in("nurse").post(at(f"conflicts/{scene.bids[0]}"), data={"has_conflict": "yes", "detail": " "})
    assert answer.status_code == 422
    assert 'href="#detail"' in answer.text
    assert count(read) == 0


def test_no_answer_is_no_declaration(sign_in: SignIn, at: At, scene: Scene, read: Session) -> None:
    answer = sign_in("nurse").post(at(f"conflicts/{scene.bids[0]}"), data={"detail": "I typed this"})
    assert answer.status_code == 422
    assert "I typed this" in answer.text
    assert count(read) == 0


def test_the_officer_decides_with_a_reason(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(declared, scene)
    row = read.scalars(select(ConflictDeclaration)).one()
    client = sign_in("officer")
    assert "My sister is its director" in client.get(at("conflicts")).text
    url = at(f"conflicts/decide/{row.id}")
    refused = client.post(url, data={"decision": "recused", "reason": "", "seen": NOW.isoformat()})
    assert refused.status_code == 422
    assert "Enter the reason" in refused.text
    data = {"decision": "recused", "reason": "A close family link", "seen": NOW.isoformat()}
    assert client.post(url, data=data).status_code == 302
    assert client.post(url, data=data).status_code == 409
    read.rollback()
    assert read.scalars(select(ConflictDeclaration.decision)).one() == "recused"


def test_nobody_opens_the_decision_on_their_own_conflict(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    client = sign_in("officer")
    client.post(at(f"conflicts/{scene.bids[0]}"), data={"has_conflict": "yes", "detail": "I worked there"})
    row = read.scalars(select(ConflictDeclaration)).one()
    assert client.get(at(f"conflicts/decide/{row.id}")).status_code == 403
    assert "Someone else decides on yours" in client.get(at("conflicts")).text


def test_others_conflicts_are_told_to_the_officer_only(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    arrange(declared, scene)
    page = sign_in("nurse").get(at("conflicts"))
    assert page.status_code == 200
    assert "My sister" not in page.text


def test_after_moderation_nothing_is_declared(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    arrange(scene.world.at, Stage.RANKING)
    client = sign_in("nurse")
    assert client.get(at(f"conflicts/{scene.bids[0]}")).status_code == 409
    answer = client.post(at(f"conflicts/{scene.bids[0]}"), data={"has_conflict": "no"})
    assert answer.status_code == 409
    assert count(read) == 0


@pytest.mark.parametrize(("name", "status"), [("approver", 403), ("outsider", 404)])
def test_who_has_nothing_to_declare_is_refused(sign_in: SignIn, at: At, scene: Scene, name: str, status: int) -> None:
    client = sign_in(name)
    assert client.get(at("conflicts")).status_code == status
    assert client.get(at(f"conflicts/{scene.bids[0]}")).status_code == status
    assert client.get(at("conflicts/decide/1")).status_code == status
