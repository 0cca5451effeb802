"""Refusals and failures as pages: one table from what was raised to what is answered. Denials are audited."""

from __future__ import annotations

import errno
from typing import Any

from flask import Flask, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from assurance.domain.errors import (
    Conflict,
    InvalidInput,
    MoveRefused,
    NotFound,
    NotNow,
    NotPermitted,
    Objection,
    SecondPersonNeeded,
    SignedOut,
    StepUpNeeded,
)
from assurance.services import audit, factors
from assurance.web import given_back, guards, request_log, transaction

PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 422})
STALE = "This was changed by someone else while you worked on it"
READING = frozenset({"GET", "HEAD"})
"""What changes nothing anyhow, so that a refusal need not say that it did not."""
NOT_NOW = {"no_room": 507, "scan_unavailable": 503, "too_many": 429, "clock_anomaly": 503}
"""What is answered when something cannot be done at the moment, by the reason."""
BUSY = (OperationalError, TimeoutError)
"""What the database raises when it does not answer, and its pool when no connection is free."""
FULL_DISK, FAILING_DISK = frozenset({errno.ENOSPC, errno.EDQUOT}), frozenset({errno.EIO, errno.EROFS})
NOT_KEPT = (
    "The service can neither keep nor fetch files at the moment. Nothing was stored. Go back and try again in a moment."
)
UNKNOWN = "You are no longer signed in, or the page is out of date: copy what you typed, then open it again"


def init_app(app: Flask) -> None:
    """Register a page for everything that can be raised."""
    app.register_error_handler(MoveRefused, _move_refused)
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(StepUpNeeded, _step_up_needed)
    app.register_error_handler(NotPermitted, _not_permitted)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(NotNow, _not_now)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _stale)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(TimeoutError, _busy)
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(InvalidInput, _invalid)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)


def objection_link(objection: Objection) -> str:
    """Return the address of the page that mends an objection, or nothing when this person may not open it."""
    if not objection.endpoint or "procurement" not in g or not guards.may_open(objection.endpoint):
        return ""
    about: dict[str, Any] = dict(objection.about)
    return url_for(objection.endpoint, ref=g.procurement.reference, **about)


def _page(status: int, **context: Any) -> ResponseReturnValue:
    """Answer with a page, or with the reason alone where a script asked."""
    if request.accept_mimetypes.best == "application/json":
        said = context.get("message") or "; ".join(each.message for each in context.get("objections", ()))
        return {"reason": said or UNKNOWN, "code": context.get("code", "")}, status
    audience = (request.blueprint or "auth").split(".")[0]
    layout = f"{audience}/base.html" if audience in {"staff", "supplier", "public"} else "auth/base.html"
    known = 409 if status in NOT_NOW.values() else status if status in PAGES else 500
    page = render_template(
        f"errors/{known}.html", layout=layout, link=objection_link, is_change=request.method not in READING,
        reference=request_log.name(), **context,
    )  # fmt: skip
    return page, status


def _denied(tag: str, message: str, **data: Any) -> None:
    """Undo the request and put the refusal on record in a transaction of its own."""
    reference = g.procurement.reference if "procurement" in g else None
    person = guards.maybe_actor()
    at = guards.now()
    transaction.abandon()
    audit.record_apart(
        transaction.database(), tag=tag, actor=person, now=at, reference=reference, subject=request.endpoint or "",
        method=request.method, path=request.path[:200], message=message, request_id=request_log.name(), **data,
    )  # fmt: skip


def _move_refused(error: MoveRefused) -> ResponseReturnValue:
    page = _page(409, objections=error.objections, typed=_typed())
    codes = [objection.code for objection in error.objections]
    _denied("move:refused", str(error), trigger=error.trigger, codes=codes)
    return page


def _not_permitted(error: NotPermitted) -> ResponseReturnValue:
    code = "second_person" if isinstance(error, SecondPersonNeeded) else ""
    page = _page(403, message=str(error), typed=_typed(), code=code)
    _denied("access:denied", str(error), **({"code": code} if code else {}))
    return page


