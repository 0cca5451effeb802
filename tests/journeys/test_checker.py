"""The checker finds nothing in a walked installation, and each thing that is done to a copy of it, and only that."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from assurance.adapters.signing import Signer
from assurance.config import Settings
from assurance.domain.tenderbox.receipt import signed_bytes
from assurance.persistence.models import Submission
from assurance.persistence.session import Database
from assurance.services import at_rest, witnessing
from assurance.services.signing import signer
from tests.checker.__main__ import INVARIANTS, breaches
from tests.checker.store import Store, open_store
from tests.factories.cast import NOW
from tests.journeys.conftest import Demonstration

pytestmark = pytest.mark.xdist_group("demonstration")
Evidence = dict[str, Any]


@pytest.fixture(scope="module")
def evidence(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Evidence]:
    """A copy of the demonstration, with a receipt that its bidder kept, and a signed head of its trail."""
    folder = tmp_path_factory.mktemp("checked") / "demo"
    shutil.copytree(demonstration.folder, folder)
    settings = Settings.for_instance(folder, demonstration=True)
    at_rest.unlock(settings)
    database = Database.open(settings.database_url)
    with database.reading() as session:
        head = witnessing.sign_head(session, now=NOW)
        receipt = _receipt(session.scalars(select(Submission).order_by(Submission.id).limit(1)).one())
    database.wipe_log()
    database.close()
    pem = Signer.open(settings.keys).public_pem.encode()
    return folder, {"public_pem": pem, "receipts": [receipt], "heads": [head]}


def _receipt(row: Submission) -> dict[str, Any]:
    """Write what of a receipt is compared, signed by the installation."""
    said = {
        "format": "assurance-receipt/2", "receipt": row.manifest_digest[:12], "digest": row.manifest_digest,
        "bidder": "Alder", "received_at": row.received_at.isoformat(), "key_id": row.key_id,
        "audit": {"seq": row.audit_seq, "hash": row.audit_hash},
    }  # fmt: skip
    return {**said, "signature": signer().sign(signed_bytes(said))}


@pytest.fixture
def doctored(evidence: tuple[Path, Evidence], tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """Make a copy of the database and the files, do something to it, and open what is left."""
    stores: list[Store] = []

    def make(*statements: str, **more: Any) -> Store:
        shutil.copy(evidence[0] / "assurance.db", tmp_path / "copy.db")
        shutil.copytree(evidence[0] / "files", tmp_path / "files")
        with closing(sqlite3.connect(tmp_path / "copy.db")) as file:
            triggers = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
            file.execute("PRAGMA ignore_check_constraints=ON")
            for statement in (*(f'DROP TRIGGER "{name}"' for name in triggers), *statements):
                file.executescript(statement)
            file.commit()
        stores.append(open_store(f"sqlite:///{tmp_path / 'copy.db'}", tmp_path / "files", **{**evidence[1], **more}))
        return stores[-1]

    yield make
    for each in stores:
        each.close()


def kinds(store: Store) -> set[str]:
    return {name for name, _ in breaches(store)}


def test_nothing_is_found_where_nothing_was_done(doctored: Callable[..., Store]) -> None:
    assert breaches(doctored(canaries=("a word that nobody ever wrote",))) == []


LAST = "(SELECT MAX(id) FROM submission)"
DONE: list[tuple[set[str], str]] = [
    ({"I1", "I2", "I18"}, "DELETE FROM submission"),
    ({"I2", "I1"}, "UPDATE submission SET audit_hash = substr(audit_hash, 2) || substr(audit_hash, 1, 1)"),
    ({"I5", "I6"}, "DELETE FROM audit_event WHERE seq = (SELECT MAX(seq) FROM audit_event)"),
    ({"I5"}, "UPDATE audit_event SET body = json_set(body, '$.subject', 'another') WHERE seq = 30"),
    ({"I7"}, "UPDATE audit_event SET at = '2000-01-01 00:00:00.000000' WHERE seq = 40"),
    ({"I8", "I18"}, f"UPDATE submission SET deadline = received_at WHERE id = {LAST}"),
    ({"I10"}, "UPDATE mark SET mark = CASE mark WHEN 3 THEN 4 ELSE 3 END WHERE id = (SELECT MIN(id) FROM mark)"),
    ({"I10"}, "UPDATE mark SET version = version + 1 WHERE id = 1"),
    ({"I10"}, "UPDATE mark_revision SET saved_at = '2099-01-01 00:00:00.000000' WHERE id = 1"),
    ({"I10"}, "DELETE FROM conflict_declaration WHERE user_id = (SELECT evaluator_id FROM mark WHERE id = 1)"),
    ({"I13"}, f"UPDATE submission SET version = 7 WHERE id = {LAST}"),
    ({"I18"}, "UPDATE bid_document SET bid_id = 999999 WHERE id = (SELECT MIN(id) FROM bid_document)"),
    (
        {"I19"},
        "INSERT INTO user_session (token_hash, user_id, started_at) VALUES ('a', 1, '2026-01-01 00:00:00.000000');"
        'UPDATE "user" SET is_active = 0 WHERE id = 1',
    ),
    ({"I20"}, "UPDATE procurement SET stage = 'award' WHERE reference = 'PR-2025-0001'"),
    ({"I20"}, "DELETE FROM stage_change WHERE id = 3"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("named", "statement"), DONE, ids=[f"{'-'.join(sorted(n))}-{at}" for at, (n, _) in enumerate(DONE)]
)
def test_what_is_done_to_the_rows_is_found_and_named(
    doctored: Callable[..., Store], named: set[str], statement: str
) -> None:
    assert kinds(doctored(statement)) == named


def test_a_file_that_was_changed_taken_away_or_left_lying_is_found(doctored: Callable[..., Store]) -> None:
    store = doctored()
    named = {key for (key,) in store.rows("SELECT storage_key FROM bid_document")}
    changed, gone = sorted(path for path in store.stored() if path.name in named)[:2]
    changed.write_bytes(changed.read_bytes()[:-1] + b"!")
    gone.unlink()
    left = gone.with_name("0" * 64)
    left.write_bytes(b"nobody names this")
    os.utime(left, (0, 0))
    said = [words for name, words in breaches(store) if name == "I3"]
    assert len(said) == 4
    assert f"the file {changed.name[:12]} is not what its name says" in said
    assert f"the file {gone.name[:12]} is named and not there" in said
    assert "the file 000000000000 is named by nothing and older than a day" in said


def test_a_box_opened_by_one_and_a_tender_read_before_are_found(doctored: Callable[..., Store]) -> None:
    joined = "(SELECT MIN(seq) FROM audit_event WHERE tag = 'opening:joined')"
    store = doctored(
        f"UPDATE audit_event SET tag = 'bid:read', body = json_set(body, '$.data.what', 'tender') WHERE seq = {joined}",
        "UPDATE audit_event SET actor_id = (SELECT MIN(actor_id) FROM audit_event WHERE tag = 'tender:opened') "
        "WHERE tag = 'opening:joined'",
    )
    said = [words for name, words in breaches(store) if name == "I9"]
    assert any("reads a tender before the box was opened" in words for words in said)
    assert any("opens a box without two people" in words for words in said)


def test_forged_receipts_and_heads_are_found(doctored: Callable[..., Store], evidence: tuple[Path, Evidence]) -> None:
    (receipt,), (head,) = evidence[1]["receipts"], evidence[1]["heads"]
    forged = {**receipt, "bidder": "Somebody else"}
    later = {**head, "seq": head["seq"] - 1}
    assert kinds(doctored(receipts=[forged], heads=[later])) == {"I1", "I6"}


def test_a_word_that_lies_plain_is_found(doctored: Callable[..., Store], tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_text("Subject: quince canary")
    assert kinds(doctored(canaries=("quince canary",), loose=(tmp_path / "mail.eml",))) == {"I17"}


def test_each_invariant_has_its_control() -> None:
    controlled = {name for names, _ in DONE for name in names} | {"I1", "I3", "I6", "I9", "I17"}
    assert controlled == set(INVARIANTS)
