"""The budget a programme is cut from: reads a table of programme budgets by year, and adds up an envelope.

A table is taken whole or not at all, with every fault named by row and column; a blank amount is a fault,
never nothing. Which categories make up the envelope is the commissioner's choice, not computed here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assurance.domain.errors import InvalidInput
from assurance.domain.faults import Fault, FaultsFound
from assurance.domain.money import LARGEST, from_pence, parse_gbp
from assurance.domain.provision.printed import Rows, to_plain, total_faults, without_total

CODE, NAME = "code", "programme"
MOST_ROWS = 500
LONGEST_CODE, LONGEST_NAME = 10, 120
COMMENTARY = ("change_", "note")
"""Columns whose names begin so are read past."""

_YEAR = re.compile(r"(gbp_thousand_|gbp_)?(20[0-9]{2})[_/-]([0-9]{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One category of the programme budget, in pounds by financial year such as `2008/09`."""

    code: str
    name: str
    amounts: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class YearColumn:
    """One column of amounts: its heading, the year it is for, and how many pounds its unit is."""

    heading: str
    year: str
    unit: int


def parse_budget(text_csv: str) -> tuple[BudgetLine, ...]:
    """Read a table of budgets, or raise `FaultsFound` with every fault by row and column.

    The first row names the columns: `code`, `programme`, then one column for each year, headed `2008/09` or
    `gbp_2008_09` in pounds or `gbp_thousand_2008_09` in thousands. Lines above it beginning with # are notes. A table
    as it is printed is read too, and a total under it is compared with what the categories add up to.
    """
    rows = to_plain(_rows(text_csv))
    if not rows:
        raise FaultsFound([Fault("row 1", "the table is empty")])
    (head_row, head), *table = rows
    headings = [cell.strip().lower() for cell in head]
    faults: list[Fault] = []
    columns = _columns(headings, head_row, faults)
    if faults:
        raise FaultsFound(faults)
    body, total = without_total(table)
    lines = [_line(dict(enumerate(row)), headings, columns, number, faults) for number, row in body]
    faults.extend(_table_faults(body, lines))
    if not faults:
        faults.extend(total_faults(total, headings, _added(lines, columns)))
    if faults:
        raise FaultsFound(faults)
    return tuple(lines)


def _added(lines: Sequence[BudgetLine], columns: Mapping[int, YearColumn]) -> dict[int, tuple[Decimal, int]]:
    """Add up each column of amounts, in pounds, beside how many pounds its unit is."""
    sums = totals(lines)
    return {number: (sums[column.year], column.unit) for number, column in columns.items()}


def _rows(text_csv: str) -> list[tuple[int, list[str]]]:
    """Split the text into rows with their line numbers, leaving out blank lines and the notes at the top."""
    source = text_csv.removeprefix("\ufeff").splitlines(keepends=True)
    notes = next((n for n, line in enumerate(source) if not line.lstrip().startswith("#")), len(source))
    reader = csv.reader(source[notes:], strict=True)
    rows = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((notes + reader.line_num, row))
    except csv.Error as error:
        fault = Fault(f"row {notes + reader.line_num}", f"this is not a table that can be read: {error}")
        raise FaultsFound([fault]) from None
    return rows


def _columns(headings: Sequence[str], row: int, faults: list[Fault]) -> dict[int, YearColumn]:
    """Find the columns of amounts, noting columns that are missing, repeated or unknown."""
    found: dict[int, YearColumn] = {}
    for wanted in (CODE, NAME):
        if headings.count(wanted) != 1:
            faults.append(Fault(f"row {row}", f"there must be one column headed “{wanted}”"))
    for number, heading in enumerate(headings):
        if heading in {CODE, NAME} or heading.startswith(COMMENTARY):
            continue
        column = _year_column(heading)
        if column is None:
            faults.append(Fault(f"row {row}, column {number + 1}", f"“{heading}” is not a financial year"))
        elif column.year in {each.year for each in found.values()}:
            faults.append(Fault(f"row {row}, column {number + 1}", f"{column.year} has a column already"))
        else:
            found[number] = column
    if not found and not faults:
        faults.append(Fault(f"row {row}", "there must be at least one column for a financial year"))
    return found


def _year_column(heading: str) -> YearColumn | None:
    match = _YEAR.fullmatch(heading)
    if match is None or (int(match[2]) + 1) % 100 != int(match[3]):
        return None
    return YearColumn(heading, f"{match[2]}/{match[3]}", 1000 if match[1] == "gbp_thousand_" else 1)


def _line(
    cells: Mapping[int, str],
    headings: Sequence[str],
    columns: Mapping[int, YearColumn],
    row: int,
    faults: list[Fault],
) -> BudgetLine:
    if len(cells) != len(headings):
        faults.append(Fault(f"row {row}", f"there are {len(cells)} cells and {len(headings)} columns"))
        return BudgetLine("", "", {})
    amounts: dict[str, Decimal] = {}
    for number, column in columns.items():
        try:
            amounts[column.year] = _amount(cells[number], column)
        except InvalidInput as refusal:
            faults.append(Fault(f"row {row}, {column.heading}", refusal.message))
    code = _word(cells[headings.index(CODE)], CODE, LONGEST_CODE, row, faults)
    name = _word(cells[headings.index(NAME)], NAME, LONGEST_NAME, row, faults)
    return BudgetLine(code, name, amounts)


def _amount(cell: str, column: YearColumn) -> Decimal:
    amount = Fraction(parse_gbp(cell, column.heading)) * column.unit
    if amount > LARGEST:
        raise InvalidInput(column.heading, "The amount is too large")
    return from_pence(int(amount * 100))


def _word(cell: str, heading: str, longest: int, row: int, faults: list[Fault]) -> str:
    word = cell.strip()
    if not word or not word.isprintable() or len(word) > longest:
        faults.append(Fault(f"row {row}, {heading}", f"Enter a {heading} of at most {longest} characters"))
    return word


def _table_faults(body: Rows, lines: Sequence[BudgetLine]) -> Iterator[Fault]:
    if not body:
        yield Fault("row 2", "the table has no rows")
    if len(body) > MOST_ROWS:
        yield Fault(f"row {body[MOST_ROWS][0]}", f"the table has more than {MOST_ROWS} rows")
    seen: set[str] = set()
    for (row, _), line in zip(body, lines, strict=True):
        if line.code and line.code in seen:
            yield Fault(f"row {row}, {CODE}", f"“{line.code}” is used more than once")
        seen.add(line.code)


def years(lines: Sequence[BudgetLine]) -> tuple[str, ...]:
    """List the years of a table, earliest first."""
    return tuple(sorted({year for line in lines for year in line.amounts}))


def totals(lines: Sequence[BudgetLine]) -> dict[str, Decimal]:
    """Add up every year of a table."""
    return {year: sum((line.amounts[year] for line in lines), Decimal(0)) for year in years(lines)}


def envelope(lines: Sequence[BudgetLine], codes: Iterable[str], year: str) -> Decimal:
    """Add up the chosen categories in one year; an unknown category or year raises `InvalidInput`."""
    by_code = {line.code: line for line in lines}
    chosen = list(dict.fromkeys(codes))
    if not chosen:
        raise InvalidInput("codes", "Choose at least one category")
    for code in chosen:
        if code not in by_code:
            raise InvalidInput("codes", f"There is no category “{code}” in the table")
        if year not in by_code[code].amounts:
            raise InvalidInput("year", f"There is no amount for {year} in category {code}")
    return sum((by_code[code].amounts[year] for code in chosen), Decimal(0))
