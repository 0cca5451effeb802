"""Colleagues: invited once, joined once, each with a part, and never without a lead."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.domain.suppliers.people import Part
from assurance.persistence.models import AuditEvent, ColleagueInvitation, MailMessage, User
from assurance.services import accounts, suppliers
from tests.factories.cast import NOW, PASSWORD, World, email

AsOne = Callable[[str], Actor]
NEW = "new.person@example.org"


def invite(session: Session, actor: Actor, address: str = NEW, part: Part = Part.CONTRIBUTOR) -> str:
    """Invite somebody and return the token of the message that went out last."""
    suppliers.invite(
        session, email=address, part=part, link=lambda token: f"https://x/join/{token}", actor=actor, now=NOW
    )
    sent = session.scalars(select(MailMessage).where(MailMessage.recipient == address).order_by(MailMessage.id)).all()
    found = re.search(r"/join/(\S+)", sent[-1].body or "")
    assert found
    return found[1]


def test_an_invitation_opens_once_and_makes_a_person_of_that_part(session: Session, as_one: AsOne) -> None:
    token = invite(session, as_one("alder"), part=Part.VIEWER)
    stored = session.scalars(select(ColleagueInvitation)).one()
    assert token not in stored.token_hash
    user = suppliers.accept(session, token=token, name="New Person", password=PASSWORD, now=NOW)
    assert suppliers.part_of(user) is Part.VIEWER
    assert user.organisation_id == as_one("alder").organisation_id
    assert accounts.sign_in(session, email=NEW, password=PASSWORD, now=NOW)
    with pytest.raises(NotFound):
        suppliers.accept(session, token=token, name="Again", password=PASSWORD, now=NOW)


def test_only_the_newest_opens_and_only_until_it_expires(session: Session, as_one: AsOne) -> None:
    first, second = (invite(session, as_one("alder")) for _ in range(2))
    with pytest.raises(NotFound):
        suppliers.open_invitation(session, token=first, now=NOW)
    assert suppliers.open_invitation(session, token=second, now=NOW + timedelta(days=7, seconds=-1))
    for token, now in ((second, NOW + timedelta(days=7)), ("guessed", NOW)):
        with pytest.raises(NotFound):
            suppliers.open_invitation(session, token=token, now=now)


def test_a_withdrawn_invitation_opens_nothing_and_only_its_own_lead_withdraws(session: Session, as_one: AsOne) -> None:
    token = invite(session, as_one("alder"))
    public_id = session.scalars(select(ColleagueInvitation.public_id)).one()
    with pytest.raises(NotFound):
        suppliers.withdraw_invitation(session, public_id=public_id, actor=as_one("birch"), now=NOW)
    suppliers.withdraw_invitation(session, public_id=public_id, actor=as_one("alder"), now=NOW)
    with pytest.raises(NotFound):
        suppliers.open_invitation(session, token=token, now=NOW)


@pytest.mark.parametrize("name", ["colleague", "viewer", "officer"])
def test_only_a_lead_invites(session: Session, as_one: AsOne, name: str) -> None:
    with pytest.raises(NotPermitted):
        invite(session, as_one(name))


def test_an_address_of_a_rival_is_not_given_away(session: Session, as_one: AsOne) -> None:
    token = invite(session, as_one("alder"), email("birch"))
    with pytest.raises(InvalidInput, match="cannot be used"):
        suppliers.accept(session, token=token, name="Birch Lead", password=PASSWORD, now=NOW)
    with pytest.raises(InvalidInput, match="belongs to Test Colleague"):
        invite(session, as_one("alder"), email("colleague"))


def test_a_weak_password_uses_nothing_up(session: Session, as_one: AsOne) -> None:
    token = invite(session, as_one("alder"))
    with pytest.raises(InvalidInput):
        suppliers.accept(session, token=token, name="New Person", password="short", now=NOW)
    assert suppliers.open_invitation(session, token=token, now=NOW)


def test_a_deactivated_colleague_is_out_at_once_and_can_come_back_as_viewer(
    session: Session, world: World, as_one: AsOne
) -> None:
    token = accounts.sign_in(session, email=email("colleague"), password=PASSWORD, now=NOW)
    colleague = session.get_one(User, world.users["colleague"])
    assert token
    assert accounts.user_of_token(session, token) is colleague
    suppliers.deactivate(session, person=colleague, actor=as_one("alder"), now=NOW)
    assert accounts.user_of_token(session, token) is None
    assert accounts.sign_in(session, email=email("colleague"), password=PASSWORD, now=NOW) is None
    suppliers.reactivate(session, person=colleague, actor=as_one("alder"), now=NOW)
    assert accounts.user_of_token(session, token) is None
    assert suppliers.part_of(colleague) is Part.VIEWER
    tags = session.scalars(select(AuditEvent.tag).where(AuditEvent.tag.startswith("colleague:"))).all()
    assert tags == ["colleague:deactivated", "colleague:reactivated"]


def test_the_last_lead_stays_until_there_is_another(session: Session, world: World, as_one: AsOne) -> None:
    alder, colleague = (session.get_one(User, world.users[name]) for name in ("alder", "colleague"))
    with pytest.raises(InvalidInput, match="always has a lead"):
        suppliers.change_part(session, person=alder, part=Part.VIEWER, actor=as_one("alder"), now=NOW)
    with pytest.raises(Conflict, match="always has a lead"):
        suppliers.deactivate(session, person=alder, actor=as_one("alder"), now=NOW)
    suppliers.change_part(session, person=colleague, part=Part.LEAD, actor=as_one("alder"), now=NOW)
    suppliers.change_part(session, person=alder, part=Part.VIEWER, actor=as_one("colleague"), now=NOW)
    assert suppliers.part_of(alder) is Part.VIEWER


def test_nobody_reaches_into_another_organisation(session: Session, world: World, as_one: AsOne) -> None:
    birch = session.get_one(User, world.users["birch"])
    for act in (suppliers.deactivate, suppliers.reactivate):
        with pytest.raises(NotFound):
            act(session, person=birch, actor=as_one("alder"), now=NOW)
    with pytest.raises(NotFound):
        suppliers.colleague(session, user_id=birch.id, actor=as_one("alder"))
