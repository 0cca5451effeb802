"""How values read on a page: dates in London time, pounds, per cent, marks, words. Formats only."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup

from assurance.domain import money
from assurance.domain.evaluation.published_words import formula_words, method_words, normalise_words
from assurance.domain.words import Change, changes_between, count_words
from assurance.web.evening import even_rows

LONDON = ZoneInfo("Europe/London")
_AROUND_LINES = re.compile(r" ?(\n+) ?")
_MARKUP = re.compile(r"<[^>]*>")
_LONG_WORD = re.compile(r"[^\s\-/]{25}")
NOT_SET = "Not set"


def init_app(app: Flask) -> None:
    """Register the filters."""
    app.jinja_env.filters.update(FILTERS, even_rows=even_rows)
    app.jinja_env.tests["long_worded"] = long_worded


def _local(value: dt.date | None) -> dt.date | None:
    """Bring a moment to London; a moment without a zone is a fault of the caller, not something to guess."""
    if not isinstance(value, dt.datetime):
        return value
    if value.tzinfo is None:
        raise ValueError("a time without a zone cannot be shown")
    return value.astimezone(LONDON)


def date(value: dt.date | None) -> str:
    """Write a date in full: "Friday 14 March 2025"."""
    day = _local(value)
    return f"{day:%A} {day.day} {day:%B %Y}" if day else NOT_SET


def short_date(value: dt.date | None) -> str:
    """Write a date for tables: "14 Mar 2025"."""
    day = _local(value)
    return f"{day.day} {day:%b %Y}" if day else NOT_SET


def datetime(value: dt.datetime | None) -> str:
    """Write a moment in full: "Friday 14 March 2025 at 12 noon".

    A period that ends at 00:00 ends with the day before, so that day is shown, "at midnight (end of day)".
    """
    return _moment(value, date)


def short_datetime(value: dt.datetime | None) -> str:
    """Write a moment for tables: "14 Mar 2025, 5:30pm"."""
    return _moment(value, short_date)


def _moment(value: dt.datetime | None, day_of: Callable[[dt.date | None], str]) -> str:
    local = _local(value)
    if not isinstance(local, dt.datetime):
        return NOT_SET
    if local.time() == dt.time(0):
        return f"{day_of(local.date() - dt.timedelta(days=1))} at midnight (end of day)"
    return f"{day_of(local)} at {clock(local)}"


def clock(value: dt.datetime) -> str:
    """Write the time of day: "12 noon", "5pm", "9:05am"."""
    local = _local(value)
    if not isinstance(local, dt.datetime):
        raise TypeError("only a moment has a time of day")
    if (local.hour, local.minute) == (12, 0):
        return "12 noon"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def gbp(value: Decimal | None, *, thousands: bool = False) -> str:
    """Write pounds as the domain does: "£1,250,000", "£12.50"."""
    return NOT_SET if value is None else money.format_gbp(value, thousands=thousands)


def percent(value: Decimal | int | None, places: int = 2) -> str:
    """Write a figure that is already per cent: "12.5%"."""
    return NOT_SET if value is None else money.percent(value, places)


def marks(value: Decimal | int | None, out_of: Decimal | int | None = None) -> str:
    """Write a mark: "3", "3 out of 5", "No mark yet"."""
    if value is None:
        return "No mark yet"
    shown = money.round_out(value, 2)
    return shown if out_of is None else f"{shown} out of {money.round_out(out_of, 2)}"


def points(value: Decimal | int | str) -> str:
    """Write points of a result with two decimals, as they are compared: "82.08", "74.40"."""
    return money.two_places(Decimal(value))


def words(value: str | int | None) -> str:
    """Count words: "1 word", "250 words"; of a text, or of a number already counted."""
    number = value if isinstance(value, int) else count_words(value or "")
    return _count(number, "word")


def time_left(until: dt.datetime, now: dt.datetime) -> str:
    """Say how long is left in its two largest units: "2 days 3 hours left"; when none is: "closed"."""
    left = until - now
    return f"{duration(left)} left" if left > dt.timedelta(0) else "closed"


def duration(value: dt.timedelta | int) -> str:
    """Write a length of time in its two largest units: "1 hour 20 minutes", "45 seconds"."""
    seconds = int(value.total_seconds()) if isinstance(value, dt.timedelta) else int(value)
    if seconds < 1:
        return "less than a second"
    parts = [
        _count(number, unit)
        for number, unit in (
            (seconds // 86400, "day"),
            (seconds // 3600 % 24, "hour"),
            (seconds // 60 % 60, "minute"),
            (seconds % 60, "second"),
        )
    ]
    first = next(i for i, part in enumerate(parts) if not part.startswith("0 "))
    return " ".join(part for part in parts[first : first + 2] if not part.startswith("0 "))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def filesize(value: int) -> str:
    """Write the size of a file as people say it: "12 bytes", "340 kB", "1.5 MB"."""
    if value < 2**10:
        return "1 byte" if value == 1 else f"{value} bytes"
    return f"{round(value / 2**10)} kB" if value < 2**20 else f"{value / 2**20:.1f} MB"


def compared(new: str, old: str) -> Markup:
    """Write a text with what changed since the one before: words taken out and put in marked as such."""
    marked = {Change.SAME: "{}", Change.TAKEN_OUT: "<del>{}</del>", Change.PUT_IN: "<ins>{}</ins>"}
    parts = [Markup(marked[change]).format(words) for change, words in changes_between(old, new)]
    return Markup(_AROUND_LINES.sub(r"\1", str(Markup(" ").join(parts))))  # the parts are escaped above


def result(value: Decimal | None, unit: str) -> str:
    """Write the result of an indicator with its unit, a per cent sign close to the figure."""
    return "None" if value is None else f"{money.plain(value)}{'' if unit == '%' else ' '}{unit}"


def long_worded(cell: object) -> bool:
    """Say whether a cell of a table holds a word that must be broken; the words of a language are shorter."""
    return _LONG_WORD.search(_MARKUP.sub(" ", str(cell))) is not None


FILTERS: dict[str, Callable[..., str]] = {
    "date": date,
    "short_date": short_date,
    "datetime": datetime,
    "short_datetime": short_datetime,
    "clock": clock,
    "figure": money.plain,
    "gbp": gbp,
    "percent": percent,
    "marks": marks,
    "points": points,
    "words": words,
    "formula_words": formula_words,
    "method_words": method_words,
    "normalise_words": normalise_words,
    "time_left": time_left,
    "duration": duration,
    "filesize": filesize,
    "compared": compared,
    "result": result,
}
