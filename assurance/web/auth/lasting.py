"""How long a sign-in lasts on the pages: it is noted that somebody is there, and said to whoever was signed out why.

What a page does by itself, like looking whether a pack is ready, is not somebody being there. What is noted is written
once the answer is made, in a transaction of its own, so that it is not undone with what a page refused.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from flask import Flask, current_app, flash, g, request, session
from flask_login import UserMixin, current_user
from sqlalchemy.exc import OperationalError, TimeoutError

from assurance.domain.authority.browsers import in_words
from assurance.domain.authority.sign_ins import Limits
from assurance.persistence.sight import reader_of
from assurance.services import sign_ins
from assurance.web.guards import machine_now, now
from assurance.web.transaction import abandon, apart, database, db, see_as

BY_ITSELF = "X-Assurance-By-Itself"
"""What a script says when nobody pressed anything."""


class SignedIn(UserMixin):
    """The person behind a session token, as flask-login wants them."""

    def __init__(self, row: Any, token: str, seconds_left: int) -> None:
        self.number = row.id
        self.user = user = row.user
        self.token = token
        self.seconds_left = seconds_left
        self.stepped_up_at = row.stepped_up_at
        self.name = user.name
        self.audience = user.organisation.audience

    def get_id(self) -> str:
        """Return what the cookie keeps: the opaque token of one sign-in."""
        return self.token


def init_app(app: Flask) -> None:
    """Note who is there after each request, and give templates `why_signed_out()` and `seconds_left()`."""
    limits_of(app)  # a role that does not exist is found at the start
    app.teardown_request(_write)
    app.jinja_env.globals.update(why_signed_out=why_signed_out, seconds_left=seconds_left)


def limits_of(app: Flask) -> Limits:
    """Return how long people may do nothing here, and how long a sign-in lasts at the most."""
    settings = app.extensions["assurance_settings"]
    return Limits.of(settings.idle_minutes, settings.signed_in_hours)


def load(token: str) -> SignedIn | None:
    """Return the person of a token while their sign-in counts, and remember to note that they are there."""
    found = sign_ins.find(db(), token=token, at=machine_now(), is_used=BY_ITSELF not in request.headers)
    if found is not None and found.is_due:
        g.to_note = token
    if found is None or found.is_over:
        return None
    user = found.row.user
    see_as(reader_of(user.organisation.audience, user.organisation_id))
    return SignedIn(found.row, token, int(found.left.total_seconds()))


def begin(token: str) -> None:
    """Let a sign-in that has just started count, and say which others that ended; nothing else may be under way."""
    db().commit()  # whoever has just signed in waits for no lock of their own
    app, browser = current_app, in_words(request.user_agent.string)
    with database().transaction() as rows:
        ended = sign_ins.begin(
            rows, token=token, browser=browser, limits=limits_of(app), at=machine_now(), now=now()
        )  # fmt: skip
    if ended:
        where = " and ".join(dict.fromkeys(each.browser for each in ended))
        flash(
            f"You were still signed in with {where}. That has ended, since who holds a key to tenders is signed in in "
            "one place at a time.",
            "info",
        )


def renew() -> None:
    """Give the sign-in at hand another token when a second factor was given: a copy from before is worth nothing."""
    signed_in: SignedIn = current_user._get_current_object()
    with nullcontext(db()) if request.method == "POST" else apart().transaction() as rows:
        signed_in.token = session["_user_id"] = sign_ins.renew(rows, token=signed_in.token)


def why_signed_out() -> str:
    """Say to whoever comes with a cookie that counts no more why that is, or nothing."""
    token = session.get("_user_id")
    if current_user.is_authenticated or not isinstance(token, str):
        return ""
    with database().reading() as rows:
        return sign_ins.why_ended(rows, token=token, at=machine_now())


def seconds_left() -> int:
    """Return how long the sign-in at hand lasts if nothing more is done; 0 where nobody is signed in."""
    return current_user.seconds_left if current_user.is_authenticated else 0


def _write(error: BaseException | None) -> None:
    """Write what was to be noted; a database that is busy is asked again by the next page."""
    token = g.pop("to_note", None)
    if token is None:
        return
    abandon()
    try:
        with database().transaction() as rows:
            sign_ins.note_use(rows, token=token, limits=limits_of(current_app), at=machine_now(), now=now())
    except (OperationalError, TimeoutError):
        current_app.logger.warning("it could not be noted that somebody is there")
