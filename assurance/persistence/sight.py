"""Whose matters a session sees: those of one organisation, everything, or nothing until somebody has said.

PostgreSQL holds every session to it (see `row_security`). The mark lasts one transaction, so that a connection goes
back to the pool without it, and it takes one more statement at the beginning of each. SQLite takes no notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, SessionTransaction

from assurance.domain.authority.policy import Audience

P = ParamSpec("P")
R = TypeVar("R")
EVERYTHING, NOTHING = "everything", ""
READER = "reader"
"""Where a session keeps its mark."""
SETTING = "assurance.reader"
"""Where PostgreSQL keeps it for a transaction."""
_MARK = f"SELECT set_config('{SETTING}', %s, true)"


def reader_of(audience: Audience, organisation_id: int) -> str:
    """Return the mark of a session that is opened for a person: staff see everything that our rules let them."""
    return EVERYTHING if audience is Audience.STAFF else str(organisation_id)


def see(session: Session, reader: str) -> None:
    """Mark a session with its reader, for the transaction at hand and those that follow."""
    session.info[READER] = reader
    if session.in_transaction():
        _mark(session.connection(), reader)


@contextmanager
def seeing_everything(session: Session) -> Iterator[None]:
    """Let a supplier's session look beyond its own for one act that must, such as telling the authority.

    Each use is a place where the conditions of our own queries alone keep suppliers apart.
    """
    before = session.info.get(READER, NOTHING)
    if before == EVERYTHING:
        yield
        return
    see(session, EVERYTHING)
    try:
        yield
        session.flush()  # what was added here is written while it may be
    finally:
        with suppress(SQLAlchemyError):  # then the transaction is broken, and sees nothing more
            see(session, before)


def see_everything(connection: Connection) -> None:
    """Let a transaction without a session, as one that carries a whole database, see everything."""
    _mark(connection, EVERYTHING)


def sees_everything(act: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """Let an act look beyond its reader's own from its beginning to its end."""

    @wraps(act)
    def seeing(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with seeing_everything(session):
            return act(session, *args, **kwargs)

    return seeing


def _mark(connection: Connection, reader: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_MARK, (reader,))


def _begun(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if reader := session.info.get(READER, NOTHING):
        _mark(connection, reader)


event.listen(Session, "after_begin", _begun)
