"""The checker finds nothing in a walked installation, and each thing that is done to a copy of it, and only that."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.signing import Signer
from assurance.config import Settings
from assurance.domain.tenderbox.receipt import signed_bytes
from assurance.persistence.models import Bid, Submission, User
from assurance.persistence.session import Database
from assurance.services import at_rest, witnessing
from assurance.services.signing import signer
from tests.checker.__main__ import INVARIANTS, breaches
from tests.checker.store import Store, open_store, read_keys
from tests.databases import Originals
from tests.factories.cast import NOW
from tests.journeys.conftest import Demonstration
from tests.journeys.doctoring import doctor

pytestmark = pytest.mark.xdist_group("demonstration")
Evidence = dict[str, Any]


@pytest.fixture(scope="module")
def evidence(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Evidence]:
    """A copy of the demonstration, with a receipt that its bidder kept, and a signed head of its trail."""
    settings = demonstration.copied(tmp_path_factory.mktemp("checked") / "demo")
    at_rest.unlock(settings)
    database = Database.open(settings.database_url)
    with database.reading() as session:
        head = witnessing.sign_head(session, now=NOW)
        submitted = session.scalars(select(Submission).order_by(Submission.id)).all()
        receipt, answers = _receipt(submitted[0]), [_answered(session, row) for row in submitted]
    database.wipe_log()
    database.close()
    pem = Signer.open(settings.keys).public_pem.encode()
    more = {"keys": read_keys(settings.keys), "instance": settings.instance, "answers": answers}
    return settings, {"public_pem": pem, "receipts": [receipt], "heads": [head], **more}


def _receipt(row: Submission) -> dict[str, Any]:
    """Write what of a receipt is compared, signed by the installation."""
    said = {
        "format": "assurance-receipt/2", "receipt": row.manifest_digest[:12], "digest": row.manifest_digest,
        "bidder": "Alder", "received_at": row.received_at.isoformat(), "key_id": row.key_id,
        "audit": {"seq": row.audit_seq, "hash": row.audit_hash},
    }  # fmt: skip
    return {**said, "signature": signer().sign(signed_bytes(said))}


def _answered(session: Session, row: Submission) -> dict[str, Any]:
    """Write down what a client would that had its form acknowledged."""
    bid, key = session.get_one(Bid, row.bid_id), f"{row.bid_id}-{row.version}"
    who = session.get_one(User, row.submitted_by_id).email
    return {"who": who, "post": f"/supplier/bids/{bid.public_id}/submit", "status": 200, "key": key}


@pytest.fixture
def doctored(
    evidence: tuple[Settings, Evidence], originals: Originals, tmp_path: Path
) -> Iterator[Callable[..., Store]]:
    """Make a copy of the database and the files, do something to it, and open what is left."""
    with ExitStack() as stack:

        def make(*statements: str, **more: Any) -> Store:
            url = stack.enter_context(originals.copy(evidence[0].database_url, tmp_path))
            shutil.copytree(evidence[0].instance / "files", tmp_path / "files")
            doctor(url, statements)
            store = open_store(url, tmp_path / "files", **{**evidence[1], **more})
            stack.callback(store.close)
            return store

        yield make


def kinds(store: Store) -> set[str]:
    return {name for name, _ in breaches(store)}


def program(settings: Settings) -> tuple[str, ...]:
    """The program as it is installed, in its own process, looking after a folder."""
    named = (
        f"ASSURANCE_INSTANCE={settings.instance}",
        "ASSURANCE_DEMONSTRATION=1",
        f"ASSURANCE_DATABASE_URL={settings.database_url}",
    )
    return ("env", *named, str(Path(sys.executable).parent / "assurance"))


def test_nothing_is_found_where_nothing_was_done(
    doctored: Callable[..., Store], evidence: tuple[Settings, Evidence]
) -> None:
    given = {"canaries": ("a word that nobody ever wrote",), "program": program(evidence[0])}
    assert breaches(doctored(**given)) == []


LAST = "(SELECT MAX(id) FROM submission)"
ANSWER = (
    "(SELECT MIN(i.id) FROM sealed_item i JOIN submission s ON s.id = i.submission_id JOIN bid b ON b.id = s.bid_id "
    "WHERE i.kind = 'answer' AND b.manifest_digest = s.manifest_digest AND b.manifest IS NOT NULL)"
)
AGREED = "(SELECT MIN(id) FROM consensus WHERE superseded_at IS NULL AND mark < 5)"
CEDAR = "(SELECT b.id FROM bid b, recommendation r WHERE b.id NOT IN (r.preferred_bid_id, r.reserve_bid_id) LIMIT 1)"
SENT = "(SELECT MIN(id) FROM mail_message WHERE sent_at IS NOT NULL)"
DONE: list[tuple[set[str], str]] = [
    ({"I1", "I2", "I4", "I18"}, "DELETE FROM submission"),
    ({"I2", "I1"}, "UPDATE submission SET audit_hash = substr(audit_hash, 2) || substr(audit_hash, 1, 1)"),
    ({"I5"}, "UPDATE audit_event SET body = json_set(body, '$.subject', 'another') WHERE seq = 30"),
    ({"I5"}, "UPDATE audit_event SET subject = 'another' WHERE seq = 30"),
    ({"I5", "I7"}, "UPDATE audit_event SET at = '2000-01-01 00:00:00.000000' WHERE seq = 40"),
    ({"I8", "I18"}, f"UPDATE submission SET deadline = received_at WHERE id = {LAST}"),
    ({"I10"}, "UPDATE mark SET mark = CASE mark WHEN 3 THEN 4 ELSE 3 END WHERE id = (SELECT MIN(id) FROM mark)"),
    ({"I10"}, "UPDATE mark SET version = version + 1 WHERE id = 1"),
    ({"I10"}, "UPDATE mark_revision SET saved_at = '2099-01-01 00:00:00.000000' WHERE id = 1"),
    ({"I10"}, "DELETE FROM conflict_declaration WHERE user_id = (SELECT evaluator_id FROM mark WHERE id = 1)"),
    ({"I4"}, "UPDATE bid_document SET size = size + 1 WHERE id = (SELECT MIN(id) FROM bid_document)"),
    ({"I4"}, "UPDATE bid_document SET file_key = (SELECT file_key FROM bid_document ORDER BY id DESC LIMIT 1)"),
    ({"I4"}, f"UPDATE sealed_item SET commitment = substr(commitment, 2) || 'g' WHERE id = {ANSWER}"),
    ({"I11"}, "UPDATE evaluation_result SET result = json_set(result, '$.bids[1].total', '99.5')"),
    ({"I11"}, "UPDATE evaluation_result SET evaluation = json_set(evaluation, '$.bids[0].scores.access', '5')"),
    ({"I11"}, f"UPDATE consensus SET mark = 5 WHERE id = {AGREED}"),
    ({"I11"}, "UPDATE recommendation SET preferred_bid_id = reserve_bid_id, reserve_bid_id = NULL"),
    ({"I11"}, f"UPDATE contract SET bid_id = {CEDAR}"),
    ({"I12"}, "UPDATE mark SET locked_at = '2099-01-01 00:00:00.000000' WHERE id = 1"),
    ({"I13"}, f"UPDATE submission SET version = 7 WHERE id = {LAST}"),
    ({"I14"}, "UPDATE message SET recipient = 'person:99' WHERE id = 1"),
    ({"I14"}, "UPDATE message SET subject = subject || '-' WHERE user_id IS NOT NULL"),
    ({"I14"}, f"UPDATE mail_message SET sent_at = NULL WHERE id = {SENT}"),
    ({"I14"}, f"UPDATE mail_message SET key = key || 'x' WHERE id = {SENT}"),
    ({"I5", "I14"}, "UPDATE audit_event SET tag = 'message:kept' WHERE tag = 'message:sent'"),
    ({"I15"}, "UPDATE pack SET pages = pages + 1 WHERE id = 1"),
    ({"I15"}, "UPDATE pack SET snapshot_digest = sha256 WHERE id = 1"),
    ({"I18"}, "UPDATE bid_document SET bid_id = 999999 WHERE id = (SELECT MIN(id) FROM bid_document)"),
    (
        {"I19"},
        "UPDATE user_session SET ended_at = NULL;"
        'UPDATE "user" SET is_active = false WHERE id IN (SELECT user_id FROM user_session)',
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


def test_a_trail_that_was_cut_short_is_found(doctored: Callable[..., Store]) -> None:
    store = doctored("DELETE FROM audit_event WHERE seq = (SELECT MAX(seq) FROM audit_event)")
    assert {"I5", "I6"} <= kinds(store)


def test_a_file_that_was_changed_taken_away_or_left_lying_is_found(doctored: Callable[..., Store]) -> None:
    store = doctored()
    named = {key for (key,) in store.rows("SELECT storage_key FROM bid_document")}
    changed, gone = sorted(path for path in store.stored() if path.name in named)[:2]
    *kept, last = changed.read_bytes()
    changed.write_bytes(bytes([*kept, last ^ 1]))
    gone.unlink()
    left = gone.with_name("0" * 64)
    left.write_bytes(b"nobody names this")
    os.utime(left, (0, 0))
    said = [words for name, words in breaches(store) if name in {"I3", "I16"}]
    assert said == [
        f"the file {gone.name[:12]} is named and not there",
        *sorted(f"the file {each.name[:12]} is not what its name says" for each in (changed, left)),
        "the file 000000000000 is named by nothing and older than a day",
    ]


def test_an_upload_that_was_left_and_one_that_is_gone_are_found(doctored: Callable[..., Store], tmp_path: Path) -> None:
    store = doctored(
        "INSERT INTO upload (public_id, bid_id, name, size, received, key, started_by_id, started_at, touched_at) "
        "VALUES ('gone', 1, CAST('0' AS BLOB), 9, 5, CAST('0' AS BLOB), 1, "
        "'2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000')",
        instance=tmp_path,
    )
    (tmp_path / "uploads" / "left").mkdir(parents=True)
    (tmp_path / "uploads" / "young").mkdir()
    os.utime(tmp_path / "uploads" / "left", (0, 0))
    assert [words for name, words in breaches(store) if name == "I16"] == [
        "the upload left is known to no row and older than a day",
        "the upload gone has 5 bytes by its row and nothing of them",
    ]


def test_a_box_opened_by_one_or_long_after_a_factor_and_a_tender_read_before_are_found(
    doctored: Callable[..., Store],
) -> None:
    joined = "(SELECT MIN(seq) FROM audit_event WHERE tag = 'opening:joined')"
    store = doctored(
        f"UPDATE audit_event SET tag = 'bid:read', body = json_set(body, '$.data.what', 'tender') WHERE seq = {joined}",
        "UPDATE audit_event SET actor_id = (SELECT MIN(actor_id) FROM audit_event WHERE tag = 'tender:opened') "
        "WHERE tag = 'opening:joined'",
        "UPDATE audit_event SET at = datetime(at, '-15 minutes') WHERE tag = 'auth:signed-in-as-demonstration'",
    )
    said = [words for name, words in breaches(store) if name == "I9"]
    assert any("reads a tender before the box was opened" in words for words in said)
    assert any("opens a box without as many people" in words for words in said)
    assert any("without a second factor given within a quarter of an hour" in words for words in said)


def test_a_look_at_others_marks_before_ones_own_are_locked_is_found(doctored: Callable[..., Store]) -> None:
    of_mark = "FROM mark m JOIN bid b ON b.id = m.bid_id JOIN criterion c ON c.id = m.criterion_id WHERE m.id = 1"
    store = doctored(
        "UPDATE audit_event SET tag = 'bid:read', actor_id = (SELECT evaluator_id FROM mark WHERE id = 1), "
        f"subject = (SELECT b.public_id {of_mark}), "
        f"body = json_set(body, '$.data.what', (SELECT 'marks:' || c.code {of_mark})) WHERE seq = "
        "(SELECT MIN(seq) FROM audit_event WHERE tag = 'mark:saved')"
    )
    said = [words for name, words in breaches(store) if name == "I12"]
    assert len(said) == 1
    assert "shows others’ marks to somebody whose own are not locked" in said[0]


OTHER = "import pathlib, sys; pathlib.Path(sys.argv[-1]).write_bytes(b'%PDF another')"
NOTHING = "import sys; sys.exit('no room on the disk')"


@pytest.mark.parametrize(("code", "said"), [(OTHER, "comes out otherwise"), (NOTHING, "no room on the disk")])
def test_a_pack_that_cannot_be_made_again_as_it_was_is_found(
    doctored: Callable[..., Store], code: str, said: str
) -> None:
    found = breaches(doctored(program=(sys.executable, "-c", code)))
    assert [(name, said in words) for name, words in found] == [("I15", True)]


def test_an_acknowledged_form_without_an_entry_and_an_entry_without_a_form_are_found(
    doctored: Callable[..., Store], evidence: tuple[Settings, Evidence]
) -> None:
    store, answers = doctored(), evidence[1]["answers"]
    again = [*answers, answers[0]]
    lost = [*again, {**answers[0], "status": 0, "key": "whose answer never came, and which did not arrive"}]
    assert breaches(replace(store, answers=lost)) == []
    more = [*again, {**answers[0], "key": "another form that was acknowledged"}]
    fewer = [{**answers[0], "status": 409}, *answers[1:]]
    for said in (more, fewer):
        assert [name for name, _ in breaches(replace(store, answers=said))] == ["I21"]


def test_forged_receipts_and_heads_are_found(
    doctored: Callable[..., Store], evidence: tuple[Settings, Evidence]
) -> None:
    (receipt,), (head,) = evidence[1]["receipts"], evidence[1]["heads"]
    forged = {**receipt, "bidder": "Somebody else"}
    later = {**head, "seq": head["seq"] - 1}
    assert kinds(doctored(receipts=[forged], heads=[later])) == {"I1", "I6"}


def test_a_word_that_lies_plain_is_found(doctored: Callable[..., Store], tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_text("Subject: quince canary")
    assert kinds(doctored(canaries=("quince canary",), loose=(tmp_path / "mail.eml",))) == {"I17"}


def test_each_invariant_has_its_control() -> None:
    controlled = {name for names, _ in DONE for name in names} | {"I3", "I6", "I9", "I15", "I16", "I17", "I21"}
    assert controlled == set(INVARIANTS)
