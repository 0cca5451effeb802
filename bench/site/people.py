"""Signs people in without waiting for a password each: the same rows and cookie that signing in by hand gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Flask, session
from flask_login import login_user
from flask_wtf.csrf import generate_csrf

from assurance.persistence.models import User
from assurance.persistence.session import Database
from assurance.services import accounts
from assurance.web.auth import SignedIn
from bench.site.client import Person
from bench.site.seed import PASSWORD


def sign_in(app: Flask, database: Database, ids: Sequence[int]) -> dict[int, Person]:
    """Return what each person's browser would hold."""
    tokens = {}
    with database.transaction() as rows:
        for user_id in ids:
            email = rows.get_one(User, user_id).email
            tokens[user_id] = accounts.sign_in(rows, email=email, password=PASSWORD, now=datetime.now(UTC)) or ""
    with database.reading() as rows:
        return {user_id: _browser(app, rows.get_one(User, user_id), token) for user_id, token in tokens.items()}


def _browser(app: Flask, user: User, token: str) -> Person:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # reason: Flask's own
    with app.test_request_context():
        login_user(SignedIn(user, token))
        csrf = generate_csrf()
        return Person(str(serializer.dumps(dict(session))), csrf)
