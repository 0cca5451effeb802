"""Signing in with the account of another organisation: setting out for its identity provider, and coming back.

Setting out is a link and no form, because a form of ours may lead nowhere else. The address to come back to is always
that of the settings, never what a request claims.
"""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from assurance.config import IdentityProvider
from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import NotFound
from assurance.services import provider_sign_in as service
from assurance.services import tokens
from assurance.web.auth import lasting
from assurance.web.auth.routes import HOMES, blueprint, welcome
from assurance.web.guards import actor, maybe_actor, now, public, requires, safe_next
from assurance.web.transaction import apart, commits

_SECRET = "provider_secret"  # noqa: S105 -- the name of it
_STATUS = {"down": 503, "throttled": 429}
NOT_SIGNED_IN = 401


def init_app(app: Flask) -> None:
    """Let the pages of signing in offer the provider, where there is one."""
    app.jinja_env.globals.update(identity_provider=identity_provider)


def identity_provider() -> IdentityProvider | None:
    """Return the provider of this installation, or None."""
    return cast("IdentityProvider | None", current_app.extensions["assurance_settings"].identity_provider)


@blueprint.get("/sign-in/provider")
@public
@commits
def provider() -> ResponseReturnValue:
    """Set out to sign in with the account of another organisation."""
    return _send(None)


@blueprint.get("/second-factor/provider")
@requires(Permission.DESK_VIEW)
@commits
def confirm_at_provider() -> ResponseReturnValue:
    """Set out to show there once more who one is, which counts as a second factor where that is agreed."""
    found = identity_provider()
    if found is None or not found.second_factor:
        raise NotFound("There is no such page")
    return _send(actor())


@blueprint.get("/sign-in/provider/return")
@public
@commits
def provider_return() -> ResponseReturnValue:
    """Come back: be signed in, or read why not."""
    person = maybe_actor()
    asked = {name: request.args.get(name, "")[:2000] for name in ("state", "code", "error", "iss")}
    back = service.Back(asked["state"], asked["code"], asked["error"], asked["iss"], session.get(_SECRET, ""))
    try:
        came = service.come_back(_desk(), back, now=now(), token=current_user.token if person else None)
    except service.NotSignedIn as refused:
        return _refused(refused)
    if came.token is not None:
        return welcome(came.token, came.onward)
    lasting.renew()
    flash("You have confirmed that it is you. It counts for 15 minutes.", "success")
    return redirect(safe_next(came.onward, url_for("staff.dashboard.index")))


def _send(person: Actor | None) -> ResponseReturnValue:
    desk, secret = _desk(), session.setdefault(_SECRET, tokens.new())
    try:
        onward = safe_next(request.args.get("next"), "")
        return redirect(service.send(desk, secret=secret, onward=onward, now=now(), person=person))
    except service.NotSignedIn as refused:
        return _refused(refused)


def _desk() -> service.Desk:
    found = identity_provider()
    if found is None:
        raise NotFound("There is no such page")
    public_url = current_app.extensions["assurance_settings"].public_url
    return service.Desk(apart(), found, public_url + url_for("auth.provider_return"), request.remote_addr or "")


def _refused(refused: service.NotSignedIn) -> ResponseReturnValue:
    person = maybe_actor()
    home = url_for(HOMES[person.audience]) if person else url_for("auth.sign_in")
    page = render_template("auth/provider_return.html", reason=refused, home=home, is_signed_in=person is not None)
    return page, _STATUS.get(refused.code, NOT_SIGNED_IN)
