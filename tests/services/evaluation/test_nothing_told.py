"""What leaves the service while marks are written tells nobody how others marked, nor how far they are."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import MailMessage, Message, Reminder
from assurance.services import carrying, marking, reminders
from tests.factories.cast import NOW
from tests.factories.evaluation import QUESTIONS, RATIONALE, Scene

CANARY = "quince canary"
URL = "https://assurance.example"


def test_neither_messages_nor_mail_nor_reminders_tell_of_others_marks(session: Session, scene: Scene) -> None:
    """One has locked everything, five out of five; the other is reminded, and told of what is theirs alone."""
    scene.declare_all(session)
    for number in range(len(scene.bids)):
        for code in QUESTIONS:
            marking.save_mark(
                session, bid=scene.bid(session, number), criterion=scene.criterion(session, code), mark=5,
                rationale=f"{RATIONALE} {CANARY}", evidence=CANARY, version=None, private_note=CANARY,
                actor=scene.actor(session, "clinician"), now=NOW,
            )  # fmt: skip
    procurement = scene.world.procurement(session)
    marking.lock_marks(session, procurement=procurement, actor=scene.actor(session, "clinician"), now=NOW)
    officer, tomorrow = scene.actor(session, "officer"), NOW + timedelta(days=1)
    sent = reminders.remind(session, procurement=procurement, actor=officer, now=NOW)
    carrying.carry(session, now=NOW, public_url=URL)
    carrying.send_digests(session, now=tomorrow, public_url=URL)

    assert scene.world.users["clinician"] not in {row.user_id for row in sent.rows}
    wording = [row.message for row in session.scalars(select(Reminder))]
    wording += [f"{row.title} {row.text}" for row in session.scalars(select(Message))]
    wording += [f"{row.subject} {row.body}" for row in session.scalars(select(MailMessage))]
    assert len(wording) >= len(sent.rows) >= 1
    for words in wording:
        assert CANARY not in words
        assert "Clinician" not in words
        assert "5 out of" not in words
