"""Who holds a power gives a second factor right after the password, and does nothing before.

Asked at each request until a factor was given in the sign-in; afterwards nothing is asked of the database.
"""

from __future__ import annotations

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from assurance.domain.errors import StepUpNeeded
from assurance.services import required_factor
from assurance.web import guards
from assurance.web.transaction import db

OPEN = frozenset({
    "auth.second_factor", "auth.set_up_second_factor", "auth.confirm_with_passkey", "auth.confirm_at_provider",
    "auth.provider_return", "auth.time_left", "auth.ways", "auth.sign_in_as", "auth.sign_out",
})  # fmt: skip
"""What leads to a second factor, or out."""
NEEDED = "Your roles ask for a second factor before you do anything here; give a code, or set it up"


def init_app(app: Flask) -> None:
    """Judge every request after the guards have found who asks."""
    app.before_request(enforce)


def enforce() -> ResponseReturnValue | None:
    """Lead to the page where a second factor is given or set up, or refuse what was sent without one."""
    if not lacks_one() or request.endpoint in OPEN or _is_for_anybody():
        return None
    if request.method not in ("GET", "HEAD"):
        raise StepUpNeeded(NEEDED)
    return redirect(url_for("auth.second_factor", next=request.full_path.rstrip("?")))


def lacks_one() -> bool:
    """Say whether the person who asks has to give a second factor first."""
    person = guards.maybe_actor()
    if person is None or current_user.stepped_up_at is not None:
        return False
    setting = current_app.extensions["assurance_settings"].second_factor
    return required_factor.is_required(db(), actor=person, setting=setting)


def _is_for_anybody() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    access: guards.Access | None = getattr(view, "access", None)
    return access is None or access.permission is None
