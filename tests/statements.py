"""Listens to what is sent to a database, so that a test can say how often a page asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def listened(engine: Engine) -> Iterator[list[str]]:
    """Collect every statement in its order, and `COMMIT` where a transaction was kept."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    def kept(connection: Any) -> None:
        sent.append("COMMIT")

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", kept)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "commit", kept)


def asked(sent: list[str]) -> list[str]:
    """Leave the questions, without what begins and ends transactions; a server is told then who reads."""
    return [each for each in sent if each.lstrip().startswith(("SELECT", "WITH")) and "set_config" not in each]
