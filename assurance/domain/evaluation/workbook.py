"""Reads a workbook of criteria: rows of cells in; criteria and scale out, or every fault at its cell.

A workbook is taken whole or not at all. It may not hold the faults a draft on the page may, for then nobody could tell
a mistake in a cell from something left for later. Only what is nobody's mistake yet, a question not written or nothing
marked for the down-selection, is left to the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assurance.domain.evaluation.criterion import Kind
from assurance.domain.evaluation.drafting import CriterionDraft, Placed, clean, code_fault, draft_faults
from assurance.domain.evaluation.scales import LONGEST_SCALE, Descriptor
from assurance.domain.evaluation.workbook_cells import Notes, RowReader, Sheet, find_columns, rows
from assurance.domain.evaluation.workbook_columns import (
    COLUMNS,
    CRITERIA,
    FIGURES,
    FORMULA_WORDS,
    KIND_WORDS,
    NORMALISE_WORDS,
    SCALE,
)
from assurance.domain.evaluation.workbook_scale import read_scale
from assurance.domain.evaluation.workbook_tree import DraftTree, PlacedRow, in_order, in_words, is_sum, structure_faults
from assurance.domain.faults import Fault, refuse_if_any

MOST_CRITERIA = 300
_KINDS = {kind.value: words for kind, words in KIND_WORDS.items()}


@dataclass(frozen=True, slots=True)
class CriteriaDraft:
    """Everything a workbook says: the criteria in the order of the tree, and what each mark means."""

    criteria: tuple[Placed, ...]
    scale: tuple[Descriptor, ...]


def read_workbook(
    criteria: Sheet, scale: Sheet, *, tie_break: Sequence[str] = (), weighted: bool = True
) -> CriteriaDraft:
    """Read both sheets, or raise `FaultsFound` with every fault at its cell, such as `Criteria!D7`.

    `tie_break` holds the rules in force, whose criteria must stay; `weighted` is False where weights play no part.
    """
    notes, scale_notes = Notes(CRITERIA), Notes(SCALE)
    descriptors = read_scale(scale, scale_notes)
    top = max((each.mark for each in descriptors), default=LONGEST_SCALE)
    reading = _read_rows(criteria, notes, top)
    lost = tuple(_tree_faults(reading, notes, top, tie_break, weighted)) if reading.rows else ()
    refuse_if_any((*notes.faults(), *lost, *scale_notes.faults()))
    return CriteriaDraft(tuple(in_order([row.placed for row in reading.rows])), descriptors)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The rows by their short names, those that can be placed in the tree, and whether that is all of them."""

    readers: Mapping[str, RowReader]
    rows: Sequence[PlacedRow]
    is_whole: bool


def _read_rows(sheet: Sheet, notes: Notes, top: int) -> _Reading:
    """Read every row, noting what is wrong in any; without its headings a sheet has no rows."""
    columns = find_columns(sheet, COLUMNS, notes)
    if notes.found:
        return _Reading({}, (), is_whole=False)
    readers = list(rows(sheet, columns, notes))
    if not readers:
        notes.note(2, 0, "there are no criteria")
    if len(readers) > MOST_CRITERIA:
        notes.note(readers[MOST_CRITERIA].number, 0, f"there are more than {MOST_CRITERIA} criteria")
    coded = _by_code(readers)
    read = [row for reader in readers if (row := _read_row(reader, top))]
    found = [row for row in read if coded.get(row.placed.code) is row.reader]
    return _Reading(coded, found, is_whole=len(found) == len(readers))


def _by_code(readers: Sequence[RowReader]) -> dict[str, RowReader]:
    """Find the row of each short name, noting those that are missing, malformed or taken."""
    found: dict[str, RowReader] = {}
    for reader in readers:
        code = reader.text("code").strip()
        if why := code_fault(code):
            reader.fault("code", why)
        elif code in found:
            reader.fault("code", f"“{code}” is already the short name of row {found[code].number}")
        if code:
            found.setdefault(code, reader)
    return found


def _read_row(reader: RowReader, top: int) -> PlacedRow | None:
    """Read one row; one without a kind that can be read can be placed nowhere."""
    kind = reader.choice("kind", _KINDS)
    draft = _read_draft(reader)
    if not kind:
        reader.fault("kind", f"choose a kind: {', '.join(_KINDS.values())}")
        return None
    draft = clean(Kind(kind), draft)
    for fault in draft_faults(Kind(kind), draft, top):
        name = fault.path.removeprefix("price_parameters.")
        if name not in reader.unread and not (name != fault.path and "price_formula" in reader.unread):
            reader.fault(name, fault.message)
    return PlacedRow(reader, Placed(reader.text("code").strip(), reader.text("parent").strip(), Kind(kind), draft))


def _read_draft(reader: RowReader) -> CriterionDraft:
    figures = {name: value for name in FIGURES if (value := reader.figure(name)) is not None}
    return CriterionDraft(
        title=reader.text("title"),
        weight_percent=reader.figure("weight_percent") or Decimal(0),
        question=reader.text("question"),
        guidance=reader.text("guidance"),
        evaluator_guidance=reader.text("evaluator_guidance"),
        sub_criteria=tuple(reader.text("sub_criteria").replace("\r", "\n").split("\n")),
        minimum=reader.figure("minimum"),
        word_limit=reader.whole("word_limit"),
        price_formula=reader.choice("price_formula", FORMULA_WORDS),
        price_parameters=figures,
        normalise=reader.choice("normalise", NORMALISE_WORDS),
        is_down_select=reader.yes("is_down_select"),
    )


def _tree_faults(
    reading: _Reading, notes: Notes, top: int, tie_break: Sequence[str], weighted: bool
) -> Iterator[Fault]:
    """Note what only shows in the tree as a whole; give what has no cell.

    Where a row could not be placed nobody knows what a group holds, and where a weight could not be read nobody knows
    what they sum to; neither is judged then.
    """
    astray = _structure_faults(reading)
    is_whole = reading.is_whole and not astray
    tree = DraftTree([row for row in reading.rows if row.placed.code not in astray], top)
    unsure = {row.placed.parent for row in reading.rows if "weight_percent" in row.reader.unread}
    for row, key, fault in tree.located(weighted=weighted):
        is_leaf = row is not None and row.placed.kind is not Kind.GROUP
        if is_leaf or (is_whole and not (is_sum(fault) and (row.placed.code if row else "") in unsure)):
            notes.note(row.reader.number if row else 1, reading.rows[0].reader.columns[key], in_words(fault))
    for rule in tree.ties_lost(tie_break) if is_whole else ():
        said = f"“{rule}” breaks ties: keep it as a criterion that is marked, or change the tie-break rules first"
        yield Fault(CRITERIA, said)


def _structure_faults(reading: _Reading) -> set[str]:
    """Note every row that cannot stand where it says, and give their short names."""
    parents = {code: reader.text("parent").strip() for code, reader in reading.readers.items()}
    placed = {row.placed.code: row.placed.kind for row in reading.rows}
    groups = {code for code in parents if placed.get(code, Kind.GROUP) is Kind.GROUP}
    return structure_faults(reading.readers, parents, groups)
