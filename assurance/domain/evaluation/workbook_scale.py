"""Reads the marking scale from its sheet: what each mark from 0 to the top means."""

from __future__ import annotations

from collections.abc import Sequence

from assurance.domain.evaluation.scales import LONGEST_SCALE, Descriptor
from assurance.domain.evaluation.workbook_cells import Notes, RowReader, Sheet, find_columns, rows
from assurance.domain.evaluation.workbook_columns import SCALE_COLUMNS

LONGEST_LABEL = 60


def read_scale(sheet: Sheet, notes: Notes) -> tuple[Descriptor, ...]:
    """Read what each mark means, lowest first, noting every fault at its cell."""
    columns = find_columns(sheet, SCALE_COLUMNS, notes)
    if notes.found:
        return ()
    readers = list(rows(sheet, columns, notes))
    found: dict[int, Descriptor] = {}
    for reader in readers:
        _read_mark(reader, found)
    if not notes.found and (message := _why_not_whole(sorted(found))):
        notes.note(1, columns["mark"], message)
    return tuple(found[mark] for mark in sorted(found))


def _read_mark(reader: RowReader, found: dict[int, Descriptor]) -> None:
    mark = reader.whole("mark")
    label, text = " ".join(reader.text("label").split()), reader.text("text").strip()
    if not label or len(label) > LONGEST_LABEL:
        reader.fault("label", f"enter a label of at most {LONGEST_LABEL} characters")
    if not text:
        reader.fault("text", "say what this mark means")
    if mark is None or not 0 <= mark <= LONGEST_SCALE:
        reader.fault("mark", f"enter a whole number from 0 to {LONGEST_SCALE}")
    elif mark in found:
        reader.fault("mark", f"{mark} stands in the sheet twice")
    else:
        found[mark] = Descriptor(mark, label, text)


def _why_not_whole(marks: Sequence[int]) -> str:
    if len(marks) < 2:
        return "a scale has at least the marks 0 and 1"
    missing = sorted(set(range(marks[-1] + 1)) - set(marks))
    return f"the scale goes from 0 to {marks[-1]}, and {missing[0]} is missing" if missing else ""
