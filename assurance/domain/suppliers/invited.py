"""Reads a list of providers whose attention is drawn to a call: every fault at its cell, or the whole list.

An invitation gives no right and takes none away: whoever is not on the list may ask to take part all the same, since
what is invited to is published to everybody at the same time (PSR 2023 regulation 11; PCR 2015 regulation 53).
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.workbook_cells import Notes, RowReader, Sheet, find_columns, rows
from assurance.domain.evaluation.workbook_columns import Column
from assurance.domain.faults import refuse_if_any
from assurance.domain.mail import address

PROVIDERS = "Providers"
COLUMNS = (
    Column("name", "Organisation", "The name of the provider, at most 200 characters."),
    Column("email", "Email address", "Where the invitation goes, once in the list."),
)
LONGEST_NAME = 200
MOST = 500
"""Providers in one list."""


@dataclass(frozen=True, slots=True)
class Invited:
    """One provider, and where its invitation goes."""

    name: str
    email: str

    @property
    def cells(self) -> list[str]:
        """The two as a row."""
        return [self.name, self.email]


def sheet_of_csv(content: bytes) -> list[list[str]]:
    """Take a CSV file apart; `InvalidInput` for what is none."""
    try:
        return [list(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)]
    except UnicodeDecodeError:
        raise InvalidInput("providers", "Save the file as CSV in UTF-8, or as an Excel workbook (.xlsx)") from None
    except csv.Error as broken:
        raise InvalidInput("providers", f"The file is not a CSV table: {broken}") from None


def read_invited(sheet: Sheet) -> tuple[Invited, ...]:
    """Read the list, or raise `FaultsFound` with every fault at its cell, such as `Providers!B3`."""
    notes = Notes(PROVIDERS)
    columns = find_columns(sheet, COLUMNS, notes)
    refuse_if_any(notes.faults())
    readers = list(rows(sheet, columns, notes))
    if not readers:
        notes.note(2, 0, "there is no provider in the list")
    if len(readers) > MOST:
        notes.note(readers[MOST].number, 0, f"there are more than {MOST} providers; send the others in another list")
    seen: dict[str, int] = {}
    found = [_read(reader, seen) for reader in readers]
    refuse_if_any(notes.faults())
    return tuple(found)


def _read(reader: RowReader, seen: dict[str, int]) -> Invited:
    name, email = " ".join(reader.text("name").split()), reader.text("email").strip()
    if not name and "name" not in reader.unread:
        reader.fault("name", "enter the name of the organisation")
    elif len(name) > LONGEST_NAME:
        reader.fault("name", f"this name has {len(name)} characters, and {LONGEST_NAME} are the most")
    if "email" not in reader.unread:
        try:
            email = address(email, "email")
        except InvalidInput as refused:
            reader.fault("email", refused.message[:1].lower() + refused.message[1:])
        first = seen.setdefault(email, reader.number)
        if email and first != reader.number:
            reader.fault("email", f"row {first} has this address already")
    return Invited(name, email)
