"""A sign-in lasts while somebody is there, a holder of a key has one, and each person ends only their own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.sign_ins import Ended, Limits
from assurance.domain.errors import NotFound
from assurance.persistence.models import AuditEvent, HolderKey, User, UserSession
from assurance.services import accounts, sign_ins
from tests.factories.cast import NOW, World

LIMITS = Limits.of([("", 60), ("officer", 20)], 12)
MINUTE = timedelta(minutes=1)


def start(session: Session, world: World, name: str, browser: str = "Firefox on Windows") -> tuple[str, list[str]]:
    """Sign somebody in; return the token, and the browsers of the sign-ins that ended by it."""
    token = accounts.start(session, user=session.get_one(User, world.users[name]), now=NOW)
    ended = sign_ins.begin(session, token=token, browser=browser, limits=LIMITS, at=NOW, now=NOW)
    return token, [each.browser for each in ended]


def counts(session: Session, token: str, minutes: float) -> bool:
    found = sign_ins.find(session, token=token, at=NOW + minutes * MINUTE)
    return found is not None and not found.is_over


def give_key(session: Session, world: World, name: str) -> None:
    session.add(
        HolderKey(
            user_id=world.users[name], public_key=b"k" * 32, protected_key=b"p", made_at=NOW, changed_at=NOW
        )  # fmt: skip
    )
    session.flush()


def test_an_officer_has_less_time_than_others(session: Session, world: World) -> None:
    officer, evaluator = start(session, world, "officer")[0], start(session, world, "clinician")[0]
    assert [counts(session, officer, minutes) for minutes in (19.9, 20)] == [True, False]
    assert [counts(session, evaluator, minutes) for minutes in (20, 59.9, 60)] == [True, True, False]


def test_use_lets_it_last_but_not_beyond_the_end(session: Session, world: World) -> None:
    token, _ = start(session, world, "officer")
    for minute in range(15, 12 * 60, 15):
        assert counts(session, token, minute), minute
        sign_ins.note_use(session, token=token, limits=LIMITS, at=NOW + minute * MINUTE, now=NOW)
    assert not counts(session, token, 12 * 60)
    sign_ins.note_use(session, token=token, limits=LIMITS, at=NOW + 12 * 60 * MINUTE, now=NOW)
    assert session.scalars(select(UserSession)).one().ended_because is Ended.LONG


def test_one_that_is_over_never_revives_and_its_end_is_on_record(session: Session, world: World) -> None:
    token, _ = start(session, world, "officer")
    sign_ins.note_use(session, token=token, limits=LIMITS, at=NOW + 20 * MINUTE, now=NOW)
    assert not counts(session, token, 1)
    ended = session.scalars(select(AuditEvent).where(AuditEvent.tag == "auth:ended")).one()
    assert (ended.actor_id, ended.body["data"]["because"]) == (world.users["officer"], "idle")
    assert "for 20 minutes" in sign_ins.why_ended(session, token=token, at=NOW + 21 * MINUTE)


def test_one_that_was_never_taken_into_use_counts_for_nothing(session: Session, world: World) -> None:
    token = accounts.start(session, user=session.get_one(User, world.users["officer"]), now=NOW)
    session.flush()
    assert not counts(session, token, 0)


def test_use_is_noted_once_a_minute_and_only_when_somebody_is_there(session: Session, world: World) -> None:
    token, _ = start(session, world, "clinician")
    due = [
        (found.is_due, found.left)
        for seconds, is_used in ((59, True), (60, True), (60, False))
        if (found := sign_ins.find(session, token=token, at=NOW + timedelta(seconds=seconds), is_used=is_used))
    ]
    assert due == [(False, 59 * MINUTE + timedelta(seconds=1)), (True, 60 * MINUTE), (False, 59 * MINUTE)]


def test_a_holder_of_a_key_is_signed_in_in_one_place(session: Session, world: World) -> None:
    give_key(session, world, "finance")
    first, _ = start(session, world, "finance", "Edge on Windows")
    bystander, _ = start(session, world, "owner")
    second, ended = start(session, world, "finance", "Safari on iPhone")
    assert ended == ["Edge on Windows"]
    assert [counts(session, token, 0) for token in (first, second, bystander)] == [False, True, True]
    assert "signed in somewhere else" in sign_ins.why_ended(session, token=first, at=NOW)
    assert session.scalars(select(AuditEvent).where(AuditEvent.tag == "auth:ended")).one().body["data"] == {
        "because": "elsewhere", "browser": "Edge on Windows",
    }  # fmt: skip


def test_who_holds_no_key_may_be_signed_in_in_several_places(session: Session, world: World) -> None:
    (first, _), (second, ended) = start(session, world, "owner"), start(session, world, "owner")
    assert ended == []
    assert counts(session, first, 0)
    assert counts(session, second, 0)


def test_each_ends_their_own_and_nobody_elses(session: Session, world: World) -> None:
    mine, other, foreign = (start(session, world, name)[0] for name in ("owner", "owner", "officer"))
    numbers = {token: accounts.find_session(session, token).id for token in (other, foreign)}  # type: ignore[union-attr]  # reason: all stand
    me = world.actor(session, "owner")
    for number in (numbers[foreign], 999_999):
        with pytest.raises(NotFound):
            sign_ins.end_one(session, number=number, actor=me, now=NOW)
    sign_ins.end_one(session, number=numbers[other], actor=me, now=NOW)
    assert [counts(session, token, 0) for token in (mine, other, foreign)] == [True, False, True]
    with pytest.raises(NotFound):
        sign_ins.end_one(session, number=numbers[other], actor=me, now=NOW)


def test_all_others_end_and_this_one_stays(session: Session, world: World) -> None:
    mine, *others = (start(session, world, "owner")[0] for _ in range(3))
    foreign, _ = start(session, world, "officer")
    user_id = world.users["owner"]
    assert sign_ins.end_others(session, user_id=user_id, token=mine, because=Ended.CLOSED, now=NOW) == 2
    assert [counts(session, token, 0) for token in (mine, *others, foreign)] == [True, False, False, True]
    assert len(sign_ins.list_open(session, user_id=user_id, at=NOW)) == 1
    assert sign_ins.list_open(session, user_id=user_id, at=NOW + 60 * MINUTE) == []
