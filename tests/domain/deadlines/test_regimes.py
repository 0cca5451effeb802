"""Standstill under the three regimes: worked examples, and what must hold for every day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.deadlines import (
    PCR15,
    PSR,
    Calendar,
    Standstill,
    WorkingDays,
    pa23_standstill,
    pcr15_standstill,
    psr_standstill,
    standstill_after,
    standstill_over,
    working_days_calendar,
)
from assurance.domain.deadlines.standstill_rules import PCR15_BY_POST

ENGLAND = working_days_calendar(Calendar.ENGLAND)
ENGLAND_AND_WALES = working_days_calendar(Calendar.ENGLAND_AND_WALES)
KINGDOM = working_days_calendar(Calendar.UNITED_KINGDOM)
KNOWN = st.dates(date(2012, 1, 3), date(2028, 11, 20))
EACH: tuple[Callable[[date], Standstill], ...] = (psr_standstill, pa23_standstill, pcr15_standstill)


@pytest.mark.parametrize(
    ("published", "begins", "psr", "pa23", "pcr15"),
    [
        (date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 14), date(2025, 3, 12), date(2025, 3, 13)),
        # Monday 17 March is a bank holiday in Northern Ireland: the Act counts one day more than England alone would.
        (date(2025, 3, 7), date(2025, 3, 8), date(2025, 3, 19), date(2025, 3, 19), date(2025, 3, 17)),
        (date(2025, 4, 14), date(2025, 4, 15), date(2025, 4, 29), date(2025, 4, 25), date(2025, 4, 24)),
        # Friday 2 January is a bank holiday in Scotland.
        (date(2025, 12, 19), date(2025, 12, 20), date(2026, 1, 5), date(2026, 1, 5), date(2025, 12, 29)),
    ],
)
def test_the_worked_examples(published: date, begins: date, psr: date, pa23: date, pcr15: date) -> None:
    found = [each(published) for each in EACH]
    assert [each.last_day for each in found] == [psr, pa23, pcr15]
    assert [each.begins_on for each in found] == [begins, published, begins]
    assert [each.earliest_award_on for each in found] == [day + timedelta(days=1) for day in (psr, pa23, pcr15)]


@pytest.mark.parametrize(
    ("published", "in_england"), [(date(2025, 3, 7), date(2025, 3, 18)), (date(2025, 12, 19), date(2026, 1, 2))]
)
def test_the_act_counts_holidays_of_every_part_of_the_kingdom(published: date, in_england: date) -> None:
    assert ENGLAND.beginning_with(published, 8).on == in_england
    assert pa23_standstill(published).last_day == KINGDOM.beginning_with(published, 8).on > in_england


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 1, 2), "2nd January in Scotland"),
        (date(2026, 3, 17), "St Patrick's Day in Northern Ireland"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 7, 13), "Battle of the Boyne (Orangemen's Day) in Northern Ireland"),
        (date(2026, 8, 3), "Summer bank holiday in Scotland"),
        (date(2026, 11, 30), "St Andrew's Day in Scotland"),
        (date(2020, 5, 4), None),  # the first Monday in May is named by the Provider Selection Regime alone
    ],
)
def test_a_holiday_elsewhere_is_named_with_its_place(day: date, reason: str | None) -> None:
    assert KINGDOM.why_not_working(day) == reason


def test_each_reason_names_its_provision_and_every_day_skipped() -> None:
    begins, ends, award = pa23_standstill(date(2025, 12, 19)).why
    assert "begins with that day (Procurement Act 2023, section 51(2), with working days as in section 123)" in begins
    assert "Friday 2 January 2026 (2nd January in Scotland)" in ends
    assert "Thursday 25 December 2025 (Christmas Day)" in ends
    assert award.endswith("(Procurement Act 2023, section 101).")


def test_ten_days_that_end_on_a_holiday_end_on_the_next_working_day() -> None:
    rolled = pcr15_standstill(date(2025, 4, 8))  # day 10 is Good Friday
    assert rolled.last_day == date(2025, 4, 22)
    assert rolled.why[1].endswith(
        "Not working days, so the period does not end on them: Friday 18 April 2025 (Good Friday); "
        "Saturday 19 April 2025; Sunday 20 April 2025; Monday 21 April 2025 (Easter Monday)."
    )
    assert "87(2), with regulation 2(4)" in rolled.why[1]


def test_a_holiday_that_was_moved_is_worked_where_the_law_does_not_name_the_day() -> None:
    assert pcr15_standstill(date(2020, 4, 24)).last_day == date(2020, 5, 4)  # the May holiday was on 8 May in 2020
    assert not ENGLAND.is_working(date(2020, 5, 4))


def test_notices_by_post_take_five_days_more() -> None:
    assert standstill_after(PCR15_BY_POST, date(2025, 3, 3)).last_day == date(2025, 3, 18)
    assert standstill_after(PCR15, date(2025, 3, 3)).last_day == date(2025, 3, 13)


@given(KNOWN)
def test_the_act_counts_eight_working_days_with_the_day_of_publication(published: date) -> None:
    found = pa23_standstill(published)
    days = [published + timedelta(days=n) for n in range((found.last_day - published).days + 1)]
    assert sum(map(KINGDOM.is_working, days)) == 8
    assert KINGDOM.is_working(found.last_day)


@given(KNOWN)
def test_ten_days_are_never_shorter_and_end_on_a_working_day(sent: date) -> None:
    found = pcr15_standstill(sent)
    tenth = sent + timedelta(days=10)
    assert found.last_day >= tenth
    assert ENGLAND_AND_WALES.is_working(found.last_day)
    between = [tenth + timedelta(days=n) for n in range((found.last_day - tenth).days)]
    assert not any(map(ENGLAND_AND_WALES.is_working, between))


@given(KNOWN, st.integers(0, 400), st.sampled_from(EACH))
def test_a_later_notice_never_ends_sooner(published: date, later: int, each: Callable[[date], Standstill]) -> None:
    after = min(published + timedelta(days=later), date(2028, 11, 20))
    assert each(published).last_day <= each(max(published, after)).last_day


@given(KNOWN, st.sampled_from(EACH))
def test_what_follows_lies_in_order(published: date, each: Callable[[date], Standstill]) -> None:
    found = each(published)
    assert published <= found.begins_on <= published + timedelta(days=1)
    assert (found.last_day - published).days >= 9
    assert found.earliest_award_on == found.last_day + timedelta(days=1)
    assert found.ends_at == found.representations_until.astimezone(UTC) + timedelta(seconds=1)


@given(KNOWN, st.integers(-30, 60), st.sampled_from(EACH))
def test_extending_never_shortens(published: date, days: int, each: Callable[[date], Standstill]) -> None:
    found = each(published)
    until = found.last_day + timedelta(days=days)
    longer = found.extended(until)
    assert longer.last_day == max(until, found.last_day)
    assert longer.earliest_award_on > longer.last_day
    assert ("extended" in longer.why[1]) == (days > 0)


def test_a_claim_is_the_condition_where_representations_have_no_procedure() -> None:
    found = pa23_standstill(date(2025, 3, 3))
    before = found.ends_at - timedelta(seconds=1)
    assert standstill_over(before, found, 3, None) == (
        False,
        "Standstill runs until the end of Wednesday 12 March 2025",
    )
    assert standstill_over(found.ends_at, found, 0, None) == (True, "Standstill ended with Wednesday 12 March 2025")


@pytest.mark.parametrize(
    ("published", "ends"),
    [
        (date(2025, 3, 20), datetime(2025, 3, 31, 23, tzinfo=UTC)),
        (date(2025, 10, 16), datetime(2025, 10, 28, tzinfo=UTC)),
    ],
)
def test_midnight_is_that_of_london_on_both_sides_of_a_change_of_the_clocks(published: date, ends: datetime) -> None:
    assert pa23_standstill(published).ends_at == ends


def test_the_three_rules_keep_their_figures() -> None:
    assert (PSR.days, PSR.working_days_after_decision, PCR15.days) == (8, 5, 10)
    assert not PCR15.takes_representations
    assert WorkingDays({}, 2012, 2028).last_before(date(2025, 5, 6)) == date(2025, 5, 2)
