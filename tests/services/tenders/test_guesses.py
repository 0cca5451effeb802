"""Wrong passphrases are counted for the person and for the address, in the database, before they are compared."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.adapters import seals
from assurance.domain.errors import InvalidInput
from assurance.persistence.models import AuditEvent, Guesses
from assurance.persistence.session import Database
from assurance.services import guessing
from assurance.services.guessing import Guess, TooMany
from assurance.services.sealing import holder_keys
from tests.factories.cast import NOW, World, make_world
from tests.factories.sealing import give_key, passphrase

MINUTE = timedelta(minutes=1)
MINE = Guess(7, "holder-key", "192.0.2.1")


def heard(session: Session, guess: Guess = MINE, minutes: float = 0) -> bool:
    try:
        guessing.count(session, guess, field="passphrase", now=NOW + minutes * MINUTE)
    except TooMany as refused:
        assert refused.field == "passphrase"
        return False
    return True


def test_three_are_free_and_then_each_waits_twice_as_long(session: Session) -> None:
    assert [heard(session) for _ in range(4)] == [True, True, True, False]
    assert [heard(session, minutes=each) for each in (0.99, 1, 2.99, 3, 6.99, 7)] == [False, True] * 3
    with pytest.raises(TooMany, match=r"Try again at 09:15"):
        guessing.count(session, MINE, field="passphrase", now=NOW + 7 * MINUTE)


def test_others_are_heard_meanwhile_until_their_address_is_used_up(session: Session) -> None:
    assert [heard(session) for _ in range(4)] == [True, True, True, False]
    others = [heard(session, Guess(number, "holder-key", "192.0.2.1")) for number in range(10, 24)]
    assert others == [True] * 9 + [False] * 5
    assert heard(session, Guess(10, "holder-key", "192.0.2.2"))
    assert heard(session, Guess(10, "another secret", "192.0.2.1"))


def test_who_is_right_starts_afresh_and_the_address_does_not(session: Session) -> None:
    for number in range(20, 31):
        assert heard(session, Guess(number, "holder-key", "192.0.2.1"))
    assert heard(session)
    guessing.was_right(session, MINE, now=NOW)
    assert heard(session)
    assert not heard(session, Guess(31, "holder-key", "192.0.2.1"))


def test_a_day_of_quiet_forgets(session: Session) -> None:
    assert [heard(session) for _ in range(4)] == [True, True, True, False]
    guessing.forget(session, now=NOW + timedelta(hours=23))
    assert session.scalar(select(func.count()).select_from(Guesses)) == 2
    later = 24 * 60
    assert [heard(session, minutes=later) for _ in range(3)] == [True, True, True]
    guessing.forget(session, now=NOW + timedelta(days=2))
    assert session.scalar(select(func.count()).select_from(Guesses)) == 0


@pytest.fixture
def world(database: Database) -> World:
    with database.transaction() as session:
        made = make_world(session)
        give_key(session, made, "finance")
    return made


def guess(database: Database, world: World, typed: str, minutes: int = 0) -> bytes:
    with database.reading() as session:
        actor = world.actor(session, "finance")
    return holder_keys.guess(
        database, passphrase=typed, actor=actor, address="192.0.2.1", now=NOW + minutes * MINUTE,
        tag="holder-key:refused",
    )  # fmt: skip


def test_the_right_one_is_not_compared_either_while_none_is_heard(database: Database, world: World) -> None:
    for _ in range(3):
        with pytest.raises(InvalidInput, match="not the passphrase"):
            guess(database, world, "wrong")
    with pytest.raises(TooMany, match="Try again at 09:01"):
        guess(database, world, passphrase("finance"))
    with pytest.raises(InvalidInput, match="Enter your passphrase"):
        guess(database, world, "")
    assert len(guess(database, world, passphrase("finance"), minutes=1)) == 32
    with database.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.tag == "holder-key:refused")).all()
    assert [("Try again" in event.body["data"]["message"]) for event in events] == [False, False, False, True]
    assert "wrong" not in str([event.body["data"].get("address") for event in events])


def test_many_at_once_are_counted_one_by_one(database: Database, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    unprotect = seals.unprotect
    monkeypatch.setattr(seals, "unprotect", lambda *given: compared.append(1) or unprotect(*given))
    gate = Barrier(8)

    def one(number: int) -> None:
        gate.wait()
        with pytest.raises(Exception, match="not the passphrase|Try again|UNIQUE|unique"):
            guess(database, world, f"wrong {number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(8)))
    assert 1 <= len(compared) <= 3
