"""Documents are judged by content, kept under their hash, and rejected without a trace but on the record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.domain.errors import Conflict, InvalidInput
from assurance.persistence.models import AuditEvent, BidDocument
from assurance.persistence.session import Database
from assurance.services import documents, submission
from tests.factories.cast import NOW, World
from tests.factories.files import PNG, pdf
from tests.factories.tenders import DUE, fill, invited, tenders_open


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore.open((tmp_path / "files").as_uri())


@pytest.fixture
def who(session: Session, world: World, files: FileStore) -> dict[str, Any]:
    tenders_open(session, world)
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    return {"bid": bid, "actor": world.actor(session, "alder"), "now": NOW}


def test_a_document_is_kept_whole_under_the_name_people_see(
    session: Session, who: dict[str, Any], files: FileStore
) -> None:
    kept = documents.attach(session, name="C:\\Angebote\\投标.pdf", content=pdf(), files=files, **who)
    assert (kept.name, kept.content_type) == ("投标.pdf", "application/pdf")
    assert b"".join(documents.read(who["bid"], kept, files)) == pdf()
    assert kept.size == len(pdf())


def test_the_same_file_twice_is_two_documents(session: Session, who: dict[str, Any], files: FileStore) -> None:
    for _ in range(2):
        documents.attach(session, name="plan.png", content=PNG, files=files, **who)
    session.flush()
    assert len(session.scalars(select(BidDocument)).all()) == 2


def test_too_much_is_refused_while_it_streams(session: Session, who: dict[str, Any], files: FileStore) -> None:
    taken = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield b"%PDF-" + b"x" * 2**20

    with pytest.raises(InvalidInput, match="300 MB"):
        documents.attach(session, name="plan.pdf", content=endless(), files=files, **who)
    assert len(taken) <= 301


@pytest.mark.parametrize(
    ("name", "content"), [("plan.pdf", b""), ("plan.pdf", b"MZ\x90\x00"), ("a\u202efdp.exe", PNG), ("a\rb.png", PNG)]
)
def test_what_is_refused_leaves_nothing(
    session: Session, who: dict[str, Any], files: FileStore, name: str, content: bytes
) -> None:
    with pytest.raises(InvalidInput) as refused:
        documents.attach(session, name=name, content=content, files=files, **who)
    assert refused.value.field == "document"
    assert session.scalars(select(BidDocument)).all() == []
    assert files.folder is not None
    assert [path for path in files.folder.rglob("*") if path.is_file()] == []


def test_a_document_is_part_of_what_is_submitted_and_stays(
    session: Session, who: dict[str, Any], files: FileStore
) -> None:
    kept = documents.attach(session, name="plan.pdf", content=pdf(), files=files, **who)
    session.flush()
    receipt = submission.submit(session, **who).receipt
    salt = bytes.fromhex(receipt["salts"][-1]["salt"])
    assert receipt["manifest"]["items"][-1] == {
        "kind": "document", "code": kept.public_id, "label": "Document 1", "size": len(pdf()),
        "commitment": hashlib.sha256(salt + pdf()).hexdigest(),
    }  # fmt: skip
    with pytest.raises(Conflict):
        documents.remove(session, document=kept, **who)


def test_an_upload_that_ends_after_the_deadline_is_refused(
    session: Session, who: dict[str, Any], files: FileStore
) -> None:
    with pytest.raises(Conflict):
        documents.attach(session, name="plan.pdf", content=pdf(), files=files, **{**who, "now": DUE})


def test_a_rejected_upload_is_on_record(database: Database, world: World, session: Session) -> None:
    actor = world.actor(session, "alder")
    session.commit()
    documents.note_rejected(
        database, reference=world.reference, bid_id="some-bid", message="The file is empty", actor=actor, now=NOW
    )
    with database.reading() as reader:
        event = reader.scalars(select(AuditEvent).where(AuditEvent.tag == "upload:rejected")).one()
        assert event.body["data"]["message"] == "The file is empty"
