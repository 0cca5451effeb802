"""A code counts once, wrong ones are counted, codes on paper replace a lost device, and what was given goes stale."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, StepUpNeeded
from assurance.persistence.models import SecondFactor
from assurance.services import accounts, recovery_codes, second_factor
from tests.factories.cast import NOW, PASSWORD, World, email

STEP = timedelta(seconds=30)


@pytest.fixture
def who(session: Session, world: World) -> dict[str, Any]:
    """The finance officer, signed in."""
    token = accounts.sign_in(session, email=email("finance"), password=PASSWORD, now=NOW)
    return {"actor": world.actor(session, "finance"), "token": token, "now": NOW}


def code(session: Session, at: datetime = NOW) -> str:
    return pyotp.TOTP(session.scalars(select(SecondFactor)).one().secret).at(at)


@pytest.fixture
def codes(session: Session, who: dict[str, Any]) -> list[str]:
    """The recovery codes of a factor that was just set up."""
    second_factor.begin(session, actor=who["actor"])
    return second_factor.confirm(session, code=code(session), device_now=NOW, **who)


def step_up(session: Session, who: dict[str, Any], typed: str, at: datetime = NOW) -> None:
    second_factor.step_up(session, code=typed, device_now=at, **who)


def test_it_counts_once_its_first_code_was_right(session: Session, who: dict[str, Any]) -> None:
    factor = second_factor.begin(session, actor=who["actor"])
    assert second_factor.begin(session, actor=who["actor"]).secret == factor.secret
    assert not second_factor.is_enrolled(session, who["actor"].user_id)
    with pytest.raises(Conflict, match="Set it up first"):
        step_up(session, who, code(session))
    with pytest.raises(InvalidInput):
        second_factor.confirm(session, code="000000x", device_now=NOW, **who)
    assert second_factor.given_at(session, who["token"]) is None
    given = second_factor.confirm(session, code=code(session), device_now=NOW, **who)
    assert len(set(given)) == recovery_codes.HOW_MANY
    assert second_factor.given_at(session, who["token"]) == NOW
    with pytest.raises(Conflict, match="already"):
        second_factor.begin(session, actor=who["actor"])


def test_no_code_is_taken_twice_nor_an_older_one(session: Session, who: dict[str, Any], codes: list[str]) -> None:
    for at in (NOW, NOW - STEP):
        with pytest.raises(InvalidInput, match="used already"):
            step_up(session, who, code(session, at))
    step_up(session, who, code(session, NOW + STEP))
    with pytest.raises(InvalidInput):
        step_up(session, who, code(session, NOW + STEP), NOW + STEP)


@pytest.mark.parametrize(("off", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_device_may_be_half_a_minute_off(
    session: Session, who: dict[str, Any], codes: list[str], off: int, taken: bool
) -> None:
    at = NOW + timedelta(hours=1)
    typed = code(session, at + off * STEP)
    if taken:
        step_up(session, who, f"{typed[:3]} {typed[3:]}", at)
    else:
        with pytest.raises(InvalidInput):
            step_up(session, who, typed, at)


def test_after_five_wrong_codes_even_the_right_one_waits(
    session: Session, who: dict[str, Any], codes: list[str]
) -> None:
    for _ in range(second_factor.ALLOWED_FAILURES):
        second_factor.note_failure(session, actor=who["actor"], now=NOW)
    at = NOW + timedelta(minutes=14)
    for typed in (code(session, at), codes[0]):
        with pytest.raises(InvalidInput, match="Too many"):
            step_up(session, {**who, "now": at}, typed, at)
    at = NOW + timedelta(minutes=15)
    step_up(session, {**who, "now": at}, code(session, at), at)


def test_a_code_on_paper_works_once_and_the_device_is_set_up_anew(
    session: Session, who: dict[str, Any], codes: list[str]
) -> None:
    before = session.scalars(select(SecondFactor)).one().secret
    step_up(session, who, codes[3].lower())
    assert second_factor.given_at(session, who["token"]) == NOW
    assert session.scalars(select(SecondFactor)).one().secret != before
    assert not second_factor.is_enrolled(session, who["actor"].user_id)
    second_factor.confirm(session, code=code(session), device_now=NOW, **who)
    with pytest.raises(InvalidInput, match="used already"):
        step_up(session, who, codes[3])


def test_nobody_elses_code_or_session_helps(
    session: Session, world: World, who: dict[str, Any], codes: list[str]
) -> None:
    other = {**who, "actor": world.actor(session, "officer")}
    with pytest.raises(Conflict):
        step_up(session, other, codes[0])
    with pytest.raises(Conflict, match="ended"):
        step_up(session, {**who, "token": "another"}, code(session, NOW + STEP))


@pytest.mark.parametrize(
    ("given", "fresh"),
    [(None, False), (NOW, True), (NOW - timedelta(minutes=14, seconds=59), True), (NOW - timedelta(minutes=15), False),
     (NOW + timedelta(seconds=1), False)],
)  # fmt: skip
def test_what_was_given_is_fresh_for_a_quarter_of_an_hour(given: datetime | None, fresh: bool) -> None:
    assert second_factor.is_fresh(given, NOW) is fresh
    if not fresh:
        with pytest.raises(StepUpNeeded, match="open the box"):
            second_factor.demand_fresh(given, NOW, act="open the box")


def test_the_secret_and_the_codes_are_not_readable_in_the_database(
    session: Session, who: dict[str, Any], codes: list[str]
) -> None:
    secret = session.scalars(select(SecondFactor)).one().secret
    raw = session.connection().exec_driver_sql("SELECT secret FROM second_factor").scalar_one()
    assert secret.encode() not in bytes(raw)
    kept = session.connection().exec_driver_sql("SELECT code_digest FROM recovery_code").scalars().all()
    assert not set(codes) & set(kept)
    assert second_factor.address(secret, "finance@example.org").startswith("otpauth://totp/Assurance:finance")
