"""Dates in three boxes and times of day, as people type them; messages name the part at fault."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.utils import unset_value

from assurance.web.forms.widgets import DateBoxes, TextInput

PARTS = ("day", "month", "year")
MONTHS = [name.lower() for name in calendar.month_name[1:]]

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.ASCII)


class DateField(Field):
    """A date in three boxes, as the NHS service manual asks; a month may be typed as a word.

    `noun` names the date in messages when the label is a question: noun="Closing date".
    """

    widget = DateBoxes()
    process_errors: Sequence[str]

    def __init__(self, label: str, validators: Any = None, *, noun: str = "", **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.noun = noun or label
        self.parts = dict.fromkeys(PARTS, "")
        self.faults: set[str] = set()

    def box_id(self, part: str) -> str:
        """The id of one box; the first has the field's own."""
        return self.id if part == "day" else f"{self.id}-{part}"

    @property
    def anchor(self) -> str:
        """The box an error message should lead to."""
        return self.box_id(next((part for part in PARTS if part in self.faults), "day"))

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the three boxes when they were sent, else show the date the form was made with."""
        super().process(None, data, extra_filters)
        names = [f"{self.name}-{part}" for part in PARTS]
        if formdata is not None and any(name in formdata for name in names):
            typed = [str(formdata.get(name) or "").strip() for name in names]
            self.parts = dict(zip(PARTS, typed, strict=True))
            self.raw_data = [text for text in typed if text]
            self.data = self._read() if self.raw_data else None
        else:
            self.raw_data = []
            if isinstance(self.data, dt.date):
                self.parts = {part: str(getattr(self.data, part)) for part in PARTS}

    def _read(self) -> dt.date | None:
        missing = [part for part in PARTS if not self.parts[part]]
        if missing:
            return self._refuse(missing, f"{self.noun} must include a {' and '.join(missing)}")
        numbers = {part: _number(part, text) for part, text in self.parts.items()}
        if numbers["year"] is not None and not re.fullmatch("[12][0-9]{3}", self.parts["year"]):
            return self._refuse(["year"], f"The year of {_inline(self.noun)} must have 4 figures, like 2027")
        wrong = [part for part, number in numbers.items() if number is None]
        if wrong:
            return self._refuse(wrong, f"{self.noun} must be a real date: check the {' and '.join(wrong)}")
        try:
            return dt.date(numbers["year"] or 0, numbers["month"] or 0, numbers["day"] or 0)
        except ValueError:
            return self._refuse(["day"], f"{self.noun} must be a real date: that month has fewer days")

    def _refuse(self, parts: list[str], message: str) -> None:
        self.faults = set(parts)
        self.process_errors = [*self.process_errors, message]


def _number(part: str, text: str) -> int | None:
    """Turn one box into a number in that part's range, or nothing."""
    word = text.lower()
    if part == "month" and len(word) >= 3 and word.isalpha():
        return next((i for i, name in enumerate(MONTHS, 1) if name.startswith(word)), None)
    if not re.fullmatch("[0-9]{1,4}", text):
        return None
    last = {"day": 31, "month": 12, "year": 9999}[part]
    return int(text) if 1 <= int(text) <= last else None


def _inline(noun: str) -> str:
    """Lower the first letter of a noun for use inside a sentence, unless it is an abbreviation."""
    return noun if noun[1:2].isupper() else noun[:1].lower() + noun[1:]


class TimeField(Field):
    """A time of day in one box: "12:00", "5pm", "9.30am", "noon"."""

    widget = TextInput(width=10)

    def __init__(self, label: str, validators: Any = None, *, noun: str = "", **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.noun = noun or label

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; midnight is refused because it can mean either end of a day."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        self.data = None
        self.data = self._read(valuelist[0].strip().lower())

    def _read(self, text: str) -> dt.time:
        if text in {"noon", "midday", "12 noon", "12noon"}:
            return dt.time(12)
        if text in {"midnight", "12 midnight", "12am", "24:00"}:
            raise ValueError(f"{self.noun} at midnight could be either end of the day: enter 23:59 or 00:00")
        found = _TIME.fullmatch(text)
        if found is None or (found[2] is None and found[3] is None):
            raise ValueError(f"{self.noun} must be a time, like 12:00 or 5pm")
        return self._clock(int(found[1]), int(found[2] or 0), found[3])

    def _clock(self, hour: int, minute: int, half: str | None) -> dt.time:
        in_range = 1 <= hour <= 12 if half else hour <= 23
        if not in_range or minute > 59:
            raise ValueError(f"{self.noun} must be a real time, like 12:00 or 5pm")
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        return dt.time(hour, minute)
