"""Signs people in without waiting for a password each: the same rows and cookie that signing in by hand gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Flask, session
from flask_login import login_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session

from assurance.domain.authority.sign_ins import Limits
from assurance.persistence.models import User
from assurance.persistence.session import Database
from assurance.services import accounts, sign_ins
from assurance.web.auth.lasting import SignedIn
from bench.site.client import Person
from bench.site.seed import PASSWORD

LONG = Limits.of((("", 600),), 24)


def sign_in(app: Flask, database: Database, ids: Sequence[int]) -> dict[int, Person]:
    """Return what each person's browser would hold."""
    now, found = datetime.now(UTC), {}
    with database.transaction() as rows:
        for user_id in ids:
            email = rows.get_one(User, user_id).email
            token = accounts.sign_in(rows, email=email, password=PASSWORD, now=now) or ""
            sign_ins.begin(rows, token=token, browser="Bench", limits=LONG, at=now, now=now)
            found[user_id] = _browser(app, rows, token)
    return found


def _browser(app: Flask, rows: Session, token: str) -> Person:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # reason: Flask's own
    with app.test_request_context():
        login_user(SignedIn(accounts.find_session(rows, token), token, 0))
        csrf = generate_csrf()
        return Person(str(serializer.dumps(dict(session))), csrf)
