"""Twenty working days after the day a request came; the exemptions say whether the public interest is weighed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.deadlines.working_days import Calendar, working_days_calendar
from assurance.domain.information.clock import DAYS, answer_by
from assurance.domain.information.exemptions import EXEMPTIONS


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2025, 3, 3), date(2025, 4, 1)),  # St Patrick's Day is a bank holiday in Northern Ireland
        (date(2025, 6, 2), date(2025, 6, 30)),
        (date(2025, 12, 19), date(2026, 1, 22)),  # two of Christmas, New Year's Day, and 2 January in Scotland
    ],
)
def test_the_day_to_answer_by(received: date, due: date) -> None:
    assert answer_by(received).on == due


def test_it_says_why_and_names_holidays_but_not_every_weekend() -> None:
    why = answer_by(date(2025, 3, 3)).why
    assert "twentieth working day after Monday 3 March 2025" in why
    assert "section 10(1)" in why and "St Patrick" in why
    assert "Saturday" not in why


@given(st.dates(date(2020, 1, 1), date(2027, 10, 1)))
def test_exactly_twenty_working_days_lie_between(received: date) -> None:
    calendar, due = working_days_calendar(Calendar.UNITED_KINGDOM), answer_by(received).on
    days = [date.fromordinal(each) for each in range(received.toordinal() + 1, due.toordinal() + 1)]
    assert sum(calendar.is_working(day) for day in days) == DAYS
    assert calendar.is_working(due)


def test_each_exemption_names_its_section() -> None:
    assert EXEMPTIONS["s43_2"].in_full == "Section 43(2): Commercial interests"
    assert {code for code, each in EXEMPTIONS.items() if each.is_absolute} == {"s21", "s40", "s41", "s44"}
