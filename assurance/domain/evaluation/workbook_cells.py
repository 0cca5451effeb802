"""Reads the cells of one row, noting every fault at its cell in words for the person who filled it in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assurance.domain.evaluation.workbook_columns import NO, YES, Column
from assurance.domain.faults import Fault
from assurance.domain.money import plain


@dataclass(frozen=True, slots=True)
class Unusable:
    """A cell that holds no plain value; `what` says what it holds instead, such as a formula."""

    what: str


Cell = str | Decimal | bool | Unusable | None
Sheet = Sequence[Sequence[Cell]]

_NUMBER = re.compile(r"(-?)\s*£?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(\.[0-9]{1,15})?\s*%?", re.ASCII)
_SHORT = 40


def letters(column: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 26 is AA."""
    found = ""
    while column >= 0:
        found = chr(ord("A") + column % 26) + found
        column = column // 26 - 1
    return found


def shorten(text: str) -> str:
    """Quote what was typed, cut off where it is long."""
    return f"“{text if len(text) <= _SHORT else text[:_SHORT] + '…'}”"


@dataclass(slots=True)
class Notes:
    """The faults of one sheet: the first found in each cell, given in the order of rows and columns."""

    sheet: str
    found: dict[tuple[int, int], str] = field(default_factory=dict)

    def note(self, row: int, column: int, message: str) -> None:
        """Note a fault; rows count from 1 as people do, columns from 0. Row 0 is the sheet as a whole."""
        self.found.setdefault((row, column), message)

    def faults(self) -> Iterator[Fault]:
        """Give the faults, each at a cell such as `Criteria!D7`."""
        for (row, column), message in sorted(self.found.items()):
            yield Fault(f"{self.sheet}!{letters(column)}{row}" if row else self.sheet, message)


def find_columns(sheet: Sheet, columns: Sequence[Column], notes: Notes) -> dict[str, int]:
    """Find each column by its heading in the first row, noting what is missing, repeated or unknown."""
    by_heading = {fold(column.heading): column for column in columns}
    found: dict[str, int] = {}
    for number, cell in enumerate(sheet[0] if sheet else ()):
        if cell is None or cell == "":
            continue
        column = by_heading.get(fold(cell)) if isinstance(cell, str) else None
        if column is None:
            said = cell.what if isinstance(cell, Unusable) else shorten(_shown(cell))
            notes.note(1, number, f"{said} is not the heading of a column")
        elif column.key in found:
            notes.note(1, number, f"the column “{column.heading}” stands there twice")
        else:
            found[column.key] = number
    for missing in (column for column in columns if column.key not in found):
        notes.note(1, len(sheet[0]) if sheet else 0, f"the column “{missing.heading}” is missing")
        break  # of several missing, one sends people to the workbook that has them all
    return found


def fold(text: str) -> str:
    """Bring words to one form for comparing: case, blanks and the shape of an apostrophe do not count."""
    return " ".join(text.replace("’", "'").casefold().split())


def _shown(cell: str | Decimal | bool) -> str:
    if isinstance(cell, bool):
        return YES if cell else NO
    return plain(cell) if isinstance(cell, Decimal) else cell


@dataclass(slots=True)
class RowReader:
    """The cells of one row by the keys of their columns; what could not be read is kept in `unread`."""

    number: int
    cells: Mapping[str, Cell]
    columns: Mapping[str, int]
    notes: Notes
    unread: set[str] = field(default_factory=set)

    def fault(self, key: str, message: str) -> None:
        """Note a fault at the cell of a column."""
        self.notes.note(self.number, self.columns.get(key, 0), message)

    def _refuse(self, key: str, message: str) -> None:
        self.unread.add(key)
        self.fault(key, message)

    def text(self, key: str) -> str:
        """Read text, which may look like a number."""
        cell = self.cells.get(key)
        if isinstance(cell, Unusable):
            self._refuse(key, f"this is {cell.what}; type its value instead")
            return ""
        return "" if cell is None else _shown(cell)

    def figure(self, key: str) -> Decimal | None:
        """Read a number, also one typed as text such as `60%` or `£1,000`; an empty cell is none."""
        cell = self.cells.get(key)
        if isinstance(cell, Decimal):
            return cell
        typed = self.text(key).strip()
        if not typed:
            return None
        read = _NUMBER.fullmatch(typed)
        if read is None:
            self._refuse(key, f"{shorten(typed)} is not a number")
            return None
        return Decimal(read[1] + read[2].replace(",", "") + (read[3] or ""))

    def whole(self, key: str) -> int | None:
        """Read a whole number; an empty cell is none."""
        found = self.figure(key)
        if found is not None and (found != found.to_integral_value() or abs(found) >= 10**9):
            self._refuse(key, f"{shorten(plain(found))} is not a whole number that can be used here")
            return None
        return None if found is None else int(found)

    def choice(self, key: str, words: Mapping[str, str]) -> str:
        """Read one of several values, by its words or by its name; an empty cell is empty text."""
        typed = self.text(key).strip()
        by_words = {fold(said): value for value, said in words.items()} | {fold(value): value for value in words}
        if typed and fold(typed) not in by_words:
            options = [f"“{each}”" for each in words.values()]
            self._refuse(key, f"{shorten(typed)} is none of {', '.join(options[:-1])} and {options[-1]}")
        return by_words.get(fold(typed), "")

    def yes(self, key: str) -> bool:
        """Read Yes or No; an empty cell is No."""
        return self.choice(key, {YES: "Yes", NO: "No", "true": "true", "false": "false"}) in {YES, "true"}


def rows(sheet: Sheet, columns: Mapping[str, int], notes: Notes) -> Iterator[RowReader]:
    """Give the rows under the headings, leaving out empty ones; what stands under no heading is a fault."""
    places = set(columns.values())
    headed = {number for number, cell in enumerate(sheet[0] if sheet else ()) if cell not in (None, "")}
    for number, cells in enumerate(sheet[1:], start=2):
        if all(cell is None or cell == "" for cell in cells):
            continue
        for place, cell in enumerate(cells):
            if place not in places | headed and cell not in (None, ""):
                notes.note(number, place, "there is no heading over this cell")
        by_key = {key: cells[place] if place < len(cells) else None for key, place in columns.items()}
        yield RowReader(number, by_key, columns, notes)
