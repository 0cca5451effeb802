"""Signed heads and receipts that lie elsewhere betray a trail that was rewritten as a whole and holds in itself."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from assurance.adapters.signing import Signer
from assurance.adapters.witness import Witness
from assurance.config import Settings
from assurance.domain.chain import body_bytes, link_hash
from assurance.jobs.leave_head import leave_head, mail_head
from assurance.persistence.models import AuditEvent, MailMessage, Submission
from assurance.persistence.session import Database
from assurance.services import at_rest, audit
from assurance.services.signing import signer
from assurance.services.witnessing import check_heads
from tests.cli.conftest import Command
from tests.databases import freely
from tests.factories.cast import NOW, World, make_world
from tests.factories.tenders import put_in_box, tenders_open


@pytest.fixture
def kept(instance: Path, tables: str) -> tuple[Database, World]:
    """An installation with a submitted tender; its receipt and a head of its trail lie elsewhere."""
    settings = Settings.from_environ()
    at_rest.unlock(settings)
    database = Database.open(settings.database_url)
    with database.transaction() as session:
        world = make_world(session)
        tenders_open(session, world)
        receipt = put_in_box(session, world, "alder")[1].receipt
    elsewhere = instance.parent / "elsewhere"
    (elsewhere / "receipts").mkdir(parents=True)
    (elsewhere / "receipts" / "alder.json").write_text(json.dumps(receipt))
    (elsewhere / "public.pem").write_text(Signer.open(settings.keys).public_pem)
    assert leave_head(database, str(elsewhere / "heads"), now=NOW)
    return database, world


@pytest.fixture
def verify(command: Command, instance: Path) -> Callable[[], tuple[int, str]]:
    """Check the trail against everything that lies elsewhere."""
    elsewhere = instance.parent / "elsewhere"

    def run() -> tuple[int, str]:
        answer = command(
            "audit", "verify", "--checkpoints", str(elsewhere / "heads"), "--receipts", str(elsewhere / "receipts"),
            "--pubkey", str(elsewhere / "public.pem"),
        )  # fmt: skip
        return answer.exit_code, answer.output

    return run


def _rewrite(database: Database, seq: int) -> None:
    """Change what an entry says and hash it and all after it anew, so that the whole chain holds."""
    freely(database)
    with database.transaction() as session:
        prev = session.scalar(select(AuditEvent.hash).where(AuditEvent.seq == seq - 1)) or ""
        for event in session.scalars(select(AuditEvent).where(AuditEvent.seq >= seq).order_by(AuditEvent.seq)).all():
            body = {**event.body, "prev": prev}
            if event.seq == seq:
                body["data"] = {**body["data"], "changed": True}
            event.body, event.prev = body, prev
            event.hash = prev = link_hash(event.prev, body_bytes(body))
        session.execute(text("UPDATE audit_head SET hash = :hash"), {"hash": prev})


def test_nothing_is_found_where_nothing_was_done_and_entries_may_follow(
    kept: tuple[Database, World], verify: Callable[[], tuple[int, str]]
) -> None:
    assert verify()[0] == 0
    with kept[0].transaction() as session:
        audit.record(session, tag="role:given", actor=None, now=NOW)
    status, said = verify()
    assert (status, "The audit trail holds" in said) == (0, True)


def test_a_trail_rewritten_as_a_whole_holds_alone_and_is_a_fork_beside_its_head(
    kept: tuple[Database, World], verify: Callable[[], tuple[int, str]], command: Command
) -> None:
    _rewrite(kept[0], 5)
    assert command("audit", "verify").exit_code == 0
    status, said = verify()
    assert status == 1
    assert "FORK: head" in said


def test_a_trail_that_was_cut_is_too_short_for_its_head(
    kept: tuple[Database, World], verify: Callable[[], tuple[int, str]], command: Command
) -> None:
    freely(
        kept[0],
        "DELETE FROM audit_event WHERE seq > 10",
        "UPDATE audit_head SET seq = 10, hash = (SELECT hash FROM audit_event WHERE seq = 10)",
    )
    assert command("audit", "verify").exit_code == 0
    status, said = verify()
    assert status == 1
    assert "TRUNCATED: head" in said
    assert "entries that were there are gone" in said


@pytest.mark.about_sqlite
def test_yesterdays_backup_put_back_silently_is_too_short_for_its_head(
    kept: tuple[Database, World], verify: Callable[[], tuple[int, str]], instance: Path, tmp_path: Path
) -> None:
    database = kept[0]
    database.wipe_log()
    shutil.copy(instance / "assurance.db", tmp_path / "yesterday.db")
    with database.transaction() as session:
        audit.record(session, tag="role:given", actor=None, now=NOW)
    leave_head(database, str(instance.parent / "elsewhere" / "heads"), now=NOW + timedelta(days=1))
    database.close()
    for each in instance.glob("assurance.db*"):
        each.unlink()
    shutil.copy(tmp_path / "yesterday.db", instance / "assurance.db")
    assert "TRUNCATED" in verify()[1]


def test_a_tender_taken_away_with_its_entry_is_missed_by_its_receipt(
    kept: tuple[Database, World], verify: Callable[[], tuple[int, str]]
) -> None:
    with kept[0].reading() as session:
        seq = session.scalars(select(Submission.audit_seq)).one()
    freely(kept[0], "DELETE FROM submission")
    assert "RECEIPT LOST" in verify()[1]
    _rewrite(kept[0], seq)
    status, said = verify()
    assert status == 1
    assert f"entry {seq} of the trail is not the one that the receipt names" in said


def test_another_key_signs_everything_anew_and_is_not_the_one_that_was_noted(
    kept: tuple[Database, World], verify: Callable[[], tuple[int, str]], instance: Path, command: Command
) -> None:
    heads, keys = instance.parent / "elsewhere" / "heads", instance / "keys"
    (keys / "signing.pem").unlink()
    for each in heads.iterdir():
        each.unlink()
    assert command("audit", "checkpoint", "--to", str(heads)).exit_code == 0
    status, said = verify()
    assert status == 1
    assert "it is signed with the key" in said


def test_a_head_or_a_receipt_with_another_time_is_not_genuine(
    kept: tuple[Database, World], verify: Callable[[], tuple[int, str]], instance: Path
) -> None:
    for folder in ("heads", "receipts"):
        (path,) = (instance.parent / "elsewhere" / folder).iterdir()
        path.write_text(path.read_text().replace("2025", "2024", 1))
    status, said = verify()
    assert status == 1
    assert {line.split(": ")[1] for line in said.splitlines() if line.startswith("NOT GENUINE")} >= {"alder.json"}
    assert "NOT GENUINE: head-" in said


def test_a_place_that_cannot_be_read_or_a_key_that_is_none_is_said(
    kept: tuple[Database, World], command: Command, tmp_path: Path
) -> None:
    (tmp_path / "no.pem").write_text("no key")
    answer = command("audit", "verify", "--checkpoints", str(tmp_path / "heads"), "--pubkey", str(tmp_path / "no.pem"))
    assert answer.exit_code == 2
    assert "The public key cannot be read" in answer.stderr
    assert command("audit", "checkpoint").exit_code == 2


def test_the_head_is_left_as_often_as_the_trail_has_grown(kept: tuple[Database, World], tmp_path: Path) -> None:
    place = str(tmp_path / "heads")
    assert leave_head(kept[0], place, now=NOW)
    assert leave_head(kept[0], place, now=NOW) == ""
    with kept[0].transaction() as session:
        audit.record(session, tag="role:given", actor=None, now=NOW)
    assert leave_head(kept[0], place, now=NOW)
    assert [head["seq"] for _, head in Witness.open(place).read()] == sorted(
        head["seq"] for _, head in Witness.open(place).read()
    )
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):  # which the worker logs, tells and tries again
        leave_head(kept[0], str(tmp_path / "file" / "heads"), now=NOW)


def test_the_head_of_the_day_goes_by_email_once_and_proves_what_the_trail_was(
    kept: tuple[Database, World], tmp_path: Path
) -> None:
    database, day = kept[0], NOW.replace(hour=9)
    people = ("audit@example.org", "board@example.org")
    assert [mail_head(database, people, now=day + timedelta(hours=each)) for each in (0, 5, 24)] == [2, 0, 2]
    with database.reading() as session:
        rows = session.execute(select(MailMessage.recipient, MailMessage.body).order_by(MailMessage.id)).all()
    assert [each for each, _ in rows] == [*people, *people]
    body = str(rows[0][1])
    name = re.search(r"as (head-\d{12}-[0-9a-f]{12}\.json)", body)
    assert name is not None
    (tmp_path / name[1]).write_text(body[body.index("{") : body.rindex("}") + 1])
    with database.reading() as session:
        heads = list(Witness.open(str(tmp_path)).read())
        assert (len(heads), check_heads(session, heads, signer().public_pem)) == (1, [])
        forged = [(name[1], {**heads[0][1], "hash": "0" * 64})]
        assert [each.kind for each in check_heads(session, forged, signer().public_pem)] == ["NOT GENUINE"]
