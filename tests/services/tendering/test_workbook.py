"""Criteria go out as a workbook and come back: nothing changes unasked, and what is asked is stored whole."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.evaluation.workbook_columns import COLUMNS
from assurance.domain.faults import FaultsFound
from assurance.persistence.models import AuditEvent, CriterionAssignment, SubCriterion
from assurance.persistence.queries.criteria import get_criterion, get_publication, list_assignments, list_criteria
from assurance.persistence.queries.criteria_drafts import get_draft
from assurance.services import tendering
from assurance.services.tendering.workbook import Reading, compare, unpack
from tests.factories.cast import NOW, World
from tests.factories.plans import make_criteria

AT = {column.key: number for number, column in enumerate(COLUMNS)}


@pytest.fixture
def tree(session: Session, world: World, common: dict[str, Any]) -> None:
    """Quality with clinical and workforce, price by a band, a condition; sub-criteria and a duty on clinical."""
    make_criteria(session, world)
    tendering.edit_criterion(
        session, code="clinical", title="Clinical model", weight_percent=Decimal(60), question="How?",
        sub_criteria=["Triage", "Red flags"], evaluator_guidance="Three is usual.", **common,
    )  # fmt: skip
    tendering.edit_criterion(
        session, code="price", title="Price", weight_percent=Decimal(20), price_formula="absolute-band",
        price_parameters={"min": Decimal(35), "max": Decimal("55.5")}, **common,
    )  # fmt: skip
    session.add(
        CriterionAssignment(
            criterion_id=get_criterion(session, world.procurement_id, "clinical").id, user_id=world.users["nurse"]
        )
    )
    session.flush()


def read(session: Session, common: dict[str, Any], *edits: tuple[str, str, str], drop: tuple[str, ...] = ()) -> Reading:
    """Take the table of the stored criteria, edit cells of it by short name and column, and read it back."""
    content = tendering.export_workbook(session, procurement=common["procurement"])
    criteria, scale = unpack(tendering.read_upload(session, procurement=common["procurement"], content=content).table)
    rows = [row for row in criteria if row[0] not in drop]
    for code, key, value in edits:
        next(row for row in rows if row[0] == code)[AT[key]] = value
    return compare(session, common["procurement"], rows, scale)


def replace(session: Session, common: dict[str, Any], reading: Reading) -> None:
    session.flush()  # what came before has moved the version
    tendering.replace_criteria(session, table=reading.table, version=common["procurement"].version, **common)


@pytest.mark.usefixtures("tree")
def test_out_and_in_again_changes_nothing(session: Session, common: dict[str, Any]) -> None:
    before = get_publication(session, common["procurement"]).digest()
    draft = get_draft(session, common["procurement"].id)
    reading = read(session, common)
    assert reading.changes.is_empty
    assert (reading.draft, dict(reading.duties_lost)) == (draft, {})
    replace(session, common, reading)
    assert get_publication(session, common["procurement"]).digest() == before
    assert len(list_assignments(session, common["procurement"].id)) == 1


@pytest.mark.usefixtures("tree")
def test_what_would_change_is_said_before_it_changes(session: Session, world: World, common: dict[str, Any]) -> None:
    reading = read(
        session, common, ("workforce", "weight_percent", "100"), ("workforce", "sub_criteria", "Pay\nTraining"),
        ("price", "max", "60"), drop=("clinical", "registered"),
    )  # fmt: skip
    told = {each.code: [(d.heading, d.before, d.after) for d in each.differences] for each in reading.changes.changed}
    assert told == {
        "workforce": [("Weight (%)", "40", "100"), ("Points to cover", "", "Pay\nTraining")],
        "price": [("Price that earns none (£)", "55.5", "60")],
    }
    assert [each.code for each in reading.changes.removed] == ["clinical", "registered"]
    assert dict(reading.duties_lost) == {"clinical": ["Nurse"]}
    assert len(list_criteria(session, world.procurement_id)) == 5, "nothing is changed by reading"


@pytest.mark.usefixtures("tree")
def test_what_was_shown_is_stored_whole_and_on_record(session: Session, world: World, common: dict[str, Any]) -> None:
    quality = get_criterion(session, world.procurement_id, "quality").id
    reading = read(session, common, ("workforce", "weight_percent", "100"), drop=("clinical",))
    replace(session, common, reading)
    assert [row.code for row in list_criteria(session, world.procurement_id)] == [
        "quality", "workforce", "price", "registered",
    ]  # fmt: skip
    assert get_criterion(session, world.procurement_id, "quality").id == quality, "a criterion keeps its row"
    assert list_assignments(session, world.procurement_id) == []
    assert session.query(SubCriterion).count() == 0
    event = session.query(AuditEvent).filter_by(tag="criteria:replaced").one()
    assert event.body["data"]["removed"] == ["clinical"]
    assert event.body["data"]["duties_lost"] == {"clinical": ["Nurse"]}


@pytest.mark.usefixtures("tree")
def test_kinds_groups_and_order_may_change(session: Session, world: World, common: dict[str, Any]) -> None:
    """A group becomes scored, what stood in it stands elsewhere, and the last comes first."""
    content = tendering.export_workbook(session, procurement=common["procurement"])
    criteria, scale = unpack(tendering.read_upload(session, procurement=common["procurement"], content=content).table)
    head, quality, clinical, workforce, price, registered = criteria
    quality[AT["kind"]], clinical[AT["parent"]], workforce[AT["parent"]] = "Scored", "care", "care"
    quality[AT["weight_percent"]] = "30"
    care = ["care", "", "Care", "Group", "50", *[""] * (len(head) - 5)]
    reading = compare(
        session, common["procurement"], [head, registered, quality, clinical, workforce, care, price], scale
    )
    assert reading.changes.is_reordered
    replace(session, common, reading)
    rows = list_criteria(session, world.procurement_id)
    assert [row.code for row in rows] == ["registered", "quality", "care", "clinical", "workforce", "price"]
    assert [row.position for row in rows] == list(range(6))
    assert (rows[1].kind, rows[1].scale_top) == (Kind.SCORED, 5)
    assert len(list_assignments(session, world.procurement_id)) == 1, "who marks clinical still does"


@pytest.mark.usefixtures("tree")
def test_a_whole_branch_is_taken_out(session: Session, world: World, common: dict[str, Any]) -> None:
    content = tendering.export_workbook(session, procurement=common["procurement"])
    criteria, scale = unpack(tendering.read_upload(session, procurement=common["procurement"], content=content).table)
    head, _, _, _, price, _ = criteria
    essay = ["essay", "", "Essay", "Scored", "80", *[""] * (len(head) - 5)]
    short = [row if row[0] != "5" else ["5", "Best", "Nothing better."] for row in scale]
    replace(session, common, compare(session, common["procurement"], [head, essay, price], short))
    assert [row.code for row in list_criteria(session, world.procurement_id)] == ["essay", "price"]
    assert get_draft(session, world.procurement_id).scale[5].label == "Best"


@pytest.mark.usefixtures("tree")
def test_nothing_is_replaced_where_anything_is_at_fault(session: Session, world: World, common: dict[str, Any]) -> None:
    table = read(session, common).table.replace('"60"', '"55"', 1)
    session.flush()
    with pytest.raises(FaultsFound, match="sum to 95, not 100"):
        tendering.replace_criteria(session, table=table, version=common["procurement"].version, **common)
    assert get_criterion(session, world.procurement_id, "clinical").weight_percent == 60


@pytest.mark.usefixtures("tree")
def test_a_criterion_that_breaks_ties_is_not_taken_out(session: Session, common: dict[str, Any]) -> None:
    tendering.set_tie_break(session, rules=["clinical"], **common)
    with pytest.raises(FaultsFound, match="“clinical” breaks ties"):
        read(session, common, ("workforce", "weight_percent", "100"), drop=("clinical",))


@pytest.mark.usefixtures("tree")
def test_what_was_read_before_somebody_else_changed_the_plan_is_refused(
    session: Session, world: World, common: dict[str, Any]
) -> None:
    reading, version = read(session, common, ("workforce", "title", "People")), common["procurement"].version
    tendering.set_tie_break(session, rules=["lowest-price"], **common)
    session.flush()
    with pytest.raises(Conflict, match="changed by someone else"):
        tendering.replace_criteria(session, table=reading.table, version=version, **common)
    assert get_criterion(session, world.procurement_id, "workforce").title == "Workforce"


@pytest.mark.parametrize("table", ["", "{}", "[[]]", "[[[1]],[]]", "[" * 2000, json.dumps([[["code"]], "x"])])
def test_a_table_no_page_wrote_is_refused(session: Session, common: dict[str, Any], table: str) -> None:
    session.flush()
    with pytest.raises((InvalidInput, FaultsFound)):
        tendering.replace_criteria(session, table=table, version=common["procurement"].version, **common)
    assert list_criteria(session, common["procurement"].id) == []


def test_published_criteria_are_not_replaced(session: Session, world: World, common: dict[str, Any]) -> None:
    make_criteria(session, world)
    content = tendering.export_workbook(session, procurement=common["procurement"])
    reading = tendering.read_upload(session, procurement=common["procurement"], content=content)
    common["procurement"].criteria_frozen_at, common["procurement"].criteria_digest = NOW, "d" * 64
    session.flush()
    version = common["procurement"].version
    for act in (
        lambda: tendering.read_upload(session, procurement=common["procurement"], content=content),
        lambda: tendering.replace_criteria(session, table=reading.table, version=version, **common),
    ):
        with pytest.raises(Conflict, match="can no longer be changed"):
            act()
