"""A passkey signs in as its person, once for each challenge, at this site only, after finger, face or PIN."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.authority.passkeys import Site
from assurance.domain.errors import Conflict, InvalidInput, NotFound, StepUpNeeded
from assurance.persistence.models import AuditEvent, Message, Passkey, SpentChallenge, User
from assurance.services import accounts, factors, keeping_out, passkeys, second_factor
from tests.authenticator import PRESENT, Device
from tests.factories.cast import NOW, World, email, make_world

SITE = Site("buy.example", "https://buy.example")
DESK = passkeys.Desk(SITE, b"the secret of the installation")
Added = Callable[..., Device]


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def token_of(session: Session, world: World, name: str) -> str:
    token = accounts.start(session, user=session.get_one(User, world.users[name]), now=NOW)
    session.flush()
    return token


def add(
    session: Session, world: World, who: str = "officer", called: str = "laptop", device: Device | None = None
) -> Device:
    """Add a passkey as somebody who has just signed in."""
    device, token = device or Device(SITE.origin), token_of(session, world, who)
    user = session.get_one(User, world.users[who])
    asked = passkeys.ask_to_add(session, DESK, user=user, token=token, now=NOW)
    passkeys.add(
        session, DESK, answer=device.make(asked), name=called, actor=world.actor(session, who), token=token, now=NOW
    )
    return device


def sign_in(session: Session, answer: str, at: timedelta = timedelta()) -> str:
    user = accounts.user_of_token(session, passkeys.sign_in(session, DESK, answer=answer, now=NOW + at))
    assert user is not None
    return user.email


def newest(session: Session) -> str | None:
    return session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq.desc())).first()


def test_it_signs_in_and_counts_as_the_second_factor(session: Session, world: World) -> None:
    device = add(session, world)
    assert newest(session) == "factor:given", "at once in the sign-in that added it"
    token = passkeys.sign_in(session, DESK, answer=device.use(passkeys.ask_to_sign_in(DESK, now=NOW)), now=NOW)
    assert second_factor.given_at(session, token) == NOW
    (kept,) = passkeys.list_of(session, user_id=world.users["officer"])
    assert (kept.name, kept.sign_count, kept.used_at) == ("laptop", 1, NOW)
    told = session.scalars(select(Message.user_id).where(Message.kind == "way-to-sign-in")).all()
    assert told == [world.users["officer"]]


def test_a_challenge_is_answered_once_and_not_for_long(session: Session, world: World) -> None:
    device = add(session, world)
    answer = device.use(passkeys.ask_to_sign_in(DESK, now=NOW))
    with pytest.raises(InvalidInput, match="open for too long"):
        sign_in(session, answer, timedelta(minutes=10))
    assert sign_in(session, answer, timedelta(minutes=9)) == email("officer")
    with pytest.raises(InvalidInput, match="sent already"):
        sign_in(session, answer, timedelta(minutes=9))
    later = passkeys.ask_to_sign_in(DESK, now=NOW + timedelta(minutes=20))
    sign_in(session, device.use(later), timedelta(minutes=20))
    assert session.scalar(select(func.count(SpentChallenge.id))) == 1, "what would have run out is not kept"


@pytest.mark.parametrize("wrong", ["another site", "no finger", "another key", "copied", "another handle", "garbage"])
def test_what_is_wrong_with_it_signs_nobody_in(session: Session, world: World, wrong: str) -> None:
    device = add(session, world)
    asked = passkeys.ask_to_sign_in(DESK, now=NOW)
    sign_in(session, device.use(asked))
    bad = {
        "another site": replace(device, origin="https://buy.example.evil"),
        "no finger": replace(device, flags=PRESENT),
        "another key": replace(device, key=Device("").key),
        "copied": replace(device, count=0),
        "another handle": replace(device, handle="QUJD"),
        "garbage": device,
    }[wrong]
    answer = bad.use(passkeys.ask_to_sign_in(DESK, now=NOW))
    if wrong == "garbage":
        answer = answer.replace('"signature": "', '"signature": "AAAA')
    with pytest.raises(InvalidInput, match="does not sign in here"):
        sign_in(session, answer)


@pytest.mark.parametrize("sent", ["", "{}", "[]", "null", '{"response": 1}', "[" * 9000, "x" * 30_000])
def test_what_no_device_sent_is_refused_in_words(session: Session, world: World, sent: str) -> None:
    with pytest.raises(InvalidInput, match="Nothing came from a passkey"):
        sign_in(session, sent)


def test_who_is_suspended_or_has_taken_it_away_is_not_signed_in(session: Session, world: World) -> None:
    kept, taken = add(session, world, "owner"), add(session, world)
    (mine,) = passkeys.list_of(session, user_id=world.users["officer"])
    with pytest.raises(NotFound):
        passkeys.remove(session, passkey_id=mine.id, actor=world.actor(session, "owner"), now=NOW)
    passkeys.remove(session, passkey_id=mine.id, actor=world.actor(session, "officer"), now=NOW)
    assert newest(session) == "passkey:removed"
    keeping_out.set_suspended(session, email=email("owner"), is_suspended=True, now=NOW)
    for device in (kept, taken):
        with pytest.raises(InvalidInput, match="does not sign in here"):
            sign_in(session, device.use(passkeys.ask_to_sign_in(DESK, now=NOW)))


def test_it_confirms_its_own_person_in_the_sign_in_that_asked(session: Session, world: World) -> None:
    mine, others = add(session, world), add(session, world, "owner")
    actor, token = world.actor(session, "officer"), token_of(session, world, "officer")

    def confirm(device: Device, asked: str) -> None:
        passkeys.confirm(session, DESK, answer=device.use(asked), actor=actor, token=token, now=NOW)

    def ask(of: str = token) -> str:
        return passkeys.ask_to_confirm(session, DESK, actor=actor, token=of, now=NOW)

    with pytest.raises(InvalidInput, match="somebody else"):
        confirm(others, ask())
    for elsewhere in (ask(token_of(session, world, "officer")), passkeys.ask_to_sign_in(DESK, now=NOW)):
        with pytest.raises(InvalidInput, match="open for too long"):
            confirm(mine, elsewhere)
    assert second_factor.given_at(session, token) is None
    confirm(mine, ask())
    assert (second_factor.given_at(session, token), newest(session)) == (NOW, "factor:given")


def test_no_two_of_one_name_no_eleventh_and_none_without_a_finger(session: Session, world: World) -> None:
    device = add(session, world)
    for called, words in (("Laptop", "already"), (" ", "Enter a name"), ("x" * 61, "at most 60")):
        with pytest.raises(InvalidInput, match=words):
            add(session, world, called=called)
    with pytest.raises(InvalidInput, match="made no passkey that works here"):
        add(session, world, called="other", device=Device(SITE.origin, flags=PRESENT))
    with pytest.raises(InvalidInput, match="added already"):
        add(session, world, "owner", "stolen", device)
    for number in range(9):
        add(session, world, called=f"key {number}")
    with pytest.raises(InvalidInput, match="10 passkeys already"):
        add(session, world, called="one more")
    assert session.scalar(select(func.count(Passkey.id))) == 10


def test_who_changes_their_ways_to_sign_in_has_just_shown_who_they_are(session: Session, world: World) -> None:
    def may(who: str, token: str, at: timedelta) -> str:
        return factors.may_change(
            session, actor=world.actor(session, who), token=token, now=NOW + at, provider=None
        )  # fmt: skip

    soon, late = timedelta(minutes=14), timedelta(minutes=15)
    officer, alder = token_of(session, world, "officer"), token_of(session, world, "alder")
    assert [may("officer", officer, soon), may("officer", officer, late)] == ["", "sign-in"]
    add(session, world), add(session, world, "alder")
    assert [may("officer", officer, soon), may("alder", alder, soon), may("alder", alder, late)] == [
        "confirm",
        "",
        "sign-in",
    ]
    with pytest.raises(StepUpNeeded):
        factors.demand_given(
            session, actor=world.actor(session, "officer"), token=officer, now=NOW, provider=None, act="set up a code"
        )
    with pytest.raises(Conflict, match="sign out and sign in again"):
        factors.demand_their_own(
            session, actor=world.actor(session, "alder"), token=alder, now=NOW + late, provider=None, act="add one"
        )
    second_factor.give(session, actor=world.actor(session, "officer"), token=officer, now=NOW, by="passkey")
    assert may("officer", officer, soon) == ""


def test_who_has_lost_them_all_has_none(session: Session, world: World) -> None:
    add(session, world)
    assert factors.factors_of(session, user_id=world.users["officer"], provider=None).has_any
    factors.forget(session, user_id=world.users["officer"])
    assert not factors.factors_of(session, user_id=world.users["officer"], provider=None).has_any
