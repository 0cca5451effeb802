"""Carries every row from one database to another, as it lies there, and says by a digest that both hold the same.

What is closed stays closed: closed columns are read and written as the bytes they are, so no key is needed. The
databases may be of different kinds. Tables of the workflow engine are not carried; there must be no work in hand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Column, Connection, Engine, LargeBinary, MetaData, Table, func, insert, select

from assurance.persistence import models as models  # which tables there are
from assurance.persistence.base import Base
from assurance.persistence.secret_columns import Secret
from assurance.persistence.session import for_writing
from assurance.persistence.sight import see_everything

BATCH = 500
SEEDED = ("audit_head",)
"""Tables to which a migration gives a first row, which the carried one replaces."""


class NotEmpty(RuntimeError):
    """The database that rows should be carried into holds some already."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a table holds: how many rows, and the SHA-256 of all of them in the order of their keys."""

    rows: int
    sha256: str


def bare_tables() -> list[Table]:
    """List every table, its closed columns left closed; tables that others refer to come first."""
    bare = MetaData()
    return [Table(each.name, bare, *map(_bare, each.columns)) for each in Base.metadata.sorted_tables]


def _bare(column: Column[Any]) -> Column[Any]:
    kind = LargeBinary() if isinstance(column.type, Secret) else column.type
    return Column(column.name, kind, primary_key=column.primary_key)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Read everything as it was at one instant, whoever writes meanwhile."""
    if engine.dialect.name != "sqlite":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection, connection.begin():
        see_everything(connection)
        yield connection


def is_empty(engine: Engine) -> bool:
    """Say whether a migrated database holds no row but those a migration makes."""
    with engine.connect() as connection:
        see_everything(connection)
        return not any(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in bare_tables()
            if table.name not in SEEDED
        )


def digests(connection: Connection) -> dict[str, Digest]:
    """Say what each table holds."""
    return {table.name: _digest(connection, table) for table in bare_tables()}


def copy_rows(source: Connection, target: Engine) -> dict[str, Digest]:
    """Carry every row into an empty, migrated database in one transaction, and say what each table holds there.

    Raises `NotEmpty` when there are rows already; then nothing is changed.
    """
    if not is_empty(target):
        raise NotEmpty("The database to carry into is not empty")
    with for_writing(target).connect() as connection, connection.begin():
        see_everything(connection)
        for table in bare_tables():
            if table.name in SEEDED:
                connection.execute(table.delete())
            for batch in _batches(source, table):
                connection.execute(insert(table), batch)
        _continue_numbers(connection)
        return digests(connection)


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Read a table in the order of its keys; of a table that refers to itself, those referred to first."""
    model = Base.metadata.tables[table.name]
    parents = [key.parent.name for key in model.foreign_keys if key.column.table is model]
    rows = (dict(row._mapping) for row in connection.execute(_in_order(table)))
    if parents:
        yield from ([row] for row in _parents_first(list(rows), parents[0]))
        return
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _parents_first(rows: list[dict[str, Any]], parent: str) -> list[dict[str, Any]]:
    placed: dict[Any, dict[str, Any]] = {}
    while len(placed) < len(rows):
        placed |= {
            row["id"]: row for row in rows if row["id"] not in placed and (row[parent] is None or row[parent] in placed)
        }
    return list(placed.values())


def _in_order(table: Table) -> Any:
    return select(table).order_by(*table.primary_key.columns)


def _digest(connection: Connection, table: Table) -> Digest:
    digest, count = hashlib.sha256(), 0
    for row in connection.execute(_in_order(table).execution_options(yield_per=BATCH)):
        digest.update(json.dumps([_written(each) for each in row], ensure_ascii=False, sort_keys=True).encode() + b"\n")
        count += 1
    return Digest(count, digest.hexdigest())


def _written(value: Any) -> Any:
    """Write a value in the one way that is the same for every database."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Decimal) else value


def _continue_numbers(connection: Connection) -> None:
    """Let PostgreSQL number new rows after the carried ones; SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in bare_tables():
        for column in table.primary_key.columns:
            sequence = connection.exec_driver_sql(
                "SELECT pg_get_serial_sequence(%s, %s)", (f'"{table.name}"', column.name)
            ).scalar()
            newest = connection.execute(select(func.max(column))).scalar() if sequence else None
            if newest is not None:
                connection.exec_driver_sql("SELECT setval(%s, %s)", (sequence, newest))
