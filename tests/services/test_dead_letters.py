"""Failed work is on record once, told to those who look after it and to nobody else, and settled by them, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Audience
from assurance.domain.background import TRIES, chore_work
from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.persistence.models import AuditEvent, ChoreRun, DeadLetter, MailMessage, Message, User
from assurance.persistence.queries import background
from assurance.services import accounts, chores, dead_letters, mail, second_tries
from assurance.services.chores import Done
from tests.factories.cast import NOW, PASSWORD, World, make_world

SLOT = 3
WORK = chore_work("uploads", SLOT)


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


@pytest.fixture
def secretary(session: Session, world: World) -> Any:
    """The approver, who is board secretary as well."""
    session.get_one(User, world.users["approver"]).is_organisation_lead = True
    return replace(world.actor(session, "approver"), is_organisation_lead=True)


def other_secretary(session: Session) -> int:
    authority = accounts.create_organisation(session, name="Other Board", audience=Audience.STAFF, now=NOW)
    user = accounts.create_user(
        session, email="other@example.org", name="Other", password=PASSWORD, organisation=authority, now=NOW,
        job_title="Board secretary", is_organisation_lead=True,
    )  # fmt: skip
    return user.id


def fail(session: Session, times: int, name: str = "uploads") -> set[str]:
    done = Done(name, 600, NOW, NOW + timedelta(hours=1), failures=times, fault="OSError" if times else "")
    return chores.note(session, slot=SLOT, done=[done], now=NOW)


def tags(session: Session) -> list[str]:
    query = select(AuditEvent.tag).where(AuditEvent.tag.like("work:%")).order_by(AuditEvent.seq)
    return list(session.scalars(query))


def the_letter(session: Session) -> DeadLetter:
    return session.scalars(select(DeadLetter)).one()


def told(session: Session) -> list[int | None]:
    query = select(Message.user_id).where(Message.kind == "work:failed").order_by(Message.user_id)
    return list(session.scalars(query))


def test_a_chore_that_fails_too_often_is_told_to_every_board_secretary_once(
    session: Session, world: World, secretary: Any
) -> None:
    other = other_secretary(session)
    for times in range(1, TRIES + 4):
        fail(session, times)
        assert len(told(session)) == (2 if times >= TRIES else 0)
    assert told(session) == sorted([secretary.user_id, other])
    letter = the_letter(session)
    assert (letter.work, letter.tries, "(OSError)" in letter.reason) == (WORK, TRIES, True)
    assert tags(session) == ["work:failed"]


def test_a_chore_that_goes_well_again_settles_itself_and_may_fail_anew(
    session: Session, world: World, secretary: Any
) -> None:
    fail(session, TRIES)
    fail(session, 0, "gates")  # another chore mends nothing
    assert the_letter(session).settled_at is None
    fail(session, 0)
    assert (the_letter(session).outcome, the_letter(session).settled_by_id) == ("mended", None)
    row = session.scalars(select(ChoreRun).where(ChoreRun.name == "uploads")).one()
    assert (row.failures, row.fault, row.well_at) == (0, "", NOW)
    fail(session, TRIES)
    assert tags(session) == ["work:failed", "work:mended", "work:failed"]


def test_work_of_one_authority_is_neither_told_to_nor_seen_by_another(
    session: Session, world: World, secretary: Any
) -> None:
    other = other_secretary(session)
    procurement = world.procurement(session)
    letter = dead_letters.bury(
        session, work="job:pack:1", job="build_pack", reason="It failed.", tries=1, now=NOW, procurement=procurement
    )
    assert letter is not None
    assert told(session) == [secretary.user_id]
    elsewhere = session.get_one(User, other).organisation_id
    assert (
        background.count_open(session, world.organisations["authority"]),
        background.count_open(session, elsewhere),
    ) == (1, 0)
    assert background.list_open(session, elsewhere) == []
    with pytest.raises(NotFound):
        background.get_letter(session, elsewhere, letter.public_id)


def test_setting_aside_needs_a_reason_and_is_said_once(session: Session, world: World, secretary: Any) -> None:
    fail(session, TRIES)
    letter = the_letter(session)
    with pytest.raises(InvalidInput, match="Say why"):
        second_tries.set_aside(session, letter=letter, reason="  ", actor=secretary, now=NOW)
    second_tries.set_aside(session, letter=letter, reason=" The disk is new. ", actor=secretary, now=NOW)
    assert (letter.outcome, letter.note, letter.settled_by_id) == ("set_aside", "The disk is new.", secretary.user_id)
    with pytest.raises(Conflict, match="settled"):
        second_tries.try_again(session, letter=letter, actor=secretary, now=NOW, really=NOW)
    assert tags(session) == ["work:failed", "work:set-aside"]


@pytest.mark.parametrize("name", ["officer", "owner", "auditor"])
def test_nobody_but_a_board_secretary_says_what_becomes_of_it(
    session: Session, world: World, secretary: Any, name: str
) -> None:
    fail(session, TRIES)
    actor, letter = world.actor(session, name), the_letter(session)
    with pytest.raises(NotPermitted, match="board secretary"):
        second_tries.try_again(session, letter=letter, actor=actor, now=NOW, really=NOW)
    with pytest.raises(NotPermitted, match="board secretary"):
        second_tries.set_aside(session, letter=letter, reason="Because", actor=actor, now=NOW)
    assert tags(session) == ["work:failed"]


def test_a_chore_is_wanted_by_its_worker_once(session: Session, world: World, secretary: Any) -> None:
    fail(session, TRIES)
    second_tries.try_again(session, letter=the_letter(session), actor=secretary, now=NOW, really=NOW)
    assert chores.note(session, slot=SLOT + 1, done=[], now=NOW) == set()
    assert chores.note(session, slot=SLOT, done=[], now=NOW) == {"uploads"}
    assert chores.note(session, slot=SLOT, done=[], now=NOW) == set()


def test_all_email_that_is_given_up_is_one_letter_that_names_nobody(
    session: Session, world: World, secretary: Any
) -> None:
    for name in ("alder", "birch"):
        mail.queue(session, key=f"to-{name}", recipient=f"{name}@example.org", subject="x", body="secret", now=NOW)
        for _ in range(len(mail.PAUSES) + 1):
            mail.mark_failed(session, key=f"to-{name}", error=f"550 no such {name}", now=NOW)
    letter = the_letter(session)
    message = session.scalars(select(Message).where(Message.kind == "work:failed")).one()
    said = f"{letter.reason} {letter.work} {message.title} {message.text}"
    assert not any(word in said for word in ("alder", "birch", "550", "2"))
    second_tries.try_again(session, letter=letter, actor=secretary, now=NOW, really=NOW)
    waiting = session.execute(select(MailMessage.attempts, MailMessage.given_up_at).order_by(MailMessage.id)).all()
    assert [tuple(each) for each in waiting] == [(0, None), (0, None)]


def test_a_job_whose_payload_is_gone_cannot_be_tried_again(session: Session, world: World, secretary: Any) -> None:
    letter = dead_letters.bury(session, work="job:unknown", job="send_alerts", reason="It failed.", tries=4, now=NOW)
    assert letter is not None
    with pytest.raises(Conflict, match="Set it aside"):
        second_tries.try_again(session, letter=letter, actor=secretary, now=NOW, really=NOW)
    assert letter.settled_at is None
