"""A whole panel saving at the same instant: nothing is lost, and of two windows of one person one is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.persistence.models import Mark, MarkRevision
from assurance.persistence.session import Database
from assurance.services import marking
from tests.checker import records
from tests.checker.store import Store
from tests.factories.cast import NOW, make_world
from tests.factories.evaluation import PANEL, QUESTIONS, RATIONALE, Scene, make_scene
from tests.services.tenders.test_together import Act, at_once, tags

BIDS, SAVES = 4, 3


@pytest.fixture
def scene(database: Database) -> Scene:
    """Four bids at individual scoring, everybody having declared."""
    with database.transaction() as session:
        made = make_scene(session, make_world(session))
        made.add_bids(session, BIDS - len(made.bids))
        made.declare_all(session)
    return made


def saves(scene: Scene, name: str, code: str, number: int) -> Callable[..., Mark]:
    def save(session: Session, *, version: int | None, turn: int) -> Mark:
        return marking.save_mark(
            session, bid=scene.bid(session, number), criterion=scene.criterion(session, code), mark=turn,
            rationale=f"{RATIONALE} {name}", evidence="p 4", version=version, actor=scene.actor(session, name), now=NOW,
        )  # fmt: skip

    return save


def test_everybody_saves_again_and_again_and_nothing_is_lost(database: Database, scene: Scene) -> None:
    everybody = [saves(scene, name, code, number) for name in PANEL for code in QUESTIONS for number in range(BIDS)]
    for turn in range(SAVES):
        acts: list[Act] = [partial(save, version=turn or None, turn=turn) for save in everybody]
        assert at_once(database, *acts) == [None] * len(acts)
    with database.reading() as session:
        rows = session.scalars(select(Mark)).all()
        assert [(row.mark, row.version) for row in rows] == [(SAVES - 1, SAVES)] * len(acts)
        assert session.scalar(select(func.count()).select_from(MarkRevision)) == SAVES * len(acts)
        assert list(records.marks(Store(session.connection(), files=None))) == []  # type: ignore[arg-type]  # reason: rows only
    assert tags(database).count("mark:saved") == SAVES * len(acts)


def test_of_two_windows_at_once_one_saves_and_the_other_is_told(database: Database, scene: Scene) -> None:
    save = saves(scene, "nurse", "clinical", 0)
    with database.transaction() as session:
        version = save(session, version=None, turn=0).version
    refusals = at_once(database, partial(save, version=version, turn=1), partial(save, version=version, turn=2))
    assert [type(each) for each in refusals if each is not None] == [marking.StaleMark]
    with database.reading() as session:
        assert session.scalars(select(MarkRevision.number).order_by(MarkRevision.number)).all() == [1, 2]
    assert tags(database).count("mark:saved") == 2
