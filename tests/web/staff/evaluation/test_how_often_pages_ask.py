"""How often the pages of the panel ask the database: as often for many bids and marks as for few, and no longer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from assurance.persistence.session import Database
from tests.factories.evaluation import PANEL, QUESTIONS, Scene
from tests.statements import asked, listened
from tests.web.staff.evaluation.test_scoring import GIVEN, JSON, url

SignIn = Callable[[str], FlaskClient]
At = Callable[[str], str]
Arrange = Callable[..., None]
HUB = "the hub"


def grow(session: Session, scene: Scene) -> None:
    scene.add_bids(session, 4)
    for name in PANEL:
        for number in range(2, 6):
            scene.declare_on(session, name, number)
            for code in QUESTIONS:
                scene.mark(session, name, code, number)


@pytest.mark.parametrize(
    ("person", "page"),
    [("nurse", "queue"), ("nurse", ""), ("officer", "progress"), ("officer", HUB), ("moderator", "progress")],
)
def test_a_page_asks_as_often_for_six_bids_as_for_two(
    sign_in: SignIn, at: At, scene: Scene, arrange: Arrange, database: Database, person: str, page: str
) -> None:
    def count() -> int:
        with listened(database.engine) as sent:
            answer = client.get(hub if page == HUB else at(page or url(scene)))
        assert answer.status_code == 200
        return len(asked(sent))

    hub = f"/staff/procurements/{scene.world.reference}/"
    arrange(scene.declare_all)
    arrange(scene.mark, "nurse")
    client = sign_in(person)
    before = count()
    arrange(grow, scene)
    assert count() == before


def test_once_a_mark_is_kept_its_answer_asks_nothing_more_and_a_long_trail_costs_no_more(
    sign_in: SignIn, at: At, scene: Scene, arrange: Arrange, database: Database
) -> None:
    def save(version: int) -> tuple[list[str], list[str]]:
        given = {**GIVEN, "rationale": f"{GIVEN['rationale']} Read {version} times.", "version": str(version)}
        with listened(database.engine) as sent:
            answer = client.post(at(f"{url(scene)}/autosave"), data=given, headers=JSON)
        assert answer.json is not None and answer.json["version"] == version + 1
        kept = sent.index("COMMIT", next(at for at, each in enumerate(sent) if each.startswith("UPDATE audit_head")))
        if "BEGIN IMMEDIATE" in sent:  # others wait from here on: what lets the person in was read before
            assert len(asked(sent[sent.index("BEGIN IMMEDIATE") : kept])) <= 5
        return asked(sent[:kept]), sent[kept + 1 :]

    arrange(scene.declare_all)
    client = sign_in("nurse")
    assert save(0)[1] == []
    before, after = save(1)
    assert after == []
    arrange(grow, scene)
    later, _ = save(2)
    assert len(later) == len(before) <= 13


@pytest.mark.parametrize("bids", [2, 5])
def test_the_ranking_needs_at_most_twelve_questions(
    sign_in: SignIn, at: At, scene: Scene, arrange: Arrange, database: Database, bids: int
) -> None:
    arrange(scene.add_bids, bids - 2)
    arrange(scene.to_ranking)
    officer = sign_in("officer")
    with listened(database.engine) as sent:
        assert "Ranking" in officer.get(at("ranking")).text
    assert len(asked(sent)) <= 12