def _step_up_needed(error: StepUpNeeded) -> ResponseReturnValue:
    """Ask for a code on the spot, and let what was typed travel on to where it was going."""
    page = _page(
        403, message=str(error), typed=_typed(), code="step_up", carried=given_back.carried_past_a_factor(),
        has=factors.factors_of(
            transaction.db(), user_id=guards.actor().user_id,
            provider=current_app.extensions["assurance_settings"].identity_provider,
        ),
        next=request.full_path.rstrip("?") if request.method in READING else request.path,
    )  # fmt: skip
    _denied("access:denied", str(error), code="step_up")
    return page


def _not_found(error: NotFound) -> ResponseReturnValue:
    page = _page(404, typed=_typed())
    if guards.maybe_actor() is not None:
        _denied("access:denied", str(error))
    return page


def _conflict(error: Conflict) -> ResponseReturnValue:
    mend = objection_link(Objection("conflict", str(error), endpoint=error.endpoint))
    page = _page(409, message=str(error), mend_url=mend, typed=_typed())
    _denied("write:refused", str(error))
    return page


def _not_now(error: NotNow) -> ResponseReturnValue:
    page = _page(NOT_NOW[error.code], message=str(error), typed=_typed(), code=error.code)
    _denied("write:refused", str(error), code=error.code)
    return page


def _stale(error: Exception) -> ResponseReturnValue:
    transaction.abandon()
    page = _page(409, message=STALE, typed=_typed(), stale=True)
    _denied("write:refused", type(error).__name__)
    return page


def _busy(error: OperationalError | TimeoutError) -> ResponseReturnValue:
    transaction.abandon()
    current_app.logger.exception("the database did not answer")
    return (
        "The system is busy. Nothing was stored. Go back and try again in a moment.",
        503,
        {"Retry-After": "5"},
    )


def _disk(error: OSError) -> ResponseReturnValue:
    """Say that the disk is full or fails; whatever else the system refuses is a fault of the program."""
    if error.errno not in FULL_DISK | FAILING_DISK:
        raise error
    transaction.abandon()
    current_app.logger.exception("the disk did not keep what was given to it")
    return NOT_KEPT, 507 if error.errno in FULL_DISK else 503, {"Retry-After": "5"}


def _invalid(error: InvalidInput) -> ResponseReturnValue:
    return _page(422, message=error.message, typed=_typed())


def note_refusal(error: Exception, **data: Any) -> None:
    """Put on record a refusal that a view answers with a page of its own."""
    _denied("write:refused", str(error), **data)


def _signed_out(error: SignedOut) -> ResponseReturnValue:
    """Let the person sign in and send on what they typed."""
    transaction.abandon()
    carried = given_back.carried(given_back.typed_fields(), request.path)
    return _page(
        401, message=None, typed=_typed() if carried else [], carried=carried,
        had_files=bool(request.files), code="signed_out",
    )  # fmt: skip


def _csrf(error: CSRFError) -> ResponseReturnValue:
    if not guards.is_signed_in() and not (request.endpoint or "").startswith("auth."):
        page = _signed_out(SignedOut(str(error)))
        _denied("csrf:rejected", str(error.description))
        return page
    page = _page(
        400, message=None, typed=_typed(), fields=given_back.typed_fields(), target=request.path, code="stale_token"
    )
    _denied("csrf:rejected", str(error.description))
    return page


def _http(error: HTTPException) -> ResponseReturnValue:
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, BUSY):  # while a refusal was being written out or put on record
        return _busy(cause)
    transaction.abandon()
    if isinstance(error, SecurityError):  # no page is drawn for a name that is not ours: its links would lead there
        return "This site does not answer under this name.", 400, {"Content-Type": "text/plain; charset=utf-8"}
    if error.code is not None and error.code < 400:
        return error
    return _page(error.code or 500)


def _typed() -> list[tuple[str, str]]:
    """Give back the longer texts of a refused form, so that nothing typed is lost; never anything secret."""
    return given_back.shown(list(request.form.items()))
