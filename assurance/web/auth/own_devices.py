"""Devices on which people have signed in: tries at a password there are counted apart from those made anywhere else.

A signed cookie names the device, differently for each person who used it; it signs nobody in. Who steals it may guess
as often as anybody else, and no more (OWASP, “Slow down online guessing attacks with device cookies”).
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from assurance.services.accounts import fingerprint

REMEMBERED = timedelta(days=180)
MOST = 8
"""People of one device who are remembered, the last to sign in first."""


def known(email: str) -> str:
    """Return the name of this device where the person has signed in on it, or nothing."""
    return _read().get(fingerprint(email), "")


def remember(answer: ResponseReturnValue, email: str) -> Response:
    """Let the answer to a successful sign-in say which device this is."""
    response, people, who = make_response(answer), _read(), fingerprint(email)
    name = people.pop(who, "") or secrets.token_urlsafe(16)
    kept = [[who, name], *([*each] for each in people.items())][:MOST]
    response.set_cookie(
        cookie_name(), str(_signed().dumps(kept)), max_age=REMEMBERED, httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"], samesite=current_app.config["SESSION_COOKIE_SAMESITE"],
    )  # fmt: skip
    return response


def _read() -> dict[str, str]:
    """Return the names of this device by person; what we did not sign is nothing."""
    try:
        return dict(_signed().loads(request.cookies.get(cookie_name(), "")))
    except BadSignature:
        return {}


def cookie_name() -> str:
    """Return the name of the cookie; a browser keeps one that begins so only as it came over https."""
    return "__Host-assurance_device" if current_app.config["SESSION_COOKIE_SECURE"] else "assurance_device"


def _signed() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="own device")
