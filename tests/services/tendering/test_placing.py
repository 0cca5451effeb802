"""A criterion can stand anywhere that makes a tree, and nowhere else; method and place are on record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.criteria import Kind
from assurance.persistence.models import AuditEvent
from assurance.persistence.queries.criteria import get_criterion, get_publication, list_criteria
from assurance.services import tendering
from tests.factories.cast import NOW, World
from tests.factories.plans import make_criteria


def codes(session: Session, world: World) -> list[str]:
    return [row.code for row in list_criteria(session, world.procurement_id)]


def group(session: Session, common: dict[str, Any], code: str, parent: str | None = None) -> None:
    tendering.add_criterion(session, code=code, title=code, kind=Kind.GROUP, parent_code=parent, **common)


def test_a_criterion_changes_places_with_its_neighbour(session: Session, world: World, common: dict[str, Any]) -> None:
    make_criteria(session, world)
    tendering.move_criterion(session, code="price", up=True, **common)
    assert codes(session, world) == ["price", "quality", "clinical", "workforce", "registered"]
    tendering.move_criterion(session, code="clinical", up=False, **common)
    assert codes(session, world) == ["price", "quality", "workforce", "clinical", "registered"]
    assert [row.position for row in list_criteria(session, world.procurement_id)] == [0, 1, 2, 3, 4]
    for code, up in (("price", True), ("registered", False), ("clinical", False)):
        with pytest.raises(Conflict, match="already the (first|last)"):
            tendering.move_criterion(session, code=code, up=up, **common)


def test_a_group_is_placed_with_all_under_it(session: Session, world: World, common: dict[str, Any]) -> None:
    make_criteria(session, world)
    group(session, common, "all")
    tendering.place_criterion(session, code="quality", parent_code="all", **common)
    assert codes(session, world) == ["price", "registered", "all", "quality", "clinical", "workforce"]
    tendering.place_criterion(session, code="clinical", parent_code="", **common)
    assert codes(session, world) == ["price", "registered", "all", "quality", "workforce", "clinical"]
    assert get_criterion(session, world.procurement_id, "clinical").parent_id is None


def test_saving_the_place_it_has_moves_nothing(session: Session, world: World, common: dict[str, Any]) -> None:
    make_criteria(session, world)
    tendering.place_criterion(session, code="clinical", parent_code="quality", **common)
    assert codes(session, world) == ["quality", "clinical", "workforce", "price", "registered"]


@pytest.mark.parametrize("parent", ["quality", "inner"])
def test_a_group_never_stands_in_itself(session: Session, world: World, common: dict[str, Any], parent: str) -> None:
    make_criteria(session, world)
    group(session, common, "inner", "quality")
    with pytest.raises(InvalidInput, match="in itself or in a group under it"):
        tendering.place_criterion(session, code="quality", parent_code=parent, **common)


def test_only_a_group_takes_others(session: Session, world: World, common: dict[str, Any]) -> None:
    make_criteria(session, world)
    with pytest.raises(InvalidInput, match="is not a group"):
        tendering.place_criterion(session, code="clinical", parent_code="price", **common)


def test_a_tree_grows_eight_levels_deep(session: Session, world: World, common: dict[str, Any]) -> None:
    for level in range(1, 9):
        group(session, common, f"g{level}", f"g{level - 1}" if level > 1 else None)
    with pytest.raises(InvalidInput, match="8 levels deep at most"):
        group(session, common, "g9", "g8")
    group(session, common, "other")
    group(session, common, "below", "other")
    with pytest.raises(InvalidInput, match="8 levels deep at most"):
        tendering.place_criterion(session, code="other", parent_code="g7", **common)
    tendering.place_criterion(session, code="other", parent_code="g6", **common)
    assert codes(session, world)[-2:] == ["other", "below"]


def test_sub_criteria_are_rewritten_in_place(session: Session, world: World, common: dict[str, Any]) -> None:
    """More, fewer, others and in another order, without two ever standing in one place."""
    make_criteria(session, world)
    for titles in (["A", "B", "C"], ["C", "B", "A"], ["B"], [], ["D", "E"]):
        tendering.edit_criterion(
            session, code="clinical", title="T", weight_percent=Decimal(60), sub_criteria=titles, **common
        )
        session.expire_all()
        row = get_criterion(session, world.procurement_id, "clinical")
        assert [(each.position, each.title) for each in row.sub_criteria] == list(enumerate(titles))


def test_points_are_published_and_evaluators_guidance_is_not(
    session: Session, world: World, common: dict[str, Any]
) -> None:
    make_criteria(session, world)
    said = {"code": "clinical", "title": "T", "weight_percent": Decimal(60), "sub_criteria": ["Triage"]}
    tendering.edit_criterion(session, **said, **common)
    before = get_publication(session, common["procurement"]).digest()
    tendering.edit_criterion(session, **said, evaluator_guidance="Three is usual.", **common)
    assert get_publication(session, common["procurement"]).digest() == before
    tendering.edit_criterion(session, **{**said, "sub_criteria": ["Triage", "Pain"]}, **common)
    assert get_publication(session, common["procurement"]).digest() != before


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"method": "dice"}, "method"),
        ({"method": "coefficient"}, "method"),
        ({"method": "quality-monetised"}, "value_per_point"),
        ({"method": "quality-monetised", "value_per_point": Decimal(0)}, "value_per_point"),
        ({"method": "quality-monetised", "value_per_point": Decimal("0.001")}, "value_per_point"),
        ({"method": "weighted-sum", "value_per_point": Decimal(5)}, "value_per_point"),
        ({"method": "weighted-sum", "low_price_percent": 0}, "low_price_percent"),
        ({"method": "weighted-sum", "low_price_percent": 91}, "low_price_percent"),
    ],
)
def test_a_method_that_makes_no_sense_is_refused_at_its_field(
    session: Session, common: dict[str, Any], said: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        tendering.set_method(session, **said, **common)
    assert refused.value.field == field
    assert common["procurement"].evaluation_method == {"name": "weighted-sum"}


def test_nothing_of_it_moves_after_publication(session: Session, world: World, common: dict[str, Any]) -> None:
    make_criteria(session, world)
    common["procurement"].criteria_frozen_at, common["procurement"].criteria_digest = NOW, "d" * 64
    acts: list[Any] = [
        lambda: tendering.move_criterion(session, code="price", up=True, **common),
        lambda: tendering.place_criterion(session, code="clinical", parent_code="", **common),
        lambda: tendering.set_method(session, method="relative-value-cost", **common),
    ]
    for act in acts:
        with pytest.raises(Conflict, match="can no longer be changed"):
            act()


def test_what_was_done_is_on_record(session: Session, world: World, common: dict[str, Any]) -> None:
    make_criteria(session, world)
    tendering.move_criterion(session, code="price", up=True, **common)
    tendering.place_criterion(session, code="clinical", parent_code="", **common)
    tendering.set_method(session, method="relative-value-cost", low_price_percent=20, **common)
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(3)).all()
    assert [(event.tag, event.body["data"]) for event in reversed(events)] == [
        ("criterion:moved", {"before": "quality"}),
        ("criterion:placed", {"under": ""}),
        (
            "method:set",
            {"low_price_percent": 20, "method": {"name": "relative-value-cost"}, "price_opens_after_quality": False},
        ),
    ]
