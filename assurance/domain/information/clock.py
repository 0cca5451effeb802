"""Until when a request for information is answered: Freedom of Information Act 2000, section 10."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assurance.domain.deadlines import say_day
from assurance.domain.deadlines.working_days import Calendar, working_days_calendar

DAYS = 20
WEEKEND = ("Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Answer:
    """The last day to answer, and why it is that day."""

    on: date
    why: str


def answer_by(received_on: date) -> Answer:
    """Return the twentieth working day following the day of receipt.

    A bank holiday in any part of the United Kingdom is no working day (section 10(6)). Raises `InvalidInput` beyond
    the last year whose bank holidays are known.
    """
    counted = working_days_calendar(Calendar.UNITED_KINGDOM).add(received_on, DAYS)
    holidays = "; ".join(str(each) for each in counted.skipped if each.reason not in WEEKEND)
    skipped = f" Beside weekends, not counted: {holidays}." if holidays else ""
    return Answer(
        counted.on,
        f"Promptly, and not later than the twentieth working day after {say_day(received_on)}, the day it came "
        f"(Freedom of Information Act 2000, section 10(1)).{skipped}",
    )
