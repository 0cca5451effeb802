"""Signing in and out, registering a provider, one's own account, and the clock of a demonstration."""

from __future__ import annotations

from flask import Flask
from flask_login import LoginManager

from assurance.web.auth import (
    account,
    cookies,
    demonstration,
    lasting,
    mailed,
    passkeys,
    provider,
    registering,
    second_factor,
    ways,
)
from assurance.web.auth.routes import blueprint

__all__ = [
    "account",
    "blueprint",
    "cookies",
    "demonstration",
    "init_app",
    "lasting",
    "mailed",
    "passkeys",
    "provider",
    "registering",
    "second_factor",
    "ways",
]


def init_app(app: Flask) -> None:
    """Let flask-login find the person of each request by their token."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(lasting.load)
    lasting.init_app(app)
    passkeys.init_app(app)
    provider.init_app(app)
