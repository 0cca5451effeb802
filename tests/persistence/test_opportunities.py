"""What a search finds, in what order, and in how many queries."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assurance.domain.stages import Stage
from assurance.domain.suppliers.search import read_search
from assurance.persistence.models import BudgetLine, Procurement
from assurance.persistence.queries.opportunities import PAGE, find_newest, find_page, list_choices
from tests.factories.cast import NOW, World, make_world
from tests.statements import listened

DAY = timedelta(days=1)


def add(
    session: Session, world: World, number: int, *, stage: Stage = Stage.CALL, days: int | None = 5, **more: object
) -> None:
    """Add a published procurement with a budget of so many million a year for two years."""
    million = more.pop("million", None)
    row = Procurement(
        reference=f"PR-2024-{number:04}", title=f"Programme {number}", organisation_id=world.organisations["authority"],
        procedure_code="psr_competitive", procedure_version="1", stage=stage, created_by_id=world.users["officer"],
        created_at=NOW, contract_years=2, requests_due_at=NOW + days * DAY if days is not None else None,
        criteria_frozen_at=NOW - number * DAY, criteria_digest="0" * 64, **more,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if million is not None:
        session.add(
            BudgetLine(
                procurement_id=row.id, code="15", name="MSK", amounts={}, latest_year="2024",
                latest_amount=Decimal(str(million)) * 10**6, is_chosen=True,
            )
        )  # fmt: skip
    session.flush()


@pytest.fixture
def world(session: Session) -> World:
    """Five published procurements, and the cast's own, which is not public."""
    made = make_world(session)
    add(session, made, 1, days=9, care_group="MSK", million=5, summary="Hips and 100% of knees")
    add(session, made, 2, days=3, care_group="Frailty", million=2, notice_text="Care at HOME_based units")
    add(session, made, 3, stage=Stage.SCORING, days=-40, care_group="MSK", million="0.4")
    add(session, made, 4, days=0, care_group="Eyes")
    add(session, made, 5, days=None, care_group="Skin", million=30)
    return made


def found(session: Session, **params: str) -> list[int]:
    search, faults = read_search(params)
    assert not faults
    opportunities, total = find_page(session, search, NOW, 1)
    numbers = [int(each.procurement.reference[-4:]) for each in opportunities]
    assert total == len(numbers)
    return numbers


@pytest.mark.parametrize(
    ("params", "numbers"),
    [
        ({}, [2, 1, 3, 4, 5]),
        ({"which": "open"}, [2, 1]),
        ({"which": "closed"}, [3, 4, 5]),
        ({"q": "programme hips"}, [1]),
        ({"q": "100%"}, [1]),
        ({"q": "%"}, [1]),
        ({"q": "e_b"}, [2]),
        ({"q": "home_BASED"}, [2]),
        ({"q": "test board 0003"}, [3]),
        ({"q": "nothing"}, []),
        ({"q": "\\"}, []),
        ({"authority": "Test Board", "care_group": "MSK"}, [1, 3]),
        ({"authority": "Another Board"}, []),
        ({"band": "under-1m"}, [3]),
        ({"band": "1m-10m"}, [2]),
        ({"band": "10m-50m"}, [1]),
        ({"band": "50m-250m"}, [5]),
        ({"before": "2025-01-09"}, [2]),
        ({"before": "2025-01-08"}, []),
        ({"sort": "newest"}, [1, 2, 3, 4, 5]),
        ({"sort": "value"}, [5, 1, 2, 3, 4]),
        ({"sort": "title", "which": "open"}, [1, 2]),
    ],
)
def test_a_search_finds_what_it_says_in_its_order(
    session: Session, world: World, params: dict[str, str], numbers: list[int]
) -> None:
    assert found(session, **params) == numbers


def test_what_is_not_public_is_never_found(session: Session, world: World) -> None:
    for stage in (Stage.PLANNING, Stage.ENGAGEMENT, Stage.CHECKPOINT_1):
        world.at(session, stage)
        assert found(session, q="Musculoskeletal") == []
    world.at(session, Stage.ABANDONED)
    assert found(session, q="Musculoskeletal") == []


def test_pages_follow_each_other_and_lists_take_as_many_queries_whatever_they_hold(
    session: Session, world: World
) -> None:
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    search, _ = read_search({})
    with listened(engine) as few:
        find_page(session, search, NOW, 1)
        find_newest(session, search, NOW)
        list_choices(session)
    for number in range(10, 40):
        add(session, world, number)
    session.expunge_all()
    with listened(engine) as many:
        first, total = find_page(session, search, NOW, 1)
        assert len(find_newest(session, search, NOW)) == 35
        assert list_choices(session) == (["Test Board"], ["Eyes", "Frailty", "MSK", "Skin"])
    assert len(few) == len(many) == 4
    second, _ = find_page(session, search, NOW, 2)
    assert (len(first), len(second), total) == (PAGE, 15, 35)
    assert {each.procurement.id for each in first}.isdisjoint({each.procurement.id for each in second})
