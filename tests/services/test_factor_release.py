"""A lost second factor where no two colleagues can take it away: after a day of notice, unless somebody stops it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assurance.domain.authority.powers import RELEASE_NOTICE
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.persistence.models import AuditEvent, FactorRelease, MailMessage, Message, SecondFactor
from assurance.persistence.queries.powers import find_release
from assurance.services import accounts, factor_release, factors
from tests.factories.cast import NOW, PASSWORD, World, email, make_world

WHY = "Her phone is lost; I rang her at home"
THEN = NOW + RELEASE_NOTICE
POWERFUL = ("officer", "owner", "approver")


@pytest.fixture
def world(session: Session) -> World:
    """The cast, of whom one alone is board secretary and has a second factor."""
    made = make_world(session)
    accounts.set_board_secretary(session, email=email("lead"), is_secretary=True, now=NOW)
    session.add(SecondFactor(user_id=made.users["lead"], secret="KEPT", confirmed_at=NOW))
    session.flush()
    return made


def ask(session: Session, name: str = "lead", reason: str = WHY) -> FactorRelease:
    return factor_release.ask(session, email=email(name), reason=reason, now=NOW)


def has_factor(session: Session, world: World) -> bool:
    return factors.factors_of(session, user_id=world.users["lead"], provider=None).has_any


def told(session: Session, kind: str) -> set[int | None]:
    return set(session.scalars(select(Message.user_id).where(Message.kind == kind)))


def letters(session: Session) -> list[str]:
    return list(session.scalars(select(MailMessage.recipient).order_by(MailMessage.id)))


def tags(session: Session) -> list[str]:
    wanted = select(AuditEvent.tag).where(AuditEvent.tag.startswith("factor:")).order_by(AuditEvent.seq)
    return list(session.scalars(wanted))


def test_it_is_announced_to_everybody_with_a_power_and_done_a_day_later(session: Session, world: World) -> None:
    token = accounts.sign_in(session, email=email("lead"), password=PASSWORD, now=NOW)
    ask(session)
    powerful = {world.users[name] for name in POWERFUL}
    assert told(session, "factor:release-announced") >= {*powerful, world.users["lead"]}
    assert world.users["clinician"] not in told(session, "factor:release-announced")
    assert (letters(session), has_factor(session, world)) == ([email("lead")], True)
    with pytest.raises(InvalidInput, match="It can be done from 09:00 on 7 January 2025"):
        factor_release.carry_out(session, email=email("lead"), now=THEN - timedelta(seconds=1))
    factor_release.carry_out(session, email=email("lead"), now=THEN)
    session.flush()
    assert not has_factor(session, world)
    assert accounts.user_of_token(session, str(token)) is None
    assert letters(session) == [email("lead")] * 2
    assert told(session, "factor:release-ended") == told(session, "factor:release-announced")
    assert tags(session) == ["factor:release-announced", "factor:taken-away"]
    with pytest.raises(InvalidInput, match="No second factor of theirs waits"):
        factor_release.carry_out(session, email=email("lead"), now=THEN)


@pytest.mark.parametrize("name", [*POWERFUL, "lead"])
def test_whoever_was_told_stops_it_with_a_reason(session: Session, world: World, name: str) -> None:
    release, actor = ask(session), world.actor(session, name)
    with pytest.raises(InvalidInput, match="Enter why it is stopped"):
        factor_release.stop(session, release=release, reason=" ", actor=actor, now=NOW)
    factor_release.stop(session, release=release, reason="She has her phone", actor=actor, now=NOW)
    session.flush()
    with pytest.raises(InvalidInput):
        factor_release.carry_out(session, email=email("lead"), now=THEN)
    with pytest.raises(Conflict):
        factor_release.stop(session, release=release, reason="Again", actor=actor, now=NOW)
    assert has_factor(session, world)
    assert tags(session) == ["factor:release-announced", "factor:release-stopped"]
    assert ask(session).opens_at == THEN, "it may be announced again"


@pytest.mark.parametrize("name", ["clinician", "auditor", "outsider", "birch"])
def test_nobody_else_sees_or_stops_it(session: Session, world: World, name: str) -> None:
    release, actor = ask(session), world.actor(session, name)
    assert factor_release.list_for(session, actor) == []
    with pytest.raises(NotPermitted):
        factor_release.stop(session, release=release, reason="No", actor=actor, now=NOW)


def test_it_is_stopped_at_the_command_line_too(session: Session, world: World) -> None:
    ask(session)
    factor_release.call_off(session, email=email("lead"), reason="Found it", now=NOW)
    assert find_release(session, user_id=world.users["lead"]) is None


def test_where_two_colleagues_can_do_it_they_do(session: Session, world: World) -> None:
    accounts.set_board_secretary(session, email=email("outsider"), is_secretary=True, now=NOW)
    assert ask(session).user_id == world.users["lead"], "one colleague alone cannot"
    factor_release.call_off(session, email=email("lead"), reason="Found it", now=NOW)
    accounts.set_board_secretary(session, email=email("officer"), is_secretary=True, now=NOW)
    with pytest.raises(InvalidInput, match="can do this together"):
        ask(session)


@pytest.mark.parametrize(
    ("name", "reason", "said"),
    [
        ("lead", "  ", "Enter a reason"),
        ("lead", "x" * 1001, "at most 1,000"),
        ("owner", WHY, "has no second factor"),
        ("birch", WHY, "works for a provider"),
        ("nobody", WHY, "Nobody signs in"),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_told(
    session: Session, world: World, name: str, reason: str, said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        ask(session, name, reason)
    assert (letters(session), tags(session)) == ([], [])


def test_it_is_announced_once_at_a_time_and_the_database_holds_the_day(session: Session, world: World) -> None:
    release = ask(session)
    with pytest.raises(InvalidInput, match="announced for .* already"):
        ask(session)
    release.done_at = THEN - timedelta(seconds=1)
    with pytest.raises(IntegrityError):
        session.flush()
