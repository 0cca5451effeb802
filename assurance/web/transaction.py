"""One database session for a request, committed inside the view so that a failing commit still gets its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assurance.adapters.crash_points import crash_point
from assurance.domain.errors import InvalidInput
from assurance.persistence.session import Database
from assurance.persistence.sight import NOTHING, see
from assurance.web.forms.base import BaseForm

P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., Any])
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask, database: Database) -> None:
    """Keep the database with the application and close each request's session."""
    app.extensions["assurance_database"] = database
    app.teardown_request(_close)
    app.after_request(_answer)


def database() -> Database:
    """Return the application's database for whoever asks: until they are known it shows no supplier's matter."""
    found: Database = current_app.extensions["assurance_database"]
    return found.seen_by(g.get("reader", NOTHING))


def see_as(reader: str) -> None:
    """Say for whom the database is read from here to the end of the request."""
    g.reader = reader
    if "session" in g:
        see(g.session, reader)


def db() -> Session:
    """Return the request's session: reading for a GET, writing (with the lock taken at once) for most else."""
    if "session" not in g:
        g.session = _opened(database())
    session: Session = g.session
    return session


def _opened(rows: Database) -> Session:
    if request.method in _READS:
        return rows.reading()
    view = current_app.view_functions.get(request.endpoint or "")
    return rows.reading_first() if getattr(view, "reads_first", False) else rows.writing()


def reads_first(view: V) -> V:
    """Declare that a view which writes begins by reading, without the lock, until it asks the guards to write."""
    view.reads_first = True  # type: ignore[attr-defined]  # reason: a tag on a function
    return view


def apart() -> Database:
    """Return the database for a transaction beside that of a request that reads, whose connection goes back first.

    Whoever kept one connection while asking for another would wait for all who do the same.
    """
    session: Session | None = g.get("session")
    if session is not None and request.method in _READS and not (session.new or session.dirty):
        session.commit()  # there is nothing to write, and what was read stays read
    return database()


def commits(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
    """Commit what the view did when it answers well, and undo it when it answers with a refusal or fails."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
        response = make_response(view(*args, **kwargs))
        if response.status_code < 400:
            commit()
        else:
            db().rollback()
        return response

    return wrapped


def commit() -> None:
    """Commit now. A view does so itself only to let others write while it works out what to answer."""
    crash_point("before_commit")
    db().commit()
    crash_point("after_commit")


def attempt(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Do what a valid form asks for; a refused value is put at its field, everything done so far is undone."""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except InvalidInput as refusal:
        db().rollback()
        form.attach(refusal)
        return False
    return True


def abandon() -> None:
    """Undo and let go of the request's session, so that a refusal can be audited in a transaction of its own."""
    session = g.pop("session", None)
    if session is not None:
        session.rollback()
        session.close()


def _answer(response: Response) -> Response:
    if request.method not in _READS:
        crash_point("before_answer")
    return response


def _close(error: BaseException | None) -> None:
    session = g.pop("session", None)
    if session is not None:
        session.close()
