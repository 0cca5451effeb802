"""What every answer tells the browser: nothing from outside, nothing framed, nothing kept but what is open data."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request

from assurance.config import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


HERE = ("localhost", "127.0.0.1", "[::1]")
"""Names under which the machine itself may ask, as one does that looks whether the site is well."""


def init_app(app: Flask) -> None:
    """Set the headers on every response, and answer no request that claims another site than this one."""
    app.config["TRUSTED_HOSTS"] = _names(app.extensions["assurance_settings"])
    app.after_request(_secure)


def _names(settings: Settings) -> list[str] | None:
    """Return under which names the site answers; under any where it is only shown, or where none was set for it."""
    name = urlsplit(settings.public_url).hostname or ""
    is_set = name not in ("", "0.0.0.0", "::")  # noqa: S104 -- compared, not bound
    return None if settings.demonstration or not is_set else sorted({f"[{name}]" if ":" in name else name, *HERE})


def _secure(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static" and not response.cache_control.public:
        response.headers["Cache-Control"] = "no-store"
    return response
