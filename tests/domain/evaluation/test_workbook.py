"""A workbook of criteria is read whole or refused whole, with every fault at its cell in plain words."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from assurance.domain.evaluation.criterion import Kind
from assurance.domain.evaluation.drafting import CriterionDraft, Placed
from assurance.domain.evaluation.pricing import FORMULAS
from assurance.domain.evaluation.scales import ZERO_TO_FIVE
from assurance.domain.evaluation.workbook import CriteriaDraft, read_workbook
from assurance.domain.evaluation.workbook_cells import Cell, Unusable, letters
from assurance.domain.evaluation.workbook_columns import COLUMNS, FIGURES
from assurance.domain.evaluation.workbook_rows import criteria_rows, scale_rows
from assurance.domain.faults import FaultsFound

Grid = list[list[Cell]]
AT = {column.key: number for number, column in enumerate(COLUMNS)}
SCALE: Grid = [list(row) for row in scale_rows(ZERO_TO_FIVE.descriptors)]


def placed(code: str, parent: str, kind: Kind, weight: int, **said: Any) -> Placed:
    return Placed(code, parent, kind, CriterionDraft(code.title(), Decimal(weight), **said))


TREE = (
    placed("quality", "", Kind.GROUP, 80, minimum=Decimal(60)),
    placed("clinical", "quality", Kind.SCORED, 60, question="How?", sub_criteria=("Triage", "Pain"), word_limit=500),
    placed("people", "quality", Kind.GROUP, 40),
    placed("workforce", "people", Kind.SCORED, 100, evaluator_guidance="Three is usual.", minimum=Decimal(2)),
    placed(
        "price", "", Kind.PRICE, 20, price_formula="absolute-band",
        price_parameters={"min": Decimal("35000000"), "max": Decimal("55000000.50")},
    ),
    placed("registered", "", Kind.PASS_FAIL, 0),
)  # fmt: skip


def grid() -> Grid:
    """The tree as downloaded: row 2 is quality, 3 clinical, 4 people, 5 workforce, 6 price, 7 registered."""
    return [list(row) for row in criteria_rows(TREE)]


def changed(row: int, **cells: Cell) -> Grid:
    found = grid()
    for key, cell in cells.items():
        found[row - 1][AT[key]] = cell
    return found


def faults(criteria: Grid, scale: Grid = SCALE, **context: Any) -> list[str]:
    with pytest.raises(FaultsFound) as refused:
        read_workbook(criteria, scale, **context)
    return [str(fault) for fault in refused.value.faults]


def test_what_was_written_is_read_back() -> None:
    assert read_workbook(grid(), SCALE) == CriteriaDraft(TREE, ZERO_TO_FIVE.descriptors)


def test_rows_may_come_in_any_order_and_with_gaps() -> None:
    head, quality, clinical, people, workforce, price, registered = grid()
    empty: list[Cell] = [None, ""]
    mixed = [head, workforce, empty, clinical, people, quality, price, registered]
    found = [each.code for each in read_workbook(mixed, SCALE).criteria]
    assert found == ["quality", "clinical", "people", "workforce", "price", "registered"]


@pytest.mark.parametrize("cell", ["60", " 60 ", "60%", "60.00", Decimal(60)])
def test_a_number_may_be_typed_as_text(cell: Cell) -> None:
    assert read_workbook(changed(3, weight_percent=cell), SCALE).criteria[1].draft.weight_percent == 60


def test_money_may_have_its_sign_and_commas() -> None:
    price = read_workbook(changed(6, max="£55,000,000.50"), SCALE).criteria[4].draft
    assert price.price_parameters["max"] == Decimal("55000000.50")


def test_a_title_may_look_like_a_number() -> None:
    assert read_workbook(changed(3, title=Decimal(2027)), SCALE).criteria[1].draft.title == "2027"


@pytest.mark.parametrize("kind", ["scored", "SCORED", " Scored "])
def test_words_are_taken_in_any_case(kind: str) -> None:
    assert read_workbook(changed(3, kind=kind), SCALE).criteria[1].kind is Kind.SCORED


@pytest.mark.parametrize("formula", ["absolute-band", "Straight line between two prices published in advance"])
def test_a_formula_is_named_by_its_words_or_its_name(formula: str) -> None:
    assert read_workbook(changed(6, price_formula=formula), SCALE).criteria[4].draft.price_formula == "absolute-band"


@pytest.mark.parametrize(
    ("row", "cells", "fault"),
    [
        (3, {"weight_percent": Decimal(55)}, "Criteria!E2: the weights under “quality” sum to 95, not 100"),
        (6, {"weight_percent": Decimal(25)}, "Criteria!E1: the weights at the top sum to 105, not 100"),
        (3, {"minimum": "high"}, "Criteria!F3: “high” is not a number"),
        (3, {"minimum": Decimal(6)}, "Criteria!F3: Enter a minimum from 0 to 5 marks"),
        (3, {"parent": "qualty"}, "Criteria!B3: there is no criterion “qualty” in this sheet"),
        (3, {"parent": "price"}, "Criteria!B3: “price” is not a group; only a group has criteria under it"),
        (2, {"parent": "quality"}, "Criteria!B2: “quality” stands under itself"),
        (3, {"code": "price"}, "Criteria!A6: “price” is already the short name of row 3"),
        (3, {"code": "two words"}, "Criteria!A3: Enter a short name of letters, figures, dots and dashes"),
        (3, {"code": "lowest-price"}, "Criteria!A3: “lowest-price” is the name of a tie-break rule; choose another"),
        (3, {"code": None}, "Criteria!A3: Enter a short name"),
        (3, {"title": None}, "Criteria!C3: Enter a title"),
        (3, {"kind": "essay"}, "Criteria!D3: “essay” is none of “Group”, “Scored”, “Price” and “Pass or fail”"),
        (3, {"kind": None}, "Criteria!D3: choose a kind: Group, Scored, Price, Pass or fail"),
        (3, {"word_limit": Decimal("2.5")}, "Criteria!G3: “2.5” is not a whole number"),
        (3, {"sub_criteria": "Triage\ntriage"}, "Criteria!I3: “triage” stands there twice"),
        (3, {"is_down_select": "maybe"}, "Criteria!L3: “maybe” is none of"),
        (2, {"question": "What?"}, "Criteria!H2: A group asks nothing"),
        (7, {"weight_percent": Decimal(1)}, "Criteria!E7: A pass or fail criterion carries no weight"),
        (6, {"price_formula": "dice"}, "Criteria!N6: “dice” is none of"),
        (6, {"max": None}, "Criteria!Q6: Enter “Price that earns none (£)”: it is published with the formula"),
        (6, {"min": Decimal(60_000_000)}, "Criteria!O6: “Price that earns all points (£)” must be below"),
        (6, {"base": Decimal(2)}, "does not use this figure: leave it empty, or choose the formula that does"),
        (3, {"max": Decimal(5)}, "Criteria!Q3: Only a price has figures for a formula"),
        (2, {"normalise": "by feel"}, "Criteria!M2: “by feel” is none of “Against the highest” and"),
        (3, {"weight_percent": Unusable("a formula")}, "Criteria!E3: this is a formula; type its value instead"),
        (3, {"title": Unusable("a formula")}, "Criteria!C3: this is a formula; type its value instead"),
        (3, {"weight_percent": "-5"}, "Criteria!E3: Enter a weight from 0 to 100"),
        (3, {"weight_percent": Decimal("33.333")}, "Criteria!E3: Enter a number with at most 2 figures"),
    ],
)  # fmt: skip
def test_a_fault_is_named_at_its_cell(row: int, cells: dict[str, Cell], fault: str) -> None:
    found = faults(changed(row, **cells))
    assert any(fault in each for each in found), found


def test_a_chain_of_hundreds_is_refused_and_not_followed() -> None:
    chain = [placed(f"g{level}", f"g{level - 1}" if level else "", Kind.GROUP, 100) for level in range(290)]
    assert len(faults([list(row) for row in criteria_rows(chain)])) == 290 - 8


def test_a_circle_is_named_and_breaks_nothing() -> None:
    assert faults(changed(2, parent="people"))[:1] == ["Criteria!B2: “quality” stands under itself, through “people”"]


def test_an_unreadable_weight_makes_no_second_fault_of_its_group() -> None:
    assert faults(changed(3, weight_percent="sixty")) == ["Criteria!E3: “sixty” is not a number"]


def test_every_fault_is_named_at_once_in_the_order_of_the_sheet() -> None:
    criteria = changed(3, minimum="high", title=None)
    criteria[5][AT["kind"]] = "essay"
    scale = [*SCALE[:3], [Decimal(1), "Again", ""], *SCALE[4:]]
    assert [each.partition(":")[0] for each in faults(criteria, scale)] == [
        "Criteria!C3", "Criteria!F3", "Criteria!D6", "Scale!A4", "Scale!C4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda head: head.__setitem__(4, "Importance"), "Criteria!E1: “Importance” is not the heading of a column"),
        (lambda head: head.__setitem__(4, "Title"), "Criteria!E1: the column “Title” stands there twice"),
        (lambda head: head.pop(4), "the column “Weight (%)” is missing"),
        (lambda head: head.append("Notes"), "Criteria!V1: “Notes” is not the heading of a column"),
    ],
)
def test_the_headings_are_all_there_and_no_others(change: Callable[[list[Cell]], Any], fault: str) -> None:
    criteria = grid()
    change(criteria[0])
    assert any(fault in each for each in faults(criteria))


def test_what_stands_beside_the_table_is_not_dropped() -> None:
    criteria = grid()
    criteria[2].append("a remark")
    assert faults(criteria) == ["Criteria!V3: there is no heading over this cell"]


@pytest.mark.parametrize("criteria", [[], [[]], grid()[:1]])
def test_an_empty_sheet_is_said_to_be_empty(criteria: Grid) -> None:
    assert faults(criteria)


def test_more_criteria_than_anybody_could_mark_are_refused() -> None:
    row = grid()[2]
    many = [[f"c{number}", *row[1:]] for number in range(300)]
    assert any("there are more than 300 criteria" in each for each in faults([*grid(), *many]))


def test_criteria_may_stand_eight_levels_deep_and_no_deeper() -> None:
    groups = [placed(f"g{level}", f"g{level - 1}" if level else "", Kind.GROUP, 100) for level in range(7)]
    leaf = [placed("leaf", "g6", Kind.SCORED, 100)]
    assert len(read_workbook([list(row) for row in criteria_rows(groups + leaf)], SCALE).criteria) == 8
    deeper = [*groups, placed("g7", "g6", Kind.GROUP, 100), placed("leaf", "g7", Kind.SCORED, 100)]
    assert faults([list(row) for row in criteria_rows(deeper)]) == ["Criteria!B10: criteria go 8 levels deep at most"]


def test_a_criterion_that_breaks_ties_stays() -> None:
    lost = (
        "Criteria: “registered” breaks ties: keep it as a criterion that is marked, or change the tie-break rules first"
    )
    assert faults(grid(), tie_break=["clinical", "lowest-price", "registered"]) == [lost]


def test_weights_are_not_summed_where_they_play_no_part() -> None:
    assert read_workbook(changed(3, weight_percent=Decimal(5)), SCALE, weighted=False).criteria


@pytest.mark.parametrize(
    ("scale", "fault"),
    [
        (SCALE[:1], "Scale!A1: a scale has at least the marks 0 and 1"),
        ([*SCALE[:3], *SCALE[4:]], "Scale!A1: the scale goes from 0 to 5, and 2 is missing"),
        ([*SCALE, [Decimal(21), "Top", "Best."]], "Scale!A8: enter a whole number from 0 to 20"),
        ([*SCALE, [Decimal(6), "x" * 61, "Best."]], "Scale!B8: enter a label of at most 60 characters"),
        ([*SCALE, [Decimal(6), "Top", None]], "Scale!C8: say what this mark means"),
        ([["Mark", "Label"]], "Scale!C1: the column “Meaning” is missing"),
    ],
)
def test_a_scale_has_every_mark_once(scale: Grid, fault: str) -> None:
    assert fault in faults(grid(), scale)


def test_every_figure_of_every_formula_has_a_column() -> None:
    assert {each.name for formula in FORMULAS.values() for each in formula.parameters} == set(FIGURES)


def test_columns_are_named_as_a_spreadsheet_does() -> None:
    assert [letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
