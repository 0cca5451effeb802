"""Roles that decide, the board secretary and a lost second factor: proposed by one person, given by another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assurance.domain.authority.powers import Outcome
from assurance.domain.authority.roles import Role
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted, SecondPersonNeeded
from assurance.persistence.models import AuditEvent, MailMessage, Message, PowerProposal, RecoveryCode, User
from assurance.services import accounts, power_decisions, powers, second_factor
from tests.factories.cast import NOW, PASSWORD, World, email, make_world

LATER = NOW + timedelta(hours=1)
WHY = "She stands in while he is on leave"


def user(session: Session, world: World, name: str) -> User:
    return session.get_one(User, world.users[name])


@pytest.fixture
def world(session: Session) -> World:
    """The cast."""
    return make_world(session)


@pytest.fixture
def secretaries(session: Session, world: World) -> None:
    """The lead and the outsider are board secretaries; one is in the procurement, one is not."""
    for name in ("lead", "outsider"):
        accounts.set_board_secretary(session, email=email(name), is_secretary=True, now=NOW)


def give(session: Session, world: World, by: str, to: str, role: Role, reason: str = WHY) -> Any:
    return powers.give_role(
        session, procurement=world.procurement(session), user=user(session, world, to), role=role, reason=reason,
        actor=world.actor(session, by), now=NOW,
    )  # fmt: skip


def confirm(session: Session, world: World, row: PowerProposal, by: str) -> PowerProposal:
    return power_decisions.confirm(session, proposal=row, actor=world.actor(session, by), now=LATER)


def roles(session: Session, world: World, name: str) -> frozenset[Role]:
    return accounts.roles_in(session, user_id=world.users[name], procurement_id=world.procurement_id)


def test_a_role_that_only_works_is_given_at_once(session: Session, world: World) -> None:
    give(session, world, "officer", "outsider", Role.CONTRACT_MANAGER, "")
    session.flush()
    assert roles(session, world, "outsider") == {Role.CONTRACT_MANAGER}
    assert session.scalars(select(PowerProposal)).all() == []


@pytest.mark.parametrize("role", [Role.OFFICER, Role.OWNER, Role.APPROVER, Role.OPENER])
def test_a_role_that_decides_is_given_when_a_second_person_agrees(session: Session, world: World, role: Role) -> None:
    row = give(session, world, "officer", "outsider", role)
    assert roles(session, world, "outsider") == frozenset()
    told = session.scalars(select(Message).where(Message.kind == "power:proposed")).all()
    assert [each.user_id for each in told] == [world.users["owner"]]
    confirm(session, world, row, "owner")
    assert roles(session, world, "outsider") == {role}
    tags = session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq)).all()[-6:]
    assert "power:proposed" in session.scalars(select(AuditEvent.tag)).all()
    assert {"role:given", "power:confirmed"} <= set(tags)
    decided = session.scalars(select(Message).where(Message.kind == "power:decided")).all()
    assert {each.user_id for each in decided} == {world.users["officer"], world.users["outsider"]}


def test_nobody_gives_themselves_a_role(session: Session, world: World) -> None:
    for role in (Role.OPENER, Role.CONTRACT_MANAGER, Role.EVALUATOR):
        with pytest.raises(SecondPersonNeeded, match="Nobody gives themselves"):
            give(session, world, "owner", "owner", role)
    with pytest.raises(NotPermitted):
        give(session, world, "clinician", "outsider", Role.OPENER)


def test_neither_the_proposer_nor_the_person_confirms_nor_who_gives_no_roles(
    session: Session, world: World, secretaries: None
) -> None:
    row = give(session, world, "officer", "owner", Role.OPENER)
    for name, words in (("officer", "You proposed this"), ("owner", "about yourself"), ("approver", "board secretary")):
        with pytest.raises(NotPermitted, match=words):
            confirm(session, world, row, name)
    assert Role.OPENER not in roles(session, world, "owner")


def test_a_board_secretary_confirms_without_a_role_in_the_procurement(
    session: Session, world: World, secretaries: None
) -> None:
    row = give(session, world, "officer", "owner", Role.OPENER)
    assert power_decisions.count_for(session, world.actor(session, "outsider")) == 1
    assert power_decisions.count_for(session, world.actor(session, "officer")) == 0
    confirm(session, world, row, "outsider")
    assert Role.OPENER in roles(session, world, "owner")
    assert power_decisions.count_for(session, world.actor(session, "outsider")) == 0
    with pytest.raises(Conflict, match="confirmed by Outsider already"):
        confirm(session, world, row, "lead")


def test_where_nobody_could_confirm_it_says_who_names_somebody(session: Session, world: World) -> None:
    with pytest.raises(Conflict, match="at the command line"):
        give(session, world, "officer", "owner", Role.OPENER)


@pytest.mark.parametrize(
    ("name", "role", "reason", "field"),
    [("outsider", Role.OPENER, " ", "reason"), ("clinician", Role.APPROVER, WHY, "role"),
     ("owner", Role.OWNER, WHY, "role"), ("alder", Role.OPENER, WHY, "user")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(
    session: Session, world: World, name: str, role: Role, reason: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        give(session, world, "officer", name, role, reason)
    assert refused.value.field == field
    assert session.scalars(select(PowerProposal)).all() == []


def test_the_same_waits_once_and_what_became_impossible_is_refused(session: Session, world: World) -> None:
    row = give(session, world, "officer", "outsider", Role.APPROVER)
    with pytest.raises(InvalidInput, match="already"):
        give(session, world, "owner", "outsider", Role.APPROVER)
    give(session, world, "officer", "outsider", Role.EVALUATOR)
    session.flush()
    with pytest.raises(Conflict, match="Refuse this"):
        confirm(session, world, row, "owner")


def test_it_is_refused_with_a_reason_or_taken_back(session: Session, world: World) -> None:
    row = give(session, world, "officer", "outsider", Role.OPENER)
    owner, officer = world.actor(session, "owner"), world.actor(session, "officer")
    with pytest.raises(InvalidInput, match="Enter why you refuse"):
        power_decisions.refuse(session, proposal=row, reason=" ", actor=owner, now=LATER)
    power_decisions.refuse(session, proposal=row, reason="Not this year", actor=owner, now=LATER)
    assert (row.outcome, roles(session, world, "outsider")) == (Outcome.REFUSED, frozenset())
    again = give(session, world, "officer", "outsider", Role.OPENER)
    power_decisions.refuse(session, proposal=again, reason="", actor=officer, now=LATER)
    assert again.outcome is Outcome.WITHDRAWN


def test_the_database_holds_that_nobody_confirms_their_own(session: Session, world: World) -> None:
    row = give(session, world, "officer", "outsider", Role.OPENER)
    row.outcome, row.decided_by_id, row.decided_at = Outcome.CONFIRMED, row.proposed_by_id, LATER
    with pytest.raises(IntegrityError), session.begin_nested():
        session.flush()
    session.expire_all()


def test_another_board_secretary_is_named_by_two(session: Session, world: World, secretaries: None) -> None:
    lead, outsider = world.actor(session, "lead"), world.actor(session, "outsider")
    approver = user(session, world, "approver")
    with pytest.raises(NotPermitted, match="Only a board secretary"):
        powers.propose_secretary(session, user=approver, reason=WHY, actor=world.actor(session, "owner"), now=NOW)
    row = powers.propose_secretary(session, user=approver, reason=WHY, actor=lead, now=NOW)
    with pytest.raises(InvalidInput, match="already"):
        powers.propose_secretary(session, user=approver, reason=WHY, actor=outsider, now=NOW)
    with pytest.raises(NotPermitted):
        confirm(session, world, row, "owner")
    confirm(session, world, row, "outsider")
    assert approver.is_organisation_lead


def test_a_lost_factor_is_taken_away_by_two_and_its_owner_hears_of_it_by_mail_at_once(
    session: Session, world: World, secretaries: None
) -> None:
    token = accounts.sign_in(session, email=email("finance"), password=PASSWORD, now=NOW)
    finance, lead = world.actor(session, "finance"), world.actor(session, "lead")
    owner = user(session, world, "finance")
    with pytest.raises(InvalidInput, match="no second factor"):
        powers.propose_reset(session, user=owner, reason=WHY, actor=lead, now=NOW)
    secret = second_factor.begin(session, actor=finance).secret
    second_factor.confirm(
        session, code=pyotp.TOTP(secret).at(NOW), actor=finance, token=token or "", now=NOW, device_now=NOW
    )
    row = powers.propose_reset(session, user=owner, reason="Seen in person", actor=lead, now=NOW)
    assert second_factor.is_enrolled(session, owner.id)
    mails = select(MailMessage.body).where(MailMessage.recipient == email("finance")).order_by(MailMessage.id)
    assert "It waits for a second person" in session.scalars(mails).all()[-1]
    with pytest.raises(SecondPersonNeeded):
        confirm(session, world, row, "lead")
    confirm(session, world, row, "outsider")
    assert not second_factor.is_enrolled(session, owner.id)
    assert session.scalars(select(RecoveryCode)).all() == []
    assert accounts.user_of_token(session, token or "") is None
    assert "have taken away your second factor" in session.scalars(mails).all()[-1]
    told = session.scalars(select(Message.kind).where(Message.user_id == owner.id)).all()
    assert {"factor:reset-proposed", "power:decided"} <= set(told)
