"""What an installation held before its columns were closed is closed by the upgrade, and reads as it did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, MetaData, Table, insert, select, text
from sqlalchemy.types import JSON, Boolean, DateTime, Integer, String

from assurance.adapters.files import FileStore
from assurance.domain.selection.answers import years_of
from assurance.persistence import migrate, secret_columns
from assurance.persistence.models import Answer, Bid, BidDocument, Price, Subcontractor
from assurance.persistence.queries.selection import read_request
from assurance.persistence.secret_columns import NoKey
from assurance.persistence.session import Database, make_engine
from assurance.services import documents
from assurance.services.older_files import close_older_files

BEFORE = "007_evaluation_in_depth"
_numbers = count(1)


@pytest.fixture
def old(backend: str, request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Engine]:
    """A database at the revision before, with one bid in it."""
    if backend == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'old.db'}")
        yield filled(engine)
        engine.dispose()
        return
    server = request.getfixturevalue("postgres_server")
    with server.database(f"old_{next(_numbers)}", empty=True) as url:
        engine = make_engine(url)
        yield filled(engine)
        engine.dispose()


def filled(engine: Engine) -> Engine:
    migrate.upgrade(engine, BEFORE)
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:

        def add(name: str, /, **values: Any) -> None:
            _insert(connection, tables.tables[name], values)

        add("organisation", audience="supplier")
        add("user", organisation_id=1)
        add("procurement", organisation_id=1)
        add("criterion", procurement_id=1, kind="price")
        add("bid", procurement_id=1, organisation_id=1, stage="invited", experience="Ten years of canary",
            integration_form="alliance", annual_turnover_amount=123456789, manifest={"items": ["canary"]},
            submitted_at=datetime(2026, 1, 5, tzinfo=UTC), manifest_digest="0" * 64)  # fmt: skip
        add("answer", bid_id=1, criterion_id=1, text="canary answer", updated_by_id=1)
        add("price", bid_id=1, criterion_id=1, amount=12345678)
        add("bid_document", bid_id=1, name="canary.pdf", size=5, uploaded_by_id=1, sha256="a" * 64)
        add("subcontractor", bid_id=1, name="Canary Ltd", delivers="Care", payment_basis="Fee", share_percent=1250)
    return engine


def _insert(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    """Insert a row, with something fit for its type in every column that must not be empty."""
    for column in table.columns:
        if not column.nullable and column.name not in values and not column.primary_key:
            values[column.name] = _something(column)
    connection.execute(insert(table).values(values))


def _something(column: Any) -> Any:
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, DateTime):
        return datetime(2026, 1, 5, tzinfo=UTC)
    if isinstance(column.type, JSON):
        return {}
    if isinstance(column.type, Integer):
        return 1
    return KNOWN.get(column.name, "") if isinstance(column.type, String) else None


KNOWN = {"stage": "final_tenders", "public_id": "p", "reference": "2026-001", "email": "a@example.org", "regime": "psr"}


def test_the_upgrade_closes_what_is_there(old: Engine) -> None:
    migrate.upgrade(old)

    with Database(old).reading() as session:
        bid = session.scalars(select(Bid)).one()
        assert (bid.integration_form, bid.manifest) == ("alliance", {"items": ["canary"]})
        said = read_request(session, bid)
        assert years_of(said.answers["standing"].content)[0].amount == Decimal("1234567.89")
        assert said.answers["experience"].content == {"text": "Ten years of canary"}
        assert [(each.party, each.declared["applies"]) for each in said.everybody] == [("bidder", {})]
        assert session.scalars(select(Answer)).one().text == "canary answer"
        assert session.scalars(select(Price)).one().amount == Decimal("123456.78")
        document = session.scalars(select(BidDocument)).one()
        assert (document.name, document.storage_key, document.file_key) == ("canary.pdf", "a" * 64, None)
        partner = session.scalars(select(Subcontractor)).one()
        assert (partner.name, partner.share_percent) == ("Canary Ltd", Decimal("12.5"))
        raw = b"".join(
            bytes(value) for value in session.execute(text("SELECT name, delivers FROM subcontractor")).one()
        )
        assert b"anary" not in raw


def test_without_a_key_nothing_is_changed(old: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_columns, "_ciphers", [])
    with pytest.raises(NoKey):
        migrate.upgrade(old)
    assert migrate.current(old) == BEFORE
    with old.connect() as connection:
        assert connection.execute(text("SELECT text FROM answer")).scalar() == "canary answer"


def test_nothing_remains_of_what_lay_plain_in_rows_or_files(old: Engine, tmp_path: Path) -> None:
    files = FileStore.open((tmp_path / "files").as_uri())
    plain = files.put(b"%PDF canary of a file")
    with old.begin() as connection:
        connection.execute(text("UPDATE bid_document SET sha256 = :key"), {"key": plain.sha256})
    migrate.upgrade(old)

    assert close_older_files(Database(old), files) == 1
    assert close_older_files(Database(old), files) == 0
    migrate.rewrite(old)

    with Database(old).reading() as session:
        bid, document = session.scalars(select(Bid)).one(), session.scalars(select(BidDocument)).one()
        assert b"".join(documents.read(bid, document, files)) == b"%PDF canary of a file"
    on_disk = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert on_disk
    assert not [path for path in on_disk if b"anary" in path.read_bytes()]
