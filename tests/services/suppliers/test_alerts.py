"""Each matching subscriber is told once of each notice; only the signed address ends an alert."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput, NotFound, NotPermitted
from assurance.domain.suppliers.search import read_search
from assurance.persistence.models import MailMessage, Notice, User
from assurance.services import mail, suppliers
from assurance.services.suppliers import alerts
from tests.factories.cast import NOW, World, email
from tests.factories.tenders import call_open

AsOne = Callable[[str], Actor]


def subscribe(session: Session, actor: Actor, **params: str) -> str:
    """Keep a search and return its public id."""
    return suppliers.save_search(session, search=read_search(params)[0], actor=actor, now=NOW).public_id


def publish(session: Session, world: World, title: str = "Notice inviting offers") -> str:
    """Put a notice about the procurement on record and return its public id."""
    notice = Notice(
        public_id=str(uuid.uuid4()), procurement_id=world.procurement_id, kind="notice_inviting_offers", title=title,
        content={"sections": []}, published_at=NOW,
    )  # fmt: skip
    session.add(notice)
    session.flush()
    return notice.public_id


def tell(session: Session, notice_id: str) -> int:
    """Tell the subscribers of a notice."""
    return alerts.tell(
        session, notice_id=notice_id, now=NOW, address=f"https://x/notices/{notice_id}",
        unsubscribe=lambda public_id: f"https://x/alerts/{public_id}/s",
    )  # fmt: skip


def told(session: Session) -> list[str]:
    return list(session.scalars(select(MailMessage.recipient).order_by(MailMessage.recipient)))


def test_those_whose_search_finds_it_are_told_once_however_often_it_is_done(
    session: Session, world: World, as_one: AsOne
) -> None:
    call_open(session, world)
    subscribe(session, as_one("alder"), q="musculoskeletal")
    subscribe(session, as_one("alder"), authority="Test Board")
    subscribe(session, as_one("birch"), q="MSK lead")
    subscribe(session, as_one("cedar"), q="dentistry")
    first = publish(session, world)
    assert [tell(session, first) for _ in range(3)] == [2, 2, 2]
    assert told(session) == [email("alder"), email("birch")]
    tell(session, publish(session, world, "A change"))
    assert told(session) == [email("alder"), email("alder"), email("birch"), email("birch")]


def test_market_engagement_is_told_of_before_the_call_but_not_by_its_value(
    session: Session, world: World, as_one: AsOne
) -> None:
    subscribe(session, as_one("alder"), q="musculoskeletal")
    subscribe(session, as_one("birch"), band="under-1m")
    tell(session, publish(session, world))
    assert told(session) == [email("alder")]


def test_who_left_or_ended_it_is_not_told(session: Session, world: World, as_one: AsOne) -> None:
    call_open(session, world)
    subscribe(session, as_one("alder"))
    session.get_one(User, world.users["alder"]).is_active = False
    suppliers.end_own(session, public_id=subscribe(session, as_one("birch")), actor=as_one("birch"), now=NOW)
    assert tell(session, publish(session, world)) == 0


def test_the_same_search_is_kept_once_and_there_is_a_limit(session: Session, as_one: AsOne) -> None:
    assert subscribe(session, as_one("alder"), q="knee", which="open") == subscribe(session, as_one("alder"), q="knee")
    for number in range(19):
        subscribe(session, as_one("alder"), q=f"word{number}")
    with pytest.raises(InvalidInput, match="20 alerts"):
        subscribe(session, as_one("alder"), q="one more")
    with pytest.raises(NotPermitted):
        subscribe(session, as_one("officer"), q="knee")


def test_only_its_own_signature_or_its_own_person_ends_an_alert(session: Session, as_one: AsOne) -> None:
    mine, other = subscribe(session, as_one("alder"), q="knee"), subscribe(session, as_one("birch"), q="knee")
    for signature in ("", "0" * 40, suppliers.sign(other, "secret"), suppliers.sign(mine, "another secret")):
        with pytest.raises(NotFound):
            suppliers.end_signed(session, public_id=mine, signature=signature, secret="secret", now=NOW)
    with pytest.raises(NotFound):
        suppliers.end_own(session, public_id=other, actor=as_one("alder"), now=NOW)
    signature = suppliers.sign(mine, "secret")
    for _ in range(2):
        ended = suppliers.end_signed(session, public_id=mine, signature=signature, secret="secret", now=NOW)
        assert ended.ended_at == NOW


def test_a_message_is_wiped_when_sent_tried_again_when_not_and_given_up_in_the_end(session: Session) -> None:
    for key in ("good", "bad"):
        assert mail.queue(session, key=key, recipient="a@b.example", subject="One\nBcc: x", body="Text", now=NOW)
    assert not mail.queue(session, key="good", recipient="a@b.example", subject="Again", body="Text", now=NOW)
    mail.mark_sent(session, key="good", now=NOW)
    now = NOW
    for pause in mail.PAUSES:
        mail.mark_failed(session, key="bad", error="no answer", now=now)
        assert mail.put_to_work(session, now=now + pause / 2) == 0
        now += pause
        assert mail.put_to_work(session, now=now) == 1
    mail.mark_failed(session, key="bad", error="no answer", now=now)
    sent, bad = session.scalars(select(MailMessage).order_by(MailMessage.key.desc())).all()
    assert (sent.body, sent.subject, sent.sent_at) == (None, "One Bcc: x", NOW)
    assert (bad.given_up_at, bad.next_attempt_at, bad.last_error) == (now, None, "no answer")
