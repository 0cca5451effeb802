"""The checker, which shares no code with the program, opens what was opened and compares it with the receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.adapters.keyring import Keyring
from assurance.persistence import secret_columns
from assurance.persistence.models import Answer, Price
from assurance.services import documents, submission
from tests.checker.opened import contents
from tests.checker.store import Store
from tests.factories.cast import NOW, World
from tests.factories.files import pdf
from tests.factories.tenders import close, fill, invited, open_box, tenders_open


@pytest.fixture
def store(session: Session, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An opened tender with a file, its receipt, and the key ring that keeps it closed."""
    ring = Keyring.fresh()
    monkeypatch.setattr(secret_columns, "_ciphers", [*secret_columns._ciphers, ring])
    files = FileStore.open((tmp_path / "files").as_uri())
    tenders_open(session, world)
    bid, who = fill(session, world, invited(session, world, "alder"), "alder"), world.actor(session, "alder")
    content = pdf() + b"%" * 70_000  # more than one piece
    documents.attach(session, bid=bid, name="plan.pdf", content=content, files=files, actor=who, now=NOW)
    accepted = submission.submit(session, bid=bid, actor=who, now=NOW)
    close(session, world)
    open_box(session, world, files=files)
    keys = {b"\x01" + key.name: key.secret for key in ring.keys}
    return Store(session.connection(), tmp_path / "files", receipts=[accepted.receipt], keys=keys)


def change_answer(session: Session) -> None:
    for row in session.scalars(select(Answer)):
        row.text = "Another answer than was submitted"
    session.flush()


def change_price(session: Session) -> None:
    for row in session.scalars(select(Price)):
        row.amount = Decimal("1.00")
    session.flush()


def test_what_is_there_is_what_was_promised(store: Store) -> None:
    assert list(contents(store)) == []
    assert store.rows("SELECT COUNT(*) FROM bid_document WHERE file_key IS NOT NULL") == [(1,)]


@pytest.mark.parametrize(("change", "named"), [(change_answer, "the answer of "), (change_price, "the price of ")])
def test_an_answer_or_a_price_that_was_changed_since_is_named(
    session: Session, store: Store, change: Callable[[Session], None], named: str
) -> None:
    change(session)
    found = list(contents(store))
    assert found
    assert {each[: len(named)] for each in found} == {named}


def test_a_file_cut_at_a_seam_or_that_goes_on_does_not_open(store: Store) -> None:
    (path,) = store.stored()
    whole = path.read_bytes()
    for content in (whole[: 24 + 65_553], whole + whole[-40:]):
        path.write_bytes(content)
        assert ["does not open" in each for each in contents(store)] == [True]


def test_without_keys_nothing_is_claimed(store: Store) -> None:
    (path,) = store.stored()
    path.write_bytes(b"something else")
    assert list(contents(replace(store, keys={}))) == []
