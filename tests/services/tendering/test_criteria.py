"""The criteria are a draft with named faults until the call is published; then nothing in them moves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.evaluation.scales import ZERO_TO_FOUR, Descriptor
from assurance.persistence.models import CriterionAssignment, Procurement
from assurance.persistence.queries.criteria import get_criterion, get_publication, list_assignments, list_criteria
from assurance.persistence.queries.criteria import list_descriptors as descriptors
from assurance.persistence.queries.facts.plan import criteria_faults
from assurance.persistence.session import Database
from assurance.services import tendering
from tests.factories.cast import NOW, World, make_world
from tests.factories.plans import make_criteria

SCORED: dict[str, Any] = {"code": "c", "title": "Clinical", "kind": Kind.SCORED, "weight_percent": Decimal(50)}


def codes(session: Session, world: World) -> list[str]:
    return [row.code for row in list_criteria(session, world.procurement_id)]


def test_a_tree_without_faults_is_read_in_its_order(session: Session, world: World) -> None:
    make_criteria(session, world)
    assert codes(session, world) == ["quality", "clinical", "workforce", "price", "registered"]
    assert [row.position for row in list_criteria(session, world.procurement_id)] == [0, 1, 2, 3, 4]
    assert criteria_faults(session, world.procurement(session)) == ()


def test_a_later_child_takes_its_place_in_the_group(session: Session, world: World, common: dict[str, Any]) -> None:
    make_criteria(session, world)
    tendering.add_criterion(session, **{**SCORED, "parent_code": "quality"}, **common)
    assert codes(session, world) == ["quality", "clinical", "workforce", "c", "price", "registered"]
    assert get_criterion(session, world.procurement_id, "price").position == 4
    assert 'weights under "quality" sum to 150, not 100' in criteria_faults(session, common["procurement"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "two words"}, "code"),
        ({"code": "lowest-price"}, "code"),
        ({"code": "quality"}, "code"),
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"weight_percent": Decimal(101)}, "weight_percent"),
        ({"weight_percent": Decimal("33.333")}, "weight_percent"),
        ({"minimum": Decimal(6)}, "minimum"),
        ({"word_limit": 0}, "word_limit"),
        ({"parent_code": "price"}, "parent_code"),
        ({"kind": Kind.PRICE, "price_formula": "dice"}, "price_formula"),
        ({"kind": Kind.PRICE, "minimum": Decimal(1)}, "minimum"),
        ({"kind": Kind.PASS_FAIL}, "weight_percent"),
        ({"kind": Kind.GROUP, "is_down_select": True}, "is_down_select"),
        ({"kind": Kind.GROUP, "question": "Why?"}, "question"),
    ],
)
def test_a_criterion_that_makes_no_sense_is_refused_at_its_field(
    session: Session, world: World, common: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    make_criteria(session, world)
    with pytest.raises(InvalidInput) as refused:
        tendering.add_criterion(session, **{**SCORED, **change}, **common)
    assert refused.value.field == field


def test_a_criterion_is_rewritten_but_keeps_its_kind(session: Session, world: World, common: dict[str, Any]) -> None:
    make_criteria(session, world)
    tendering.edit_criterion(
        session, code="clinical", title="Care model", weight_percent=Decimal(60), question="How?", minimum=Decimal(2),
        word_limit=800, **common,
    )  # fmt: skip
    row = get_criterion(session, world.procurement_id, "clinical")
    assert (row.title, row.minimum, row.word_limit, row.is_down_select) == ("Care model", Decimal(2), 800, False)
    with pytest.raises(NotFound):
        tendering.edit_criterion(session, code="nothing", title="T", **common)


def test_removal_takes_marking_duties_along_and_spares_what_is_in_use(
    session: Session, world: World, common: dict[str, Any]
) -> None:
    make_criteria(session, world)
    clinical = get_criterion(session, world.procurement_id, "clinical")
    session.add(CriterionAssignment(criterion_id=clinical.id, user_id=world.users["nurse"]))
    tendering.set_tie_break(session, rules=["workforce", "lowest-price"], **common)
    with pytest.raises(Conflict, match="still has criteria under it"):
        tendering.remove_criterion(session, code="quality", **common)
    with pytest.raises(Conflict, match="break ties"):
        tendering.remove_criterion(session, code="workforce", **common)
    tendering.remove_criterion(session, code="clinical", **common)
    assert codes(session, world) == ["quality", "workforce", "price", "registered"]
    assert list_assignments(session, world.procurement_id) == []


def test_the_first_scored_criterion_sets_up_the_usual_scale(session: Session, common: dict[str, Any]) -> None:
    procurement = common["procurement"]
    assert descriptors(session, procurement.id) == []
    row = tendering.add_criterion(session, **SCORED, **common)
    assert row.scale_top == 5
    assert [each.mark for each in descriptors(session, procurement.id)] == [0, 1, 2, 3, 4, 5]


def test_another_scale_is_the_scale_of_every_scored_criterion(session: Session, common: dict[str, Any]) -> None:
    row = tendering.add_criterion(session, **{**SCORED, "minimum": Decimal(5)}, **common)
    tendering.set_scale(session, descriptors=ZERO_TO_FOUR.descriptors, **common)
    assert row.scale_top == 4
    assert [each.label for each in descriptors(session, common["procurement"].id)][0] == "Unacceptable"
    assert "5 is not between 0 and 4 marks" in criteria_faults(session, common["procurement"])
    with pytest.raises(InvalidInput, match="exactly once"):
        tendering.set_scale(session, descriptors=[Descriptor(0, "a", "b"), Descriptor(2, "a", "b")], **common)


@pytest.mark.parametrize("rules", [["nothing"], ["registered"], ["quality", "quality"]])
def test_ties_are_broken_by_what_is_marked_and_each_rule_once(
    session: Session, world: World, common: dict[str, Any], rules: list[str]
) -> None:
    make_criteria(session, world)
    with pytest.raises(InvalidInput) as refused:
        tendering.set_tie_break(session, rules=rules, **common)
    assert refused.value.field == "rules"


def test_nothing_moves_after_publication(session: Session, world: World, common: dict[str, Any]) -> None:
    make_criteria(session, world)
    procurement = common["procurement"]
    before = get_publication(session, procurement).digest()
    procurement.criteria_frozen_at, procurement.criteria_digest = NOW, before
    acts: list[Any] = [
        lambda: tendering.add_criterion(session, **SCORED, **common),
        lambda: tendering.edit_criterion(session, code="price", title="P", weight_percent=Decimal(20), **common),
        lambda: tendering.remove_criterion(session, code="clinical", **common),
        lambda: tendering.set_scale(session, **common),
        lambda: tendering.set_tie_break(session, rules=["lowest-price"], **common),
    ]
    for act in acts:
        with pytest.raises(Conflict, match="can no longer be changed"):
            act()
    assert get_publication(session, procurement).digest() == before


def test_of_a_change_and_a_publication_at_once_one_fails(database: Database) -> None:
    """Otherwise the digest would not cover what was published."""
    with database.transaction() as session:
        world = make_world(session)
        make_criteria(session, world)
    with database.reading() as publisher:
        late = publisher.get_one(Procurement, world.procurement_id)
        seen = get_publication(publisher, world.procurement(publisher)).digest()
        with database.transaction() as editor:
            common = {"procurement": world.procurement(editor), "actor": world.actor(editor, "officer"), "now": NOW}
            tendering.edit_criterion(editor, code="price", title="Cost", weight_percent=Decimal(20), **common)
        publisher.commit()  # on SQLite the reading ends here; the row stays as it was seen
        late.criteria_frozen_at, late.criteria_digest = NOW, seen
        with pytest.raises(StaleDataError):
            publisher.flush()
