"""A link to a new password: its own person’s, once, for half an hour, the newest only; it ends every sign-in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.links import Purpose
from assurance.domain.errors import InvalidInput, NotFound
from assurance.persistence.models import AuditEvent, MailMessage, SecondFactor, User
from assurance.services import accounts, authority_people, mailed_links, own_password
from tests.factories.cast import NOW, PASSWORD, World, email

FRESH = "violet tractor under snow"
HALF_AN_HOUR = timedelta(minutes=30)


def link(session: Session, world: World, name: str = "officer") -> str:
    """Make a link for somebody, and return its token."""
    user = session.get_one(User, world.users[name])
    return mailed_links.make(
        session, purpose=Purpose.PASSWORD, organisation_id=user.organisation_id, email=user.email, user_id=user.id,
        now=NOW,
    )[1]  # fmt: skip


def signs_in(session: Session, name: str, password: str) -> bool:
    return accounts.sign_in(session, email=email(name), password=password, now=NOW) is not None


def test_it_sets_its_own_persons_password_once(session: Session, world: World) -> None:
    token = link(session, world)
    assert own_password.set_new(session, token=token, password=FRESH, now=NOW).id == world.users["officer"]
    assert [signs_in(session, "officer", each) for each in (FRESH, PASSWORD)] == [True, False]
    assert signs_in(session, "owner", PASSWORD)
    with pytest.raises(NotFound):
        own_password.set_new(session, token=token, password="another set of words", now=NOW)
    assert signs_in(session, "officer", FRESH)


def test_it_opens_for_half_an_hour_and_only_the_newest_does(session: Session, world: World) -> None:
    first, second = link(session, world), link(session, world)
    for token, after in ((first, timedelta(0)), (second, HALF_AN_HOUR), ("guessed", timedelta(0)), ("", timedelta(0))):
        with pytest.raises(NotFound, match="no longer sets a password"):
            own_password.open_link(session, token=token, now=NOW + after)
    assert own_password.open_link(session, token=second, now=NOW + HALF_AN_HOUR - timedelta(seconds=1))


def test_one_persons_newer_link_leaves_that_of_another(session: Session, world: World) -> None:
    officer, _ = link(session, world, "officer"), link(session, world, "owner")
    assert own_password.open_link(session, token=officer, now=NOW).user_id == world.users["officer"]


def test_every_sign_in_ends_and_the_second_factor_stays(session: Session, world: World) -> None:
    user_id = world.users["officer"]
    before = accounts.start(session, user=session.get_one(User, user_id), now=NOW)
    session.add(SecondFactor(user_id=user_id, secret="KEPT", confirmed_at=NOW))
    own_password.set_new(session, token=link(session, world), password=FRESH, now=NOW)
    assert accounts.find_session(session, before) is None
    factor = session.scalars(select(SecondFactor)).one()
    assert (factor.secret, factor.confirmed_at) == ("KEPT", NOW)


def test_the_owner_is_told_and_it_is_on_record(session: Session, world: World) -> None:
    own_password.set_new(session, token=link(session, world), password=FRESH, now=NOW)
    told = session.scalars(select(MailMessage)).one()
    assert (told.recipient, "was changed" in told.subject) == (email("officer"), True)
    assert FRESH not in (told.body or "")
    record = session.scalars(select(AuditEvent).where(AuditEvent.tag == "password:reset")).one()
    assert record.actor_id == world.users["officer"]


def test_a_suspended_person_gets_in_by_no_link(session: Session, world: World) -> None:
    token = link(session, world)
    session.get_one(User, world.users["officer"]).is_active = False
    with pytest.raises(NotFound):
        own_password.set_new(session, token=token, password=FRESH, now=NOW)


@pytest.mark.parametrize("password", ["short", "x" * 1025, "password1234", "assurance assurance", email("officer")])
def test_what_will_not_do_uses_nothing_up(session: Session, world: World, password: str) -> None:
    token = link(session, world)
    with pytest.raises(InvalidInput):
        own_password.set_new(session, token=token, password=password, now=NOW)
    assert own_password.open_link(session, token=token, now=NOW)
    assert signs_in(session, "officer", PASSWORD)


def test_it_makes_nobody_a_person_of_an_authority(session: Session, world: World) -> None:
    with pytest.raises(NotFound, match="invitation is no longer valid"):
        authority_people.accept(session, token=link(session, world), name="New", password=FRESH, now=NOW)
