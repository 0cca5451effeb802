"""Gives every request a name, so that a person, a log line and the audit trail speak of the same one, and logs its end.

The line names the endpoint and never the address, which may hold a secret; it says nothing of who asked or what was
sent. A name that comes from outside is believed only behind a proxy of ours.
"""

from __future__ import annotations

import logging
import re
import secrets
import time

from flask import Flask, Response, current_app, g, has_request_context, request

from assurance.adapters.clock import system_clock
from assurance.adapters.log import REQUEST_ID, REQUESTS
from assurance.web import measuring

HEADER = "X-Request-Id"
_NAME = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


def init_app(app: Flask) -> None:
    """Name each request before anything judges it, and log and measure each answer."""
    app.extensions["assurance_started"] = system_clock()
    app.before_request(_begin)
    app.after_request(_end)
    app.log_exception = _log_fault  # type: ignore[method-assign]  # reason: Flask's own names the whole address


def name() -> str:
    """Return the name of the request at hand, or nothing outside of one."""
    return str(g.get("request_id", "")) if has_request_context() else ""


def _begin() -> None:
    g.began = time.monotonic()
    given = request.headers.get(HEADER, "") if current_app.extensions["assurance_settings"].proxies else ""
    g.request_id = given if _NAME.fullmatch(given) else secrets.token_hex(8)
    REQUEST_ID.set(g.request_id)


def _end(response: Response) -> Response:
    seconds = time.monotonic() - g.get("began", time.monotonic())
    response.headers[HEADER] = name()
    measuring.note(request.blueprint, request.endpoint, response.status_code, seconds)
    if request.endpoint != "static":
        REQUESTS.log(
            logging.ERROR if response.status_code >= 500 else logging.INFO,
            "answered",
            extra={
                "fields": {
                    "method": request.method,
                    "endpoint": request.endpoint or "",
                    "status": response.status_code,
                    "duration_ms": round(seconds * 1000),
                }
            },
        )
    return response


def _log_fault(exc_info: object) -> None:
    current_app.logger.error("a fault of the program in %s", request.endpoint, exc_info=exc_info)  # type: ignore[arg-type]  # reason: as Flask has it
