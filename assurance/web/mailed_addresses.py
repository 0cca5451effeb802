"""Addresses that are mailed: below the one that is set, whatever a request claims of where the site is."""

from __future__ import annotations

from flask import current_app, url_for

from assurance.domain.authority.links import Purpose


def password_address(token: str) -> str:
    """Return the address at which a new password is set."""
    return _address(Purpose.PASSWORD, token)


def invitation_address(token: str) -> str:
    """Return the address at which an invitation to an authority is accepted."""
    return _address(Purpose.INVITATION, token)


def registration_address(token: str) -> str:
    """Return the address at which whoever registers a provider completes it."""
    return _address(Purpose.REGISTRATION, token)


def _address(purpose: Purpose, token: str) -> str:
    path = url_for("auth.open_link", purpose=purpose.value, token=token)
    return f"{current_app.extensions['assurance_settings'].public_url}{path}"
