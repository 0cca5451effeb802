"""Two people who save at the same instant: of one question the second is told, of two questions both are kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assurance.persistence.models import Answer, AnswerDraft, Bid
from assurance.persistence.session import Database
from assurance.services import bids
from tests.factories.answers import add_colleague, question
from tests.factories.cast import NOW, World, make_world
from tests.factories.tenders import invited, tenders_open
from tests.services.tenders.test_together import Act, at_once


@pytest.fixture
def world(database: Database) -> World:
    """The cast, with an open box and Alder's people at nothing yet."""
    with database.transaction() as session:
        made = make_world(session)
        tenders_open(session, made)
        add_colleague(session, made)
        invited(session, made, "alder")
    return made


def saves(world: World, who: str, code: str, words: str, version: int) -> Act:
    return lambda session: bids.save_answer(
        session, bid=session.scalars(select(Bid)).one(), criterion=question(session, world, code), text=words,
        actor=world.actor(session, who), now=NOW, version=version,
    )  # fmt: skip


@pytest.mark.parametrize("turn", range(3))
def test_of_two_saves_of_one_question_one_stands_and_the_other_is_told(
    database: Database, world: World, turn: int
) -> None:
    for version in (0, 1):  # also when neither finds an answer yet
        first, second = (
            saves(world, "alder", "care", f"Alder {version}", version),
            saves(world, "ally", "care", f"Ally {version}", version),
        )
        told = at_once(database, *((second, first) if turn % 2 else (first, second)))
        assert sorted(type(each).__name__ for each in told) == ["NoneType", "StaleAnswer"]
    with database.reading() as session:
        answer = session.scalars(select(Answer)).one()
        assert answer.version == 2
        assert answer.text in {"Alder 1", "Ally 1"}
        assert answer.text in set(session.scalars(select(AnswerDraft.text)))


def test_two_questions_saved_at_once_are_both_kept(database: Database, world: World) -> None:
    for version in range(3):
        told = at_once(
            database,
            saves(world, "alder", "care", f"Care {version}", version),
            saves(world, "ally", "cqc", f"Page {version}", version),
        )
        assert told == [None, None]
    with database.reading() as session:
        assert set(session.scalars(select(Answer.text))) == {"Care 2", "Page 2"}
