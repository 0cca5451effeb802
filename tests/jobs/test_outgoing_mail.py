"""From the published notice to the message at a mail server: each subscriber once, whatever goes wrong between."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from assurance.adapters import workflows
from assurance.config import Settings
from assurance.domain.suppliers.search import read_search
from assurance.jobs.worker import run_worker
from assurance.persistence.models import MailMessage, Notice
from assurance.persistence.session import Database
from assurance.services import suppliers
from assurance.services.suppliers import alerts
from tests.factories.cast import NOW, email, make_world
from tests.factories.tenders import call_open
from tests.mailserver import Inbox

ID = "22222222-2222-2222-2222-222222222222"


@pytest.fixture
def settings(database: Database, inbox: Inbox, tmp_path: Path) -> Settings:
    """An installation whose mail goes there, with a notice that two of three subscribers look for."""
    with database.transaction() as session:
        world = make_world(session)
        call_open(session, world)
        for name, words in (("alder", "musculoskeletal"), ("birch", "lead provider"), ("cedar", "dentistry")):
            search, _ = read_search({"q": words})
            suppliers.save_search(session, search=search, actor=world.actor(session, name), now=NOW)
        notice = Notice(
            public_id=ID, procurement_id=world.procurement_id, kind="notice_inviting_offers", published_at=NOW,
            title="Notice inviting offers: MSK", content={"sections": []},
        )  # fmt: skip
        session.add(notice)
        session.flush()
        alerts.announce(session, notice)
    return Settings(
        instance=tmp_path, database_url=database.engine.url.render_as_string(hide_password=False),
        files_url=(tmp_path / "files").as_uri(), secret_key="not a secret", keys=tmp_path / "keys",
        public_url="https://assurance.example", smtp_url=inbox.url,
    )  # fmt: skip


def test_each_subscriber_gets_one_message_with_a_way_to_end_it(
    settings: Settings, inbox: Inbox, database: Database
) -> None:
    run_worker(settings, until_idle=True)
    with database.transaction() as session:  # the same work again, as after a crash before it was recorded
        workflows.enqueue(session, alerts.JOB, key="again", payload={"notice": ID})
    run_worker(settings, until_idle=True)
    assert sorted(each.envelope_to[0] for each in inbox.messages) == [email("alder"), email("birch")]
    for each in inbox.messages:
        assert f"https://assurance.example/notices/{ID}" in each.message.get_content()
        address = each.message["List-Unsubscribe"].strip("<>")
        public_id, signature = address.removeprefix("https://assurance.example/alerts/").split("/")
        assert signature == suppliers.sign(public_id, "not a secret")
    with database.reading() as session:
        kept = session.execute(select(MailMessage.body, MailMessage.attempts)).all()
    assert kept == [(None, 1), (None, 1)]


def test_a_server_that_is_busy_gets_the_message_later(settings: Settings, inbox: Inbox, database: Database) -> None:
    inbox.refuses = True
    run_worker(settings, until_idle=True)
    inbox.refuses = False
    with database.transaction() as session:
        waiting = session.scalars(select(MailMessage)).all()
        assert {each.attempts for each in waiting} == {1}
        assert all("451" in each.last_error and each.body for each in waiting)
        for each in waiting:
            each.next_attempt_at = NOW
    run_worker(settings, until_idle=True)
    assert len(inbox.messages) == 2


def test_without_a_server_the_message_lies_in_the_folder(settings: Settings, inbox: Inbox) -> None:
    run_worker(replace(settings, smtp_url=""), until_idle=True)
    assert len(list((settings.instance / "outbox").glob("*.eml"))) == 2
    assert inbox.messages == []
