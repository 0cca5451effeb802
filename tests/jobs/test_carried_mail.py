"""From a message inside the service to a mail server: in order, once, and later where the server is away."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from assurance.config import Settings
from assurance.jobs.worker import run_worker
from assurance.persistence.models import MailMessage
from assurance.persistence.session import Database
from assurance.services import telling
from tests.factories.cast import NOW, email, make_world
from tests.mailserver import Inbox

MANY = 5


@pytest.fixture
def settings(database: Database, inbox: Inbox, tmp_path: Path) -> Settings:
    """An installation whose mail goes there, in which the officer was told of five things."""
    with database.transaction() as session:
        world = make_world(session)
        for number in range(MANY):
            telling.tell(
                session, kind="question-asked", subject=str(number), title="Bcc: all@example.org", now=NOW,
                text=str(number), endpoint="staff.messages.index", procurement=world.procurement(session),
                people=[world.users["officer"]],
            )  # fmt: skip
    return Settings(
        instance=tmp_path, database_url=database.engine.url.render_as_string(hide_password=False),
        files_url=(tmp_path / "files").as_uri(), secret_key="not a secret", keys=tmp_path / "keys",
        public_url="https://assurance.example", smtp_url=inbox.url,
    )  # fmt: skip


def test_all_arrive_in_order_once_the_server_is_there_and_none_twice(
    settings: Settings, inbox: Inbox, database: Database
) -> None:
    inbox.refuses = True
    run_worker(settings, until_idle=True)
    with database.transaction() as session:
        waiting = session.scalars(select(MailMessage).order_by(MailMessage.id)).all()
        assert [each.attempts for each in waiting] == [1, 1, 1, 0, 0]
        written = [each.key for each in waiting]
        for each in waiting:
            each.next_attempt_at = NOW
    inbox.refuses = False
    for _ in "12":
        run_worker(settings, until_idle=True)
    assert [each.envelope_to for each in inbox.messages] == [[email("officer")]] * MANY
    with database.reading() as session:
        sent = session.scalars(select(MailMessage.key).order_by(MailMessage.sent_at, MailMessage.id)).all()
        assert list(sent) == written
    for each in inbox.messages:
        assert each.message["Bcc"] is None
        assert "Bcc" not in each.message.get_content()
        assert "https://assurance.example/staff/messages/" in each.message.get_content()
