"""The real application with two routes to compare with, and a meter around it that answers in headers.

The routes exist in this wrapper alone; the product does not have them.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from typing import Any

from flask import Flask, render_template_string
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine, event

from assurance.app import create_app
from assurance.domain.authority.permissions import Permission
from assurance.web.guards import requires
from assurance.web.transaction import commits

EMPTY, TRIVIAL = "/bench/empty", "/bench/trivial"
PAGE = '{% extends "staff/base.html" %}{% block title %}Nothing{% endblock %}{% block content %}<p>.</p>{% endblock %}'

_thread = threading.local()


def make_app() -> Flask:
    """Build the application from the environment, as it is served, and put the meter around it."""
    app = create_app()
    app.add_url_rule(EMPTY, "bench_empty", _empty, methods=["POST"])
    app.add_url_rule(TRIVIAL, "bench_trivial", _trivial)
    event.listen(app.extensions["assurance_database"].engine, "before_cursor_execute", _count)
    app.wsgi_app = Meter(app.wsgi_app)  # type: ignore[method-assign]  # reason: Flask's own way of wrapping
    return app


@requires(Permission.DESK_VIEW)
@commits
def _empty() -> ResponseReturnValue:
    """Nothing beyond session, token and permission."""
    return {}


@requires(Permission.DESK_VIEW)
def _trivial() -> ResponseReturnValue:
    """The frame of every page around one full stop."""
    return render_template_string(PAGE)


class Meter:
    """Says of each answer what it cost: queries, processor time of its thread, and of the whole process so far."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer, closing the request before the figures are taken."""
        given: list[Any] = []
        start, _thread.queries = time.thread_time(), 0
        answer = self._inner(environ, lambda *arguments: given.extend(arguments))
        body = list(answer)
        if hasattr(answer, "close"):
            answer.close()
        spent = 1000 * (time.thread_time() - start)
        figures = [
            ("X-Bench-Queries", str(_thread.queries)),
            ("X-Bench-Cpu", f"{spent:.3f}"),
            ("X-Bench-Process", f"{os.getpid()} {1000 * time.process_time():.3f}"),
        ]
        start_response(given[0], [*given[1], *figures])
        return body


def _count(connection: object, cursor: object, statement: str, *rest: object) -> None:
    if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
        _thread.queries = getattr(_thread, "queries", 0) + 1


def engine_of(app: Flask) -> Engine:
    """Return the engine of an application."""
    engine: Engine = app.extensions["assurance_database"].engine
    return engine
