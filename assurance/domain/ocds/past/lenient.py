"""Takes values out of somebody’s data as far as they can be used, and notes every one that was mended or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from assurance.domain.deadlines.london import LONDON

REPAIRED, LEFT_OUT = "repaired", "left out"
MOST_NOTES = 1_000
"""Notes that are kept; a file with more faults than that is not mended by reading on."""
MOST_THINGS = 5_000
"""Entries of one list that are read."""
MOST_MONEY = Decimal(10) ** 13
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_PLAIN_NUMBER = re.compile(r"[0-9]{1,13}(\.[0-9]{1,10})?", re.ASCII)
_CURRENCY = re.compile("[A-Z]{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Note:
    """What was done about one value, at its path in the file."""

    path: str
    effect: str
    message: str


class Lenient:
    """A reader that never stops; `notes` says what it did, `noted` how often, since not every note is kept."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.noted = 0

    def repair(self, path: str, message: str) -> None:
        """Note that a value was mended."""
        self._note(Note(path, REPAIRED, message))

    def leave_out(self, path: str, message: str) -> None:
        """Note that a value was not taken."""
        self._note(Note(path, LEFT_OUT, message))

    def _note(self, note: Note) -> None:
        self.noted += 1
        if len(self.notes) < MOST_NOTES:
            self.notes.append(note)

    def thing(self, value: Any, path: str) -> dict[str, Any]:
        """Take an object; what is missing is an empty one."""
        if isinstance(value, dict):
            return value
        if value is not None:
            self.leave_out(path, "It is not an object")
        return {}

    def things(self, value: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Take the objects of a list, each with its path."""
        if value is None:
            return
        if not isinstance(value, list):
            self.leave_out(path, "It is not a list")
            return
        if len(value) > MOST_THINGS:
            self.leave_out(path, f"It has {len(value):,} entries; the first {MOST_THINGS:,} are read")
        for number, each in enumerate(value[:MOST_THINGS]):
            at = f"{path}[{number}]"
            if isinstance(each, dict):
                yield at, each
            else:
                self.leave_out(at, "It is not an object")

    def text(self, value: Any, path: str, most: int) -> str:
        """Take a text, without characters that cannot be shown, of no more than so many characters."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            self.leave_out(path, "It is not text")
            return ""
        if not isinstance(value, str):
            self.repair(path, "It is a number; it was taken as text")
        shown = _UNSHOWABLE.sub("", str(value)).replace("\r\n", "\n").strip()
        if len(shown) > most:
            self.repair(path, f"It has {len(shown):,} characters; the first {most:,} are kept")
            shown = shown[:most].rstrip()
        return shown

    def day(self, value: Any, path: str) -> date | None:
        """Take the London day of an instant or of a date."""
        if value is None or value == "":
            return None
        try:
            moment = datetime.fromisoformat(value)
            if len(value) == 10:
                return moment.date()
            if moment.tzinfo is None:
                self.repair(path, "It has no time zone; it was read as UTC")
                moment = moment.replace(tzinfo=UTC)
            return moment.astimezone(LONDON).date()
        except (TypeError, ValueError, OverflowError):
            self.leave_out(path, "It is not a date")
            return None

    def money(self, value: Any, path: str) -> tuple[Decimal, str] | None:
        """Take an amount with its currency; an amount in an unknown currency means nothing."""
        given = self.thing(value, path)
        amount = self.number(given.get("amount"), f"{path}.amount")
        if amount is None:
            return None
        if not amount:
            self.leave_out(f"{path}.amount", "It is 0, which stands for an amount that nobody gave")
            return None
        currency = given.get("currency")
        if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency.strip().upper()):
            self.leave_out(f"{path}.currency", "The amount has no currency")
            return None
        return amount.quantize(Decimal("0.01")), currency.strip().upper()

    def number(self, value: Any, path: str) -> Decimal | None:
        """Take a figure that is not below zero and not beyond all measure."""
        if value is None or value == "":
            return None
        if isinstance(value, str) and _PLAIN_NUMBER.fullmatch(value.strip().replace(",", "")):
            self.repair(path, "It is text; it was read as a number")
            value = Decimal(value.strip().replace(",", ""))
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.leave_out(path, "It is not a number")
            return None
        if not 0 <= value < MOST_MONEY:
            self.leave_out(path, "It is below zero" if value < 0 else "It is too large to be true")
            return None
        return Decimal(value)
