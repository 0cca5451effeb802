"""Whoever runs an installation sees what email has not left and why, and has it tried again."""

from __future__ import annotations

from sqlalchemy import select

from assurance.config import Settings
from assurance.persistence.models import AuditEvent
from assurance.persistence.session import Database
from assurance.services import mail
from tests.cli.conftest import Command
from tests.factories.cast import NOW


def test_what_failed_is_listed_with_its_reason_and_tried_again(command: Command) -> None:
    assert command("db", "upgrade").exit_code == 0
    database = Database.open(Settings.from_environ().database_url)
    with database.transaction() as session:
        mail.queue(session, key="k", recipient="a@b.example", subject="Two\nlines", body="secret", now=NOW)
        for _ in range(len(mail.PAUSES) + 1):
            mail.mark_failed(session, key="k", error="no such box", now=NOW)
    listed = command("mail", "list").stdout
    assert listed == (
        "0 sent, 1 given up, 0 waiting\na@b.example: Two lines (6 tries, given up): no such box\n"
    )  # fmt: skip
    assert command("mail", "retry").stdout == "1 email is tried again.\n"
    assert command("mail", "list").stdout == "0 sent, 0 given up, 1 waiting\n"
    assert command("mail", "retry").stdout == "0 emails are tried again.\n"
    database.close()


def test_a_letter_is_read_out_to_be_handed_over_and_that_is_on_record(command: Command) -> None:
    assert command("db", "upgrade").exit_code == 0
    database = Database.open(Settings.from_environ().database_url)
    with database.transaction() as session:
        for name in ("a", "b"):
            mail.queue(
                session, key=name, recipient=f"{name}@b.example", subject="A link", body=f"Open {name}", now=NOW
            )  # fmt: skip
    shown = command("mail", "show", " A@b.example")
    assert (shown.exit_code, shown.stdout) == (0, "2025-01-06 09:00 UTC, A link\n\nOpen a\n")
    assert command("mail", "show", "nobody@b.example").exit_code == 1
    with database.reading() as session:
        read = session.scalars(select(AuditEvent).where(AuditEvent.tag == "mail:read-out")).all()
    assert len(read) == 2
    assert "b.example" not in str([each.body for each in read])
    database.close()
