from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.deadlines import add_working_days, is_working_day, psr_standstill, standstill_over
from assurance.domain.errors import InvalidInput

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("published", "begins", "last_day"),
    [
        (date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 14)),
        (date(2025, 3, 7), date(2025, 3, 8), date(2025, 3, 19)),  # begins on a Saturday
        (date(2025, 4, 14), date(2025, 4, 15), date(2025, 4, 29)),  # over Easter
        (date(2025, 12, 19), date(2025, 12, 20), date(2026, 1, 5)),  # over Christmas and New Year
        (date(2026, 3, 26), date(2026, 3, 27), date(2026, 4, 10)),
        (date(2026, 4, 24), date(2026, 4, 25), date(2026, 5, 7)),  # over the early May bank holiday
        (date(2020, 4, 30), date(2020, 5, 1), date(2020, 5, 15)),  # first Monday and moved holiday in May
        (date(2022, 9, 9), date(2022, 9, 10), date(2022, 9, 22)),  # over the one-off holiday of 19 September
    ],
)
def test_psr_standstill_dates(published: date, begins: date, last_day: date) -> None:
    standstill = psr_standstill(published)
    assert (standstill.begins_on, standstill.last_day) == (begins, last_day)
    assert standstill.earliest_award_on == last_day + timedelta(days=1)
    assert standstill.ends_at == standstill.representations_until + SECOND


def test_the_last_moment_is_shown_in_london_and_decided_in_utc() -> None:
    standstill = psr_standstill(date(2026, 3, 26))
    assert standstill.representations_until.isoformat() == "2026-04-10T23:59:59+01:00"
    assert standstill.ends_at == datetime(2026, 4, 10, 23, tzinfo=UTC)


def test_each_date_names_its_provision_and_every_day_skipped() -> None:
    begins, until, award = psr_standstill(date(2026, 3, 26)).why
    assert "published on Thursday 26 March 2026" in begins
    assert until.endswith(
        "Not working days, so not counted: Saturday 28 March 2026; Sunday 29 March 2026; Friday 3 April 2026 "
        "(Good Friday); Saturday 4 April 2026; Sunday 5 April 2026; Monday 6 April 2026 (Easter Monday)."
    )
    assert "regulation 12(10)" in award
    assert all("regulation 12" in why for why in (begins, until, award))


def test_a_notice_too_near_the_end_of_the_list_is_refused() -> None:
    with pytest.raises(InvalidInput, match="Bank holidays are known"):
        psr_standstill(date(2028, 12, 20))


@given(st.dates(date(2012, 1, 1), date(2028, 11, 30)))
def test_eight_working_days_always_lie_after_the_day_it_began(published: date) -> None:
    standstill = psr_standstill(published)
    days = (standstill.last_day - standstill.begins_on).days
    after = [standstill.begins_on + timedelta(days=n) for n in range(1, days + 1)]
    assert sum(map(is_working_day, after)) == 8
    assert is_working_day(standstill.last_day)


def test_standstill_is_open_to_the_last_second_and_over_at_midnight() -> None:
    standstill = psr_standstill(date(2026, 3, 26))
    over, why = standstill_over(standstill.ends_at - SECOND, standstill, 0, None)
    assert (over, why) == (False, "Representations may still be made until the end of Friday 10 April 2026")
    over, why = standstill_over(standstill.ends_at, standstill, 0, None)
    assert over
    assert "no representation was received" in why


@pytest.mark.parametrize(("outstanding", "words"), [(1, "1 representation has"), (2, "2 representations have")])
def test_an_unanswered_representation_keeps_standstill_open(outstanding: int, words: str) -> None:
    standstill = psr_standstill(date(2026, 3, 26))
    later = standstill.ends_at + timedelta(days=90)
    over, why = standstill_over(later, standstill, outstanding, date(2026, 4, 20))
    assert not over
    assert why.startswith(words)
    assert "regulation 12(10)" in why


def test_five_working_days_must_pass_after_the_further_decision() -> None:
    standstill = psr_standstill(date(2026, 3, 26))
    # Wednesday 29 April; the early May bank holiday and a weekend are not counted.
    decided = date(2026, 4, 29)
    last_open = datetime(2026, 5, 7, 22, 59, 59, tzinfo=UTC)
    over, why = standstill_over(last_open, standstill, 0, decided)
    assert not over
    assert "until the end of Thursday 7 May 2026" in why
    assert "Monday 4 May 2026 (Early May bank holiday)" in why
    assert standstill_over(last_open + SECOND, standstill, 0, decided)[0]


def test_a_quick_further_decision_does_not_shorten_the_eight_days() -> None:
    standstill = psr_standstill(date(2026, 3, 26))
    decided = standstill.begins_on
    waited = add_working_days(decided, 5).on
    assert waited < standstill.last_day
    assert not standstill_over(standstill.ends_at - SECOND, standstill, 0, decided)[0]
    assert standstill_over(standstill.ends_at, standstill, 0, decided)[0]


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(InvalidInput, match="time zone"):
        standstill_over(datetime(2026, 5, 1), psr_standstill(date(2026, 3, 26)), 0, None)  # noqa: DTZ001 -- the refusal
