"""The least that saving a mark could take: its rows written and committed in a loop, with nothing round them."""

from __future__ import annotations

import time

from sqlalchemy import text

from assurance.persistence.session import Database, for_writing

SECONDS = 2.0
ROWS = (
    ("mark", 400),
    ("mark_revision", 400),
    ("audit_event", 700),
    ("audit_head", 80),
)
"""What a save writes, and about how many bytes of each."""


def per_second(database: Database) -> float:
    """Count the commits of a second, each as durable as in use, on a table of its own in the same database."""
    with database.transaction() as session:
        session.execute(text("CREATE TABLE bare_commit (name VARCHAR(20), said TEXT)"))
    statement, count = text("INSERT INTO bare_commit VALUES (:name, :said)"), 0
    rows = [{"name": name, "said": "x" * size} for name, size in ROWS]
    with for_writing(database.engine).connect() as connection:
        start = time.perf_counter()
        while time.perf_counter() - start < SECONDS:
            with connection.begin():
                connection.execute(statement, rows)
            count += 1
        taken = time.perf_counter() - start
    with database.transaction() as session:
        session.execute(text("DROP TABLE bare_commit"))
    return count / taken
