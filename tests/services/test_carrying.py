"""Messages travel on by e-mail to each person once, as that person chose, and say nothing of what they tell."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import InvalidInput
from assurance.domain.told import How
from assurance.persistence.models import AuditEvent, MailMessage, Message, User
from assurance.persistence.queries.delivery import count_mail, count_undelivered, list_unsent
from assurance.services import carrying, mail, telling
from tests.factories.cast import NOW, World, email, make_world

URL = "https://assurance.example"
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def tell(
    session: Session, world: World, *, kind: str = "addendum", subject: str = "1", organisations: tuple[str, ...] = (),
    people: tuple[str, ...] = (),
) -> list[Message]:  # fmt: skip
    return telling.tell(
        session, kind=kind, subject=subject, title="Alder bids £4 million", text="a secret", now=NOW,
        endpoint="supplier.messages.index", procurement=world.procurement(session),
        organisations=[world.organisations[name] for name in organisations],
        people=[world.users[name] for name in people],
    )  # fmt: skip


def carry(session: Session) -> int:
    return carrying.carry(session, now=NOW, public_url=URL)


def digests(session: Session, now: object = TOMORROW) -> int:
    return carrying.send_digests(session, now=now, public_url=URL)  # type: ignore[arg-type]  # reason: a moment


def mails(session: Session) -> list[tuple[str, str]]:
    found = session.scalars(select(MailMessage).order_by(MailMessage.id))
    return [(each.recipient, each.subject) for each in found]


def choose(session: Session, world: World, name: str, needed: How, other: How) -> None:
    carrying.choose(session, needed=needed, other=other, actor=world.actor(session, name), now=NOW)


def test_what_is_needed_goes_at_once_to_everybody_of_the_organisation_and_to_nobody_else(
    session: Session, world: World
) -> None:
    tell(session, world, organisations=("alder",), people=("officer",))
    assert carry(session) == 2
    subject = f"{world.reference}: The tender information has changed"
    assert sorted(mails(session)) == sorted([(email("alder"), subject), (email("officer"), subject)])
    assert (carry(session), len(mails(session))) == (0, 2)


def test_no_mail_says_what_the_message_says(session: Session, world: World) -> None:
    tell(session, world, organisations=("alder",))
    tell(session, world, kind="erasure", organisations=("alder",))
    carry(session)
    digests(session)
    bodies = session.scalars(select(MailMessage.body)).all()
    assert len(bodies) == 2
    for body in bodies:
        assert f"{URL}/supplier/messages/" in str(body)
        assert "Alder bids" not in str(body)
        assert "secret" not in str(body)


def test_who_is_told_of_one_thing_twice_gets_one_mail(session: Session, world: World) -> None:
    tell(session, world, organisations=("alder",))
    tell(session, world, people=("alder",))
    assert (carry(session), len(mails(session))) == (2, 1)


def test_who_cannot_sign_in_is_told_nothing(session: Session, world: World) -> None:
    session.get_one(User, world.users["alder"]).is_active = False
    session.flush()
    tell(session, world, organisations=("alder",), people=("alder",))
    assert (carry(session), mails(session)) == (2, [])


def test_what_is_good_to_know_waits_for_one_summary_of_the_morning(session: Session, world: World) -> None:
    for subject in "12":
        tell(session, world, kind="erasure", subject=subject, people=("officer",))
    carry(session)
    assert (digests(session, NOW), mails(session)) == (0, [])
    assert digests(session) == 1
    assert mails(session) == [(email("officer"), "2 new messages in Assurance")]
    assert (digests(session), len(mails(session))) == (0, 1)


def test_what_comes_late_waits_for_the_next_morning(session: Session, world: World) -> None:
    tell(session, world, kind="erasure", people=("officer",))
    carry(session)
    digests(session)
    tell(session, world, kind="erasure", subject="2", people=("officer",))
    carry(session)
    assert digests(session) == 0
    assert digests(session, TOMORROW + timedelta(days=1)) == 1


def test_what_a_person_has_read_meanwhile_is_no_news(session: Session, world: World) -> None:
    (message,) = tell(session, world, kind="erasure", people=("officer",))
    carry(session)
    telling.open_message(session, public_id=message.public_id, actor=world.actor(session, "officer"), now=NOW)
    assert (digests(session), mails(session)) == (0, [])


def test_each_is_told_as_they_chose_and_what_is_needed_is_never_left_out(session: Session, world: World) -> None:
    choose(session, world, "officer", How.DAILY, How.NEVER)
    choose(session, world, "approver", How.AT_ONCE, How.AT_ONCE)
    for kind in ("addendum", "erasure"):
        tell(session, world, kind=kind, people=("officer", "approver"))
    carry(session)
    assert [recipient for recipient, _ in mails(session)] == [email("approver")] * 2
    assert digests(session) == 1
    assert mails(session)[-1] == (email("officer"), "1 new message in Assurance")
    with pytest.raises(InvalidInput, match="something hangs on these messages"):
        choose(session, world, "officer", How.NEVER, How.NEVER)
    assert carrying.chosen_by(session, world.users["officer"]) == (How.DAILY, How.NEVER)
    tags = session.scalars(select(AuditEvent.tag).where(AuditEvent.tag == "user:told-by-mail")).all()
    assert len(tags) == 2


def test_mail_is_taken_in_the_order_it_was_written_and_by_one_worker(session: Session, world: World) -> None:
    for subject in "12":
        tell(session, world, subject=subject, people=("officer",))
    carry(session)
    first, second = (mail.claim_next(session, now=NOW) for _ in "12")
    assert first is not None
    assert second is not None
    assert first.id < second.id
    assert mail.claim_next(session, now=NOW) is None
    assert mail.claim_next(session, now=NOW + mail.LEASE) is first


def test_what_was_given_up_is_seen_and_tried_again(session: Session, world: World) -> None:
    tell(session, world, people=("officer",))
    carry(session)
    key = session.scalars(select(MailMessage.key)).one()
    for _ in range(len(mail.PAUSES) + 1):
        mail.mark_failed(session, key=key, error="no such box", now=NOW)
    assert count_mail(session) == {"sent": 0, "given up": 1, "waiting": 0}
    assert [each.last_error for each in list_unsent(session, limit=5)] == ["no such box"]
    assert (count_undelivered(session, email("officer")), count_undelivered(session, email("alder"))) == (1, 0)
    assert mail.try_again(session, now=NOW) == 1
    assert [each.key for each in mail.list_due(session, now=NOW)] == [key]
    assert count_undelivered(session, email("officer")) == 0
