"""The files of a box are read through before the opening locks anything, and nothing else passes for what was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from assurance.adapters.files import FileStore
from assurance.domain.errors import Conflict, InvalidInput
from assurance.persistence.models import AuditEvent, BidDocument, HeldShare, SealedItem
from assurance.persistence.session import Database
from assurance.services import ceremony, documents, opening_ahead, submission
from assurance.services.ceremony import Prepared, TakenPart
from tests.factories.cast import NOW, World, make_world
from tests.factories.files import pdf
from tests.factories.sealing import passphrase
from tests.factories.tenders import OPENING, close, fill, invited, tenders_open


@dataclass(frozen=True)
class WatchedStore(FileStore):
    """A store that remembers what was read."""

    read: list[str] = field(default_factory=list)

    def stream(self, sha256: str) -> Iterator[bytes]:
        self.read.append(sha256)
        return super().stream(sha256)


@pytest.fixture
def files(tmp_path: Path) -> WatchedStore:
    opened = FileStore.open((tmp_path / "files").as_uri())
    return WatchedStore(opened.objects, opened.folder)


@pytest.fixture
def world(database: Database, files: WatchedStore) -> World:
    """A closed box with two documents in Alder's tender."""
    with database.transaction() as session:
        made = make_world(session)
        tenders_open(session, made)
        bid = fill(session, made, invited(session, made, "alder"), "alder")
        alder = made.actor(session, "alder")
        for name in ("a.pdf", "b.pdf"):
            documents.attach(session, bid=bid, name=name, content=pdf(), files=files, actor=alder, now=NOW)
        submission.submit(session, bid=bid, actor=alder, now=NOW)
        close(session, made)
    return made


def prepare(database: Database, world: World, files: WatchedStore, name: str, typed: str = "") -> Prepared:
    with database.reading() as session:
        actor = world.actor(session, name)
    return opening_ahead.prepare(
        database, reference=world.reference, passphrase=typed or passphrase(name), address="192.0.2.1", actor=actor,
        now=OPENING, stepped_up_at=OPENING, files=files,
    )  # fmt: skip


def take_part(database: Database, world: World, files: WatchedStore, name: str, prepared: Prepared) -> TakenPart:
    files.read.clear()
    with database.transaction() as session:
        return ceremony.open_envelope(
            session, procurement=world.procurement(session), prepared=prepared, actor=world.actor(session, name),
            now=OPENING, stepped_up_at=OPENING, files=files,
        )  # fmt: skip


def damaged(database: Database) -> list[str]:
    with database.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "tender:opened")).one()
        return list(event.body["data"]["bids"][0]["altered"])


@pytest.fixture
def second(database: Database, world: World, files: WatchedStore) -> Prepared:
    """What the second and last opener found out; the first has taken part."""
    first = prepare(database, world, files, "officer")
    assert first.agreed == frozenset()
    assert not take_part(database, world, files, "officer", first).is_open
    return prepare(database, world, files, "finance")


def test_nothing_is_read_while_the_opening_holds_its_lock(
    database: Database, world: World, files: WatchedStore, second: Prepared
) -> None:
    assert len(files.read) == len(second.agreed) == 2
    assert take_part(database, world, files, "finance", second).is_open
    assert files.read == []
    assert damaged(database) == []
    with database.reading() as session:
        assert [each.name for each in session.scalars(select(BidDocument))] == ["a.pdf", "b.pdf"]


@pytest.mark.parametrize("change", ["promise", "place", "key"])
def test_what_was_read_through_does_not_stand_for_anything_else(
    database: Database, world: World, files: WatchedStore, second: Prepared, change: str
) -> None:
    with database.transaction() as session:
        first, other = session.scalars(select(SealedItem).where(SealedItem.body.is_(None))).all()
        if change == "promise":
            first.commitment = "0" * 64
        elif change == "place":
            first.storage_key = other.storage_key
        else:
            first.wrapped_key = other.wrapped_key
    assert take_part(database, world, files, "finance", second).is_open
    assert damaged(database)[0] == "Document 1"
    with database.reading() as session:
        assert [each.name for each in session.scalars(select(BidDocument))] == ["b.pdf"]


def test_a_file_that_was_damaged_is_named_and_holds_up_nobody(
    database: Database, world: World, files: WatchedStore
) -> None:
    with database.reading() as session:
        key = session.scalars(select(SealedItem.storage_key).where(SealedItem.body.is_(None))).first() or ""
    lies = (files.folder or Path()) / key[:2] / key
    content = lies.read_bytes()
    lies.write_bytes(content[:80] + bytes([content[80] ^ 1]) + content[81:])
    take_part(database, world, files, "officer", prepare(database, world, files, "officer"))
    second = prepare(database, world, files, "finance")
    assert len(second.agreed) == 1
    assert take_part(database, world, files, "finance", second).is_open
    assert damaged(database) == ["Document 1"]


def test_a_wrong_passphrase_and_a_second_part_are_refused_before_anything_is_read(
    database: Database, world: World, files: WatchedStore
) -> None:
    with pytest.raises(InvalidInput, match="not the passphrase"):
        prepare(database, world, files, "officer", typed="wrong")
    take_part(database, world, files, "officer", prepare(database, world, files, "officer"))
    with pytest.raises(Conflict, match="already taken part"):
        prepare(database, world, files, "officer")
    with database.reading() as session:
        assert len(session.scalars(select(HeldShare)).all()) == 1
        refused = session.scalars(select(AuditEvent).where(AuditEvent.tag == "opening:refused")).one()
    assert refused.body["data"] == {"message": "This is not the passphrase your key was set up with",
                                    "address": "192.0.2.1"}  # fmt: skip


def test_a_share_that_was_not_given_to_this_person_does_not_count(
    database: Database, world: World, files: WatchedStore, second: Prepared
) -> None:
    with pytest.raises(Conflict, match="The share of Finance does not fit"):
        take_part(database, world, files, "finance", Prepared("academic acid another", second.agreed))
