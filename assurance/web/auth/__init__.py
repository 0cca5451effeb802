"""Signing in and out, registering a provider, and the clock of a demonstration."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_login import LoginManager, UserMixin

from assurance.services import accounts
from assurance.web.auth import demonstration, second_factor
from assurance.web.auth.routes import blueprint
from assurance.web.transaction import db

__all__ = ["blueprint", "demonstration", "init_app", "second_factor"]


class SignedIn(UserMixin):
    """The person behind a session token, as flask-login wants them."""

    def __init__(self, user: Any, token: str) -> None:
        self.user = user
        self.token = token
        self.name = user.name
        self.audience = user.organisation.audience

    def get_id(self) -> str:
        """Return what the cookie keeps: the opaque token of one sign-in."""
        return self.token


def init_app(app: Flask) -> None:
    """Let flask-login find the person of each request by their token."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)


def _load(token: str) -> SignedIn | None:
    user = accounts.user_of_token(db(), token)
    return SignedIn(user, token) if user is not None else None
