"""Deadlines are typed in London time, have one meaning, and stand once bidders were told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import Stage
from assurance.services import tendering
from tests.factories.cast import NOW, World

TEXT = "All musculoskeletal care for the county, from one accountable lead provider."


def write(session: Session, common: dict[str, Any], on: dt.date, at: dt.time, text: str = TEXT) -> None:
    tendering.write_notice(session, text=text, requests_due_on=on, requests_due_time=at, **common)


def test_a_summer_deadline_is_kept_as_an_instant(session: Session, common: dict[str, Any]) -> None:
    write(session, common, dt.date(2025, 6, 2), dt.time(12))
    assert common["procurement"].requests_due_at == dt.datetime(2025, 6, 2, 11, tzinfo=dt.UTC)
    assert common["procurement"].notice_text == TEXT


@pytest.mark.parametrize(
    ("on", "at", "text", "field"),
    [
        (dt.date(2025, 10, 26), dt.time(1, 30), TEXT, "requests_due_time"),
        (dt.date(2025, 3, 30), dt.time(1, 30), TEXT, "requests_due_time"),
        (dt.date(2025, 1, 5), dt.time(12), TEXT, "requests_due_on"),
        (dt.date(2025, 1, 7), dt.time(8, 59), TEXT, "requests_due_on"),
        (dt.date(2025, 2, 7), dt.time(12), "Knees.", "text"),
    ],
)
def test_what_could_mean_two_things_or_leaves_no_time_is_refused(
    session: Session, common: dict[str, Any], on: dt.date, at: dt.time, text: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        write(session, common, on, at, text)
    assert refused.value.field == field
    assert common["procurement"].requests_due_at is None


def test_exactly_one_day_is_enough(session: Session, common: dict[str, Any]) -> None:
    write(session, common, dt.date(2025, 1, 7), dt.time(9))
    assert common["procurement"].requests_due_at == NOW + dt.timedelta(days=1)


def test_the_deadline_for_tenders_is_set_before_they_are_invited(
    session: Session, world: World, common: dict[str, Any]
) -> None:
    world.at(session, Stage.DIALOGUE_CLOSED)
    tendering.set_tender_deadline(session, due_on=dt.date(2025, 5, 1), due_time=dt.time(17), **common)
    assert common["procurement"].tenders_due_at == dt.datetime(2025, 5, 1, 16, tzinfo=dt.UTC)
    world.at(session, Stage.FINAL_TENDERS)
    with pytest.raises(Conflict, match="have been invited"):
        tendering.set_tender_deadline(session, due_on=dt.date(2025, 6, 1), due_time=dt.time(17), **common)


@pytest.mark.parametrize(("on", "field"), [(dt.date(2025, 1, 6), "due_on"), (dt.date(2025, 3, 30), "due_time")])
def test_a_deadline_for_tenders_is_ahead_and_exists(
    session: Session, common: dict[str, Any], on: dt.date, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        tendering.set_tender_deadline(session, due_on=on, due_time=dt.time(1, 30), **common)
    assert refused.value.field == field


def test_tenders_are_not_due_before_requests(session: Session, common: dict[str, Any]) -> None:
    write(session, common, dt.date(2025, 6, 2), dt.time(12))
    with pytest.raises(InvalidInput, match="before the requests"):
        tendering.set_tender_deadline(session, due_on=dt.date(2025, 6, 1), due_time=dt.time(12), **common)


def test_a_published_notice_stands(session: Session, common: dict[str, Any]) -> None:
    common["procurement"].criteria_frozen_at, common["procurement"].criteria_digest = NOW, "d" * 64
    with pytest.raises(Conflict, match="published on"):
        write(session, common, dt.date(2025, 6, 2), dt.time(12))
