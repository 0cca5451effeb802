"""The dates that follow from each event under each regime, and the circumstances that change a period."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.deadlines.after_call import earliest
from assurance.domain.deadlines.circumstances import MEANT, REGIMES, WAYS, Circumstances, Way, without_meaning
from assurance.domain.deadlines.dated import Dated, Event
from assurance.domain.deadlines.periods import Period, request_period, tender_period
from assurance.domain.deadlines.statutory import dates_after
from assurance.domain.errors import InvalidInput

KNOWN = st.dates(date(2012, 1, 3), date(2028, 10, 1))
C = Circumstances


def _days(regime: str, event: Event, on: date, given_: Circumstances = C()) -> list[tuple[str, date]]:  # noqa: B008 -- frozen
    return [(row.what, row.on) for row in dates_after(regime, event, on, given_)]


@pytest.mark.parametrize(
    ("given_", "days"),
    [
        (C(), 25),
        (C(documents_together=False), 30),
        (C(electronic=False), 30),
        (C(electronic=False, documents_together=False), 35),
        (C(planned_notice=True), 10),
        (C(urgent=True), 10),
        (C(preselected=True), 10),
        (C(agreed_period=True), 0),
        (C(light_touch=True), 0),
        (C(light_touch=True, electronic=False), 0),  # the shortest of the rows that apply
        (C(way=Way.OPEN), 25),
    ],
)
def test_the_tendering_period_of_the_act(given_: Circumstances, days: int) -> None:
    assert tender_period("pa23", given_).days == days


@pytest.mark.parametrize(
    ("given_", "days"),
    [(C(), 25), (C(urgent=True), 10), (C(light_touch=True), 0), (C(planned_notice=True), 25), (C(way=Way.OPEN), None)],
)
def test_the_participation_period_of_the_act(given_: Circumstances, days: int | None) -> None:
    found = request_period("pa23", given_)
    assert (found.days if found else None) == days


@pytest.mark.parametrize(
    ("given_", "requests", "tenders"),
    [
        (C(), 30, 0),
        (C(urgent=True), 30, 0),  # nothing shortens a dialogue
        (C(way=Way.RESTRICTED), 30, 25),
        (C(way=Way.RESTRICTED, electronic=False), 30, 30),
        (C(way=Way.RESTRICTED, documents_together=False), 30, 30),
        (C(way=Way.RESTRICTED, planned_notice=True), 30, 10),
        (C(way=Way.RESTRICTED, urgent=True), 15, 10),
        (C(way=Way.RESTRICTED, urgent=True, documents_together=False), 15, 10),
        (C(way=Way.RESTRICTED, preselected=True), 30, 10),
        (C(way=Way.NEGOTIATION, agreed_period=True), 30, 0),
        (C(way=Way.NEGOTIATION, urgent=True), 15, 10),
        (C(way=Way.OPEN), None, 30),
        (C(way=Way.OPEN, electronic=False), None, 35),
        (C(way=Way.OPEN, urgent=True), None, 15),
        (C(way=Way.OPEN, planned_notice=True), None, 15),
        (C(light_touch=True), 0, 0),
    ],
)
def test_the_periods_of_the_public_contracts_regulations(
    given_: Circumstances, requests: int | None, tenders: int
) -> None:
    found = request_period("pcr15", given_)
    assert (found.days if found else None, tender_period("pcr15", given_).days) == (requests, tenders)


def test_the_provider_selection_regime_sets_no_period() -> None:
    assert [row[1] for row in _days("psr", Event.CALL, date(2026, 3, 2))] == [date(2026, 3, 3), date(2026, 3, 4)]
    assert "There is no minimum" in dates_after("psr", Event.CALL, date(2026, 3, 2))[0].why


def test_a_call_under_the_act_counts_from_the_day_after() -> None:
    assert _days("pa23", Event.CALL, date(2026, 3, 2)) == [
        ("earliest deadline for requests to take part", date(2026, 3, 27)),
        ("earliest deadline for tenders", date(2026, 4, 21)),
    ]


def test_a_call_under_the_public_contracts_regulations_ends_on_a_working_day() -> None:
    rows = dates_after("pcr15", Event.CALL, date(2026, 3, 26), C(way=Way.RESTRICTED))
    assert [(row.what, row.on) for row in rows] == [
        ("earliest deadline for requests to take part", date(2026, 4, 27)),  # day 30 is Saturday 25 April
        ("earliest deadline for tenders", date(2026, 5, 22)),
        ("additional information at the latest", date(2026, 5, 16)),
    ]
    assert "Saturday 25 April 2026; Sunday 26 April 2026" in rows[0].why
    urgent = dates_after("pcr15", Event.CALL, date(2026, 3, 26), C(way=Way.OPEN, urgent=True))
    assert [(row.on, row.condition) for row in urgent] == [
        (date(2026, 4, 10), ""),
        (date(2026, 4, 6), "if tenders are due on the earliest day"),
    ]


def test_what_must_be_published_after_an_award() -> None:
    on = date(2026, 3, 26)
    assert _days("psr", Event.AWARD, on) == [("award notice at the latest", date(2026, 4, 25))]
    assert _days("pcr15", Event.AWARD, on) == [
        ("award notice at the latest", date(2026, 4, 27)),
        ("records kept until", date(2029, 3, 26)),
    ]
    assert _days("pa23", Event.AWARD, on) == [
        ("contract details notice at the latest", date(2026, 4, 24)),
        ("contract published at the latest", date(2026, 6, 23)),
        ("records kept until", date(2029, 3, 25)),
    ]
    assert [day for _, day in _days("pa23", Event.AWARD, on, C(light_touch=True))][:2] == [
        date(2026, 7, 23),
        date(2026, 9, 21),
    ]


def test_three_years_from_a_leap_day() -> None:
    assert _days("pcr15", Event.AWARD, date(2024, 2, 29))[1][1] == date(2027, 3, 1)
    assert _days("pa23", Event.AWARD, date(2024, 2, 29))[2][1] == date(2027, 2, 28)


def test_a_light_touch_contract_may_go_without_standstill() -> None:
    with_one = dates_after("pa23", Event.INTENTION, date(2025, 3, 3), C(light_touch=True))
    without = dates_after("pa23", Event.INTENTION, date(2025, 3, 3), C(light_touch=True, no_standstill=True))
    assert [row.on for row in with_one] == [date(2025, 3, 3), date(2025, 3, 12), date(2025, 3, 13)]
    assert "shortest standstill it may provide for" in with_one[1].why
    assert [(row.what, row.on) for row in without] == [("earliest award", date(2025, 3, 3))]


def test_a_further_decision_gives_five_working_days_in_full() -> None:
    rows = dates_after("psr", Event.FURTHER_DECISION, date(2026, 4, 29))
    assert [row.on for row in rows] == [date(2026, 5, 7), date(2026, 5, 8)]
    assert rows[0].as_data()["at"] == "2026-05-07T23:59:59+01:00"
    assert "Monday 4 May 2026 (Early May bank holiday)" in rows[0].why


@pytest.mark.parametrize(
    ("regime", "event", "given_", "field"),
    [
        ("eu", Event.CALL, C(), "regime"),
        ("pa23", Event.FURTHER_DECISION, C(), "event"),
        ("psr", Event.CALL, C(urgent=True), "urgent"),
        ("pa23", Event.INTENTION, C(by_post=True), "by_post"),
        ("pa23", Event.INTENTION, C(no_standstill=True), "no_standstill"),
        ("pcr15", Event.CALL, C(way=Way.FLEXIBLE), "way"),
    ],
)
def test_what_has_no_meaning_is_refused_by_name(regime: str, event: Event, given_: Circumstances, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        dates_after(regime, event, date(2026, 3, 2), given_)
    assert refusal.value.field == field


@pytest.mark.parametrize("regime", REGIMES)
def test_each_regime_gives_a_meaning_to_what_it_names(regime: str) -> None:
    assert without_meaning(regime, C()) == []
    for way in WAYS[regime]:
        assert without_meaning(regime, C(way=way)) == []
    assert set(MEANT[regime]) <= set(C.__dataclass_fields__)


@given(KNOWN, st.sampled_from(REGIMES), st.sampled_from([Event.CALL, Event.INTENTION, Event.AWARD]))
def test_every_date_lies_after_its_event_and_names_a_provision(on: date, regime: str, event: Event) -> None:
    rows = dates_after(regime, event, on)
    assert all(row.on >= on for row in rows)
    assert all("regulation" in row.why or "section" in row.why for row in rows)
    assert all(row.at is None or row.at.date() == row.on for row in rows)


@given(KNOWN, st.integers(0, 60), st.sampled_from(REGIMES), st.sampled_from([Event.CALL, Event.INTENTION, Event.AWARD]))
def test_a_later_event_never_brings_a_date_forward(on: date, later: int, regime: str, event: Event) -> None:
    sooner, after = dates_after(regime, event, on), dates_after(regime, event, on + timedelta(days=later))
    assert all(
        a.on <= b.on for a, b in zip(sooner, after, strict=True) if a.what != "additional information at the latest"
    )


@given(KNOWN, st.integers(1, 40))
def test_a_period_of_the_regulations_ends_on_a_working_day_and_is_never_shorter(on: date, days: int) -> None:
    period = Period(days, "", "")
    assert earliest("pcr15", on, period).on >= on + timedelta(days=days)
    assert earliest("pcr15", on, period).on.weekday() < 5
    assert earliest("pa23", on, period).on == on + timedelta(days=days)


def test_what_a_row_does_not_have_is_left_out() -> None:
    assert Dated("x", date(2026, 3, 2), "y").as_data() == {"what": "x", "on": "2026-03-02", "why": "y"}
