"""Closed columns: plain to the program, unreadable in the database, bound to their place, never compared there."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assurance.adapters.keyring import Keyring, Unopenable
from assurance.domain.errors import InvalidInput
from assurance.persistence import models, secret_columns
from assurance.persistence.base import Base
from assurance.persistence.models import Answer, Bid, BidDocument, Price, Subcontractor
from assurance.persistence.secret_columns import CLOSED_AMOUNT, NoKey, SecretAmount, SecretText, close, disclose
from tests.factories.cast import World, make_world
from tests.factories.tenders import fill, invited, tenders_open

CLOSED = {
    "answer": {"text"},
    "bid": {"integration_form", "manifest"},
    "bid_backing": {"reserves_amount", "guarantee_amount", "guarantor", "evidence"},
    "bid_document": {"name", "file_key"},
    "cover": {"providers", "data_set"},
    "evidence_file": {"name", "file_key"},
    "evidence_request": {"answer"},
    "impact_statement": {"flows", "years"},
    "form_question": {"owner", "evidence", "answer"},
    "price": {"amount", "years"},
    "proof_file": {"name", "file_key"},
    "subcontractor": {
        "name", "delivers", "payment_basis", "share_percent", "role", "company_number", "payment_days",
        "outcome_share_percent", "flows_down", "has_signed_terms", "is_not_debarred",
    },
    "trajectory": {"baseline", "promises", "reason"},
    "selection_answer": {"content"},
    "selection_party": {"name", "company_number", "delivers", "declared"},
    "upload": {"name", "key"},
}  # fmt: skip


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


@pytest.fixture
def bid(session: Session, world: World) -> Bid:
    tenders_open(session, world)
    return fill(session, world, invited(session, world, "alder"), "alder")


def test_what_a_bid_says_is_closed_and_each_column_is_bound_to_its_own_name() -> None:
    found: dict[str, set[str]] = {}
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, secret_columns.Secret):
                assert column.type.column == f"{table.name}.{column.name}"
                found.setdefault(table.name, set()).add(column.name)
    assert {name: found.get(name) for name in CLOSED} == CLOSED
    assert models.Upload.__tablename__ in found


def test_the_program_reads_what_it_wrote(session: Session, bid: Bid) -> None:
    session.scalars(select(Price).where(Price.bid_id == bid.id)).one().amount = Decimal("999999999999.99")
    bid.integration_form = "Ten years\nof care"
    session.flush()
    session.expire_all()

    assert bid.integration_form == "Ten years\nof care"
    assert session.scalars(select(Answer.text).where(Answer.bid_id == bid.id)).all() == ["alder canary answer", ""]
    assert session.scalars(select(Price.amount)).one() == Decimal("999999999999.99")
    assert session.scalars(select(Subcontractor)).one().share_percent == Decimal("12.5")


def test_the_database_holds_nothing_readable(session: Session, bid: Bid) -> None:
    raw = [
        bytes(value)
        for table, columns in CLOSED.items()
        for column in columns
        for value in session.scalars(text(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"))
    ]
    assert len(raw) >= 8
    assert not [value for value in raw if b"canary" in value or b"alliance" in value or b"Physio" in value]
    assert (12345678).to_bytes(8, "big") not in b"".join(raw)


def test_equal_amounts_look_different_and_all_are_equally_long(session: Session, bid: Bid) -> None:
    kind = SecretAmount("price.amount")
    closed = [kind.process_bind_param(Decimal(value), session.get_bind().dialect) for value in ("1", "1", "99999999.5")]
    assert len(set(closed)) == 3
    assert {len(value or b"") for value in closed} == {CLOSED_AMOUNT}


def test_a_value_copied_into_another_column_does_not_open(session: Session, bid: Bid) -> None:
    session.execute(text("UPDATE bid SET integration_form = (SELECT name FROM subcontractor)"))
    session.expire_all()
    with pytest.raises(Unopenable):
        _ = bid.integration_form


def test_nothing_plain_can_be_stored_as_an_amount(session: Session, bid: Bid) -> None:
    with pytest.raises(IntegrityError, match="closed"):
        session.execute(text("UPDATE price SET amount = :plain"), {"plain": b"123456.78"})


@pytest.mark.parametrize("amount", [Decimal(0), Decimal("-1"), Decimal("0.001"), Decimal("NaN"), Decimal("1e15")])
def test_a_price_is_above_zero_and_exact_wherever_it_comes_from(amount: Decimal) -> None:
    with pytest.raises(InvalidInput):
        Price(bid_id=1, criterion_id=1, amount=amount)


@pytest.mark.parametrize("amount", [0.1, Decimal("0.001"), Decimal("NaN"), Decimal("Infinity")])
def test_an_amount_that_is_not_exact_is_refused(session: Session, amount: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        SecretAmount("price.amount").process_bind_param(amount, session.get_bind().dialect)


@pytest.mark.parametrize(
    "asks",
    [
        lambda: Subcontractor.name == "Physio Ltd",
        lambda: Price.amount > 5,
        lambda: Subcontractor.name.desc(),
        lambda: Answer.text.like("%care%"),
        lambda: BidDocument.name.in_(["plan.pdf"]),
    ],
)
def test_the_database_is_never_asked_to_compare_what_it_cannot_see(asks: Any) -> None:
    with pytest.raises(TypeError, match="cannot be compared"):
        asks()


def test_whether_there_is_a_value_may_be_asked(session: Session, bid: Bid) -> None:
    assert session.scalars(select(Bid.id).where(Bid.manifest.is_(None))).all() == [bid.id]
    assert session.scalars(select(Bid.id).where(Bid.integration_form != None)).all() == [bid.id]  # noqa: E711 -- SQL


def test_without_its_key_a_value_says_what_is_missing() -> None:
    closed = Keyring.fresh().encrypt(b"draft", b"answer.text")
    with pytest.raises(NoKey, match="ASSURANCE_KEYS"):
        disclose("answer.text", closed)


def test_nothing_is_written_before_a_key_is_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_columns, "_ciphers", [])
    with pytest.raises(NoKey):
        close("answer.text", b"draft")


def test_what_an_earlier_key_closed_still_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_columns, "_ciphers", [])
    first, second = Keyring.fresh(), Keyring.fresh()
    secret_columns.use_cipher(first)
    before = close("answer.text", b"draft")
    secret_columns.use_cipher(second)

    assert second.holds_key_of(close("answer.text", b"draft"))
    assert disclose("answer.text", before) == b"draft"


def test_an_empty_text_and_no_text_are_not_the_same(engine: Engine) -> None:
    kind = SecretText("bid.integration_form")
    assert kind.process_bind_param(None, engine.dialect) is None
    assert kind.process_result_value(kind.process_bind_param("", engine.dialect), engine.dialect) == ""


def test_the_file_on_the_disk_and_its_log_hold_nothing_readable(session: Session, bid: Bid, engine: Engine) -> None:
    session.commit()
    if engine.dialect.name != "sqlite":
        assert session.scalar(text("SELECT count(*) FROM answer WHERE position('canary'::bytea in text) > 0")) == 0
        return
    path = Path(engine.url.database or "")
    everything = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    assert sqlite3.connect(path).execute("SELECT count(*) FROM answer").fetchone() == (2,)
    assert b"canary" not in everything
