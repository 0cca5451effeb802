"""The procurements of a person, sorted and narrowed alike by both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.stages import Stage
from assurance.persistence.among import among
from assurance.persistence.models import Procurement
from assurance.persistence.queries.procurements import count_of_person, list_at_a_glance, list_of_person
from tests.factories.cast import NOW, World, make_world
from tests.factories.procurements import make_many


@pytest.fixture
def world(session: Session) -> World:
    """The cast with a procurement that has no date yet, and three more of the officer, each due after the other."""
    made = make_world(session)
    session.get_one(Procurement, made.procurement_id).next_due_at = None
    make_many(session, made, 3)
    return made


def found(session: Session, world: World, **wanted: object) -> list[str]:
    return [each.reference for each, _ in list_of_person(session, world.users["officer"], **wanted)]  # type: ignore[arg-type]  # reason: words of the function


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("reference", ["own", "0", "1", "2"]),
        ("title", ["own", "0", "1", "2"]),
        ("stage", ["own", "0", "1", "2"]),
        ("due", ["0", "1", "2", "own"]),
    ],
)
def test_each_key_sorts_both_ways_and_what_has_no_date_comes_last(
    session: Session, world: World, by: str, expected: list[str]
) -> None:
    session.get_one(Procurement, world.procurement_id).title = "A first title"
    names = {"own": world.reference, **{str(number): f"PR-2099-{number:04}" for number in range(3)}}
    assert found(session, world, order=(by, False)) == [names[each] for each in expected]
    down = {
        "due": ["2", "1", "0", "own"],
        "stage": ["0", "1", "2", "own"],  # alike, these stay in their usual order
    }.get(by, expected[::-1])
    assert found(session, world, order=(by, True)) == [names[each] for each in down]


def test_words_stage_and_part_narrow_and_are_counted(session: Session, world: World) -> None:
    officer = world.users["officer"]
    assert found(session, world, words=("programme", "2099"), begin=1, size=1) == ["PR-2099-0001"]
    assert count_of_person(session, officer, words=("programme", "2099")) == 3
    assert found(session, world, stage=Stage.CALL) == [f"PR-2099-{number:04}" for number in range(3)]
    assert count_of_person(session, officer, stage=Stage.PLANNING) == 1
    assert count_of_person(session, officer, words=("100%",)) == 0
    assert list_of_person(session, world.users["alder"]) == []


def test_the_date_for_marks_counts_while_they_are_given(session: Session, world: World) -> None:
    mine = world.at(session, Stage.SCORING)
    mine.marks_due_at = NOW + timedelta(hours=1)
    session.flush()
    listed = [each for each, _ in list_of_person(session, world.users["officer"])]
    assert [each.reference for each in listed] == ["PR-2099-0000", world.reference, "PR-2099-0001", "PR-2099-0002"]
    assert listed[1].due_at == NOW + timedelta(hours=1)
    world.at(session, Stage.MODERATION)
    listed = [each for each, _ in list_of_person(session, world.users["officer"])]
    assert listed[-1].due_at is None


def test_all_at_a_glance_are_in_the_usual_order_and_show_what_waits_without_asking_again(
    session: Session, world: World
) -> None:
    references = found(session, world)
    session.flush()
    session.expunge_all()
    listed = list_at_a_glance(session, world.users["officer"])
    assert [each.reference for each in listed] == references and len(references) == 4
    session.expunge_all()  # what is read from here on was there already
    for each in listed:
        assert (each.title, each.due_at, each.procedure.code, each.are_prices_closed) != ("", None, "", None)
        assert each.stage in (Stage.PLANNING, Stage.CALL) and each.tenders_due_at is None
    assert list_at_a_glance(session, world.users["alder"]) == []


@pytest.mark.parametrize("length", [0, 1, 3, 2000])
def test_among_finds_exactly_those_however_many_are_asked_for(session: Session, world: World, length: int) -> None:
    ids = sorted(session.scalars(select(Procurement.id)))
    asked = [*ids[:1], *ids[2:], *range(10_000_000, 10_002_000)][:length]
    rows = session.scalars(select(Procurement.id).where(among(Procurement.id, asked)).order_by(Procurement.id))
    assert list(rows) == [each for each in ids if each in asked]
