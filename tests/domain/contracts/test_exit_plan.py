"""The plan for the end: what it must answer, by when it is settled, and when it is looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.contracts.exit_plan import (
    MOST_DAYS,
    HandOver,
    Item,
    Standing,
    Trigger,
    item_faults,
    missing,
    review_by,
    settle_by,
    standing,
)

WHOLE = Item(HandOver.DATA, True, "All records of care", "Alder Care", "The next provider", 30)
DUE = date(2026, 4, 1)


def test_a_plan_is_whole_once_every_kind_is_answered() -> None:
    assert missing([Trigger.NOTICE], "The trust runs the clinics", list(HandOver)) == ()
    lacking = missing([], " ", [HandOver.SERVICES, HandOver.DATA, HandOver.STAFF, HandOver.ASSETS])
    assert lacking == (
        "Nothing says what brings the plan into force",
        "Nothing says how care goes on from the first day",
        "Nothing is said of: subcontracts that are novated",
    )


@pytest.mark.parametrize(
    ("lacks", "field"),
    [({"what": " "}, "what"), ({"owner": ""}, "owner"), ({"receiver": " "}, "receiver"), ({"days": None}, "days"),
     ({"days": -1}, "days"), ({"days": MOST_DAYS + 1}, "days")],
)  # fmt: skip
def test_what_is_handed_over_says_what_by_whom_to_whom_and_by_when(lacks: dict[str, object], field: str) -> None:
    assert [each.path for each in item_faults(replace(WHOLE, **lacks))] == [field]  # type: ignore[arg-type]  # reason: by name
    assert not list(item_faults(WHOLE))


def test_where_there_is_nothing_only_the_reason_is_asked() -> None:
    assert not list(item_faults(Item(HandOver.ASSETS, False, "All buildings are the authority’s")))
    assert [each.path for each in item_faults(Item(HandOver.ASSETS, False, ""))] == ["what"]


def test_it_is_due_some_months_after_the_first_day_and_reviewed_each_year() -> None:
    assert settle_by(date(2025, 8, 31)) == date(2026, 2, 28)
    assert settle_by(date(2025, 10, 1), 3) == date(2026, 1, 1)
    assert review_by(date(2024, 2, 29)) == date(2025, 2, 28)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(-800, 800))
def test_it_is_overdue_only_past_its_day_and_to_be_reviewed_only_a_year_on(looked_at: date, days: int) -> None:
    today = looked_at + timedelta(days=days)
    assert (standing(looked_at, None, today) is Standing.OVERDUE) == (days > 0)
    expected = Standing.REVIEW_DUE if today >= review_by(looked_at) else Standing.SETTLED
    assert standing(DUE, looked_at, today) is expected
