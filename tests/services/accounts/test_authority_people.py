"""An authority’s people are invited by its board secretary alone, once, and join by whoever reads the address."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.links import Purpose
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput, NotFound, NotPermitted
from assurance.persistence.models import AuditEvent, MailedLink, MailMessage
from assurance.services import accounts, authority_people, own_password
from tests.factories.cast import NOW, PASSWORD, World, email

NEW = "new.person@example.org"


@pytest.fixture
def secretary(session: Session, world: World) -> Actor:
    """The owner as the board secretary of the authority."""
    accounts.set_board_secretary(session, email=email("owner"), is_secretary=True, now=NOW)
    return world.actor(session, "owner")


def invite(session: Session, actor: Actor, address: str = NEW, number: str = "ab 12") -> str:
    """Invite somebody and return the token of the message that went out last."""
    authority_people.invite(
        session, email=address, job_title="Head of  care", staff_number=number, link=address_of, actor=actor, now=NOW
    )
    return newest_token(session, address.strip().lower())


def address_of(token: str) -> str:
    return f"https://x/link/invitation/{token}"


def newest_token(session: Session, address: str) -> str:
    sent = session.scalars(select(MailMessage).where(MailMessage.recipient == address).order_by(MailMessage.id)).all()
    found = re.search(r"/invitation/(\S+)", sent[-1].body or "")
    assert found
    return found[1]


def test_an_invitation_opens_once_and_makes_a_person_of_the_authority(session: Session, secretary: Actor) -> None:
    token = invite(session, secretary, " New.Person@Example.org ")
    assert token not in session.scalars(select(MailedLink.token_hash)).one()
    user = authority_people.accept(session, token=token, name="New Person", password=PASSWORD, now=NOW)
    assert (user.email, user.job_title, user.staff_number) == (NEW, "Head of care", "AB12")
    assert (user.organisation_id, user.is_organisation_lead) == (secretary.organisation_id, False)
    assert accounts.roles_in(session, user_id=user.id, procurement_id=1) == frozenset()
    assert accounts.sign_in(session, email=NEW, password=PASSWORD, now=NOW)
    with pytest.raises(NotFound):
        authority_people.accept(session, token=token, name="Again", password=PASSWORD, now=NOW)
    tags = session.scalars(select(AuditEvent.tag).where(AuditEvent.tag.startswith("staff:"))).all()
    assert tags == ["staff:invited", "staff:joined"]


def test_it_opens_for_seven_days_and_only_the_newest_does(session: Session, secretary: Actor) -> None:
    first, second = invite(session, secretary), invite(session, secretary)
    for token, after in ((first, timedelta(0)), (second, timedelta(days=7)), ("guessed", timedelta(0))):
        with pytest.raises(NotFound, match="no longer valid"):
            authority_people.open_invitation(session, token=token, now=NOW + after)
    assert authority_people.open_invitation(session, token=second, now=NOW + timedelta(days=7, seconds=-1))


def test_sent_again_it_says_the_same_and_the_old_link_is_dead(session: Session, secretary: Actor) -> None:
    first = invite(session, secretary)
    (waiting,) = authority_people.list_waiting(session, secretary)
    later = NOW + timedelta(days=8)
    sent = authority_people.send_again(
        session, public_id=waiting.public_id, link=address_of, actor=secretary, now=later
    )
    assert (sent.email, sent.job_title, sent.staff_number) == (NEW, "Head of care", "AB12")
    assert authority_people.list_waiting(session, secretary) == [sent]
    assert authority_people.open_invitation(session, token=newest_token(session, NEW), now=later) is sent
    with pytest.raises(NotFound):
        authority_people.open_invitation(session, token=first, now=NOW)


def test_withdrawn_it_opens_nothing(session: Session, secretary: Actor) -> None:
    token = invite(session, secretary)
    (waiting,) = authority_people.list_waiting(session, secretary)
    authority_people.withdraw(session, public_id=waiting.public_id, actor=secretary, now=NOW)
    assert authority_people.list_waiting(session, secretary) == []
    for again in (authority_people.withdraw, authority_people.send_again):
        extra = {"link": address_of} if again is authority_people.send_again else {}
        with pytest.raises(NotFound):
            again(session, public_id=waiting.public_id, actor=secretary, now=NOW, **extra)  # type: ignore[operator]  # reason: two functions of one shape
    with pytest.raises(NotFound):
        authority_people.open_invitation(session, token=token, now=NOW)


@pytest.mark.parametrize("name", ["officer", "approver", "alder"])
def test_nobody_but_the_board_secretary_invites(session: Session, world: World, name: str) -> None:
    with pytest.raises(NotPermitted, match="board secretary"):
        invite(session, world.actor(session, name))
    assert session.scalars(select(MailedLink)).all() == []


def test_a_secretary_of_another_authority_touches_nothing_here(session: Session, secretary: Actor) -> None:
    token = invite(session, secretary)
    stranger = replace(secretary, organisation_id=999_999)
    (waiting,) = authority_people.list_waiting(session, secretary)
    assert authority_people.list_waiting(session, stranger) == []
    with pytest.raises(NotFound):
        authority_people.withdraw(session, public_id=waiting.public_id, actor=stranger, now=NOW)
    assert authority_people.open_invitation(session, token=token, now=NOW)


def test_who_works_here_is_named_and_who_works_elsewhere_is_not_given_away(session: Session, secretary: Actor) -> None:
    with pytest.raises(InvalidInput, match="works for your authority already"):
        invite(session, secretary, email("officer"))
    token = invite(session, secretary, email("birch"))
    with pytest.raises(InvalidInput, match="cannot be used"):
        authority_people.accept(session, token=token, name="Birch Lead", password=PASSWORD, now=NOW)


def test_what_will_not_do_uses_nothing_up(session: Session, secretary: Actor) -> None:
    token = invite(session, secretary)
    for name, password, field in (("New Person", "short", "password"), (" ", PASSWORD, "name")):
        with pytest.raises(InvalidInput) as refused:
            authority_people.accept(session, token=token, name=name, password=password, now=NOW)
        assert refused.value.field == field
    assert authority_people.open_invitation(session, token=token, now=NOW)


def test_an_invitation_sets_no_password_of_anybody(session: Session, secretary: Actor) -> None:
    token = invite(session, secretary)
    with pytest.raises(NotFound, match="no longer sets a password"):
        own_password.set_new(session, token=token, password=PASSWORD, now=NOW)
    assert Purpose.PASSWORD.valid_for == timedelta(minutes=30)
