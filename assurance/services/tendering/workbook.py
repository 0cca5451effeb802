"""Criteria written out as a workbook, and read back and compared with what is stored; nothing is changed here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assurance.adapters.inspection import Unacceptable
from assurance.adapters.workbooks import MAX_BYTES, read_sheets
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.document import read_method
from assurance.domain.evaluation.workbook import CriteriaDraft, read_workbook
from assurance.domain.evaluation.workbook_cells import Cell, Sheet
from assurance.domain.evaluation.workbook_changes import Changes, find_changes
from assurance.domain.evaluation.workbook_columns import CRITERIA, SCALE
from assurance.domain.evaluation.workbook_rows import criteria_rows, said, scale_rows
from assurance.exports.criteria import write_csv, write_workbook
from assurance.persistence.models import Procurement
from assurance.persistence.queries.criteria_drafts import get_draft, names_of_markers
from assurance.services.planning.draft import why_fixed

LARGEST_WORKBOOK = MAX_BYTES
LARGEST_TABLE = 450_000
"""In bytes: what a form can carry from the page that shows the changes to the one that makes them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook says, what would change, whose duties would be lost, and the table to confirm it with."""

    draft: CriteriaDraft
    changes: Changes
    duties_lost: Mapping[str, Sequence[str]]
    """Names of the people who would no longer mark a criterion, by its code."""
    table: str


def export_workbook(session: Session, *, procurement: Procurement) -> bytes:
    """Write the criteria and the scale as a workbook."""
    try:
        return write_workbook(get_draft(session, procurement.id))
    except ValueError as too_long:
        raise Conflict(f"The criteria do not fit into a workbook: {too_long}") from None


def export_csv(session: Session, *, procurement: Procurement) -> bytes:
    """Write the criteria as a table for reading."""
    return write_csv(get_draft(session, procurement.id))


def read_upload(session: Session, *, procurement: Procurement, content: bytes) -> Reading:
    """Read a workbook and say what it would change; nothing is changed.

    Raises `Conflict` once the criteria are fixed, `InvalidInput` for a file that is no workbook of criteria, and
    `FaultsFound` with every fault at its cell.
    """
    if why := why_fixed(procurement):
        raise Conflict(why)
    try:
        sheets = read_sheets(content, (CRITERIA, SCALE))
    except Unacceptable as refused:
        raise InvalidInput("workbook", str(refused)) from None
    for name in (CRITERIA, SCALE):
        if name not in sheets:
            raise InvalidInput("workbook", f"The workbook has no sheet “{name}”. Download it here to start from one")
    return compare(session, procurement, sheets[CRITERIA], sheets[SCALE])


def compare(session: Session, procurement: Procurement, criteria: Sheet, scale: Sheet) -> Reading:
    """Read both sheets and compare them with what is stored; `FaultsFound` names every fault at its cell."""
    weighted = not read_method(procurement.evaluation_method).ignores_weights
    draft = read_workbook(criteria, scale, tie_break=procurement.tie_break, weighted=weighted)
    stored = get_draft(session, procurement.id)
    changes = find_changes(stored.criteria, draft.criteria, stored.scale, draft.scale)
    markers = names_of_markers(session, procurement.id)
    lost = {code: names for code, names in markers.items() if code in changes.no_longer_scored}
    return Reading(draft, changes, lost, _packed(draft))


def _packed(draft: CriteriaDraft) -> str:
    """Write the draft as a table of texts, which is read back as the workbook itself was."""
    both = criteria_rows(draft.criteria), scale_rows(draft.scale)
    sheets = [[[said(cell) for cell in row] for row in rows] for rows in both]
    table = json.dumps(sheets, ensure_ascii=False, separators=(",", ":"))
    if len(table.encode()) > LARGEST_TABLE:
        message = f"The workbook holds more text than can be taken at once, which is {LARGEST_TABLE:,} bytes"
        raise InvalidInput("workbook", message)
    return table


def unpack(table: str) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """Take a table apart; one that no page of ours wrote is refused."""
    try:
        criteria, scale = json.loads(table)
        if all(isinstance(cell, str) for rows in (criteria, scale) for row in rows for cell in row):
            return criteria, scale
    except (ValueError, TypeError, RecursionError):
        pass
    raise InvalidInput("workbook", "The page is out of date. Upload the workbook again")
