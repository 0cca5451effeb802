"""Mail reaches a real server as it was written; no text becomes a header; a folder keeps it where there is none."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from assurance.adapters.mail import Folder, Letter, NotSent, compose, open_postbox
from tests.mailserver import Inbox, running

SENDER = "no-reply@assurance.example"
AT = datetime(2025, 1, 6, 9, tzinfo=UTC)
LETTER = Letter(
    "alert:1", "ann@example.org", "Notice: café & “care”", "Zeile 1\nÜbung\n.\n", AT, "https://x.example/alerts/1/s"
)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A mail server of our own on loopback."""
    with running() as found:
        yield found


def test_a_letter_arrives_as_it_was_written(inbox: Inbox, tmp_path: Path) -> None:
    open_postbox(inbox.url, SENDER, tmp_path).send(LETTER)
    (received,) = inbox.messages
    assert received.envelope_to == ["ann@example.org"]
    message = received.message
    assert (message["Subject"], message["To"]) == (LETTER.subject, LETTER.recipient)
    assert message.get_content().replace("\r\n", "\n") == LETTER.body
    assert message["List-Unsubscribe"] == "<https://x.example/alerts/1/s>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Date"].datetime == AT
    assert list(tmp_path.iterdir()) == []


def test_the_same_letter_has_the_same_id_and_another_has_another() -> None:
    ids = [
        compose(letter, SENDER)["Message-ID"] for letter in (LETTER, LETTER, Letter("k", "a@b.example", "s", "b", AT))
    ]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    "letter",
    [
        Letter("k", "a@b.example", "Hello\r\nBcc: spy@example.org", "b", AT),
        Letter("k", "a@b.example\nBcc: spy@example.org", "Hello", "b", AT),
        Letter("k", "a@b.example", "Hello", "b", AT, "https://x\r\nBcc: spy@example.org"),
        Letter("k", "not an address", "Hello", "b", AT),
    ],
)
def test_no_text_becomes_a_header(inbox: Inbox, tmp_path: Path, letter: Letter) -> None:
    with pytest.raises(NotSent, match="not fit to send"):
        open_postbox(inbox.url, SENDER, tmp_path).send(letter)
    assert inbox.messages == []


def test_a_server_that_refuses_or_is_not_there_is_said(inbox: Inbox, tmp_path: Path) -> None:
    inbox.refuses = True
    with pytest.raises(NotSent, match="451"):
        open_postbox(inbox.url, SENDER, tmp_path).send(LETTER)
    with pytest.raises(NotSent):
        open_postbox("smtp://127.0.0.1:1", SENDER, tmp_path).send(LETTER)


def test_without_a_server_a_folder_keeps_it_for_the_installation_alone(tmp_path: Path) -> None:
    for _ in range(2):
        open_postbox("", SENDER, tmp_path / "outbox").send(LETTER)
    (path,) = (tmp_path / "outbox").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert message_from_bytes(path.read_bytes(), policy=default)["Subject"] == LETTER.subject


@pytest.mark.parametrize("url", ["https://mail.example.org", "smtp:", "mail.example.org:25"])
def test_an_address_that_is_no_server_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ASSURANCE_SMTP_URL"):
        open_postbox(url, SENDER, tmp_path)


def test_what_the_folder_keeps_is_read_by_its_key(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "outbox", SENDER)
    assert folder.text_of(LETTER.key) == ""
    folder.send(LETTER)
    assert folder.text_of(LETTER.key).strip() == LETTER.body.strip()
    assert folder.text_of("another") == ""
