"""The second factor: set up once with a device of one's own, then a code whenever an act asks for it.

What a refused form held travels through these pages, and its person sends it on when the code was right.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

import segno
from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup
from wtforms import StringField, SubmitField

from assurance.adapters.clock import SimulatedClock, system_clock
from assurance.domain.authority.permissions import Permission
from assurance.services import factors
from assurance.services import second_factor as service
from assurance.services.second_factor import FIELD
from assurance.web import given_back
from assurance.web.auth import lasting
from assurance.web.auth.provider import identity_provider
from assurance.web.auth.routes import blueprint
from assurance.web.forms.base import BaseForm
from assurance.web.forms.validators import longest, required
from assurance.web.guards import actor, now, requires, safe_next
from assurance.web.transaction import attempt, commits, database, db


class CodeForm(BaseForm):
    """A code from the person's device, or one of their recovery codes."""

    one_time_passcode = StringField(
        "Code", [required("Enter the code that your device shows"), longest(60)],
        description="Six figures from your authenticator app, or one of your recovery codes.",
    )  # fmt: skip
    submit = SubmitField("Continue")


@blueprint.route("/second-factor/set-up", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW)
@commits
def set_up_second_factor() -> ResponseReturnValue:
    """Show the secret as a picture and as text until the first code is right; then the recovery codes, once."""
    if service.is_enrolled(db(), actor().user_id):
        return redirect(url_for("auth.second_factor", next=request.args.get("next")))
    factors.demand_given(
        db(), actor=actor(), token=_token(), now=now(), provider=identity_provider(), act="set up a code of a device"
    )
    form, codes = CodeForm(), cast(list[str], [])
    carried = given_back.still_carried()

    def act() -> None:
        codes.extend(
            service.confirm(db(), code=_typed(form), actor=actor(), token=_token(), now=now(), device_now=_device_now())
        )

    if FIELD in request.form and attempt(form, act):  # without it the form only brings what it carries
        return _recovery_codes(codes)
    _note(form)
    db().rollback()
    secret = _secret()
    page = render_template(
        "auth/set_up_second_factor.html", form=form, picture=_picture(secret), secret=secret, carried=carried
    )
    return page, form.status


@blueprint.route("/second-factor", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW)
@commits
def second_factor() -> ResponseReturnValue:
    """Give a code, or choose what else one has; it counts for a quarter of an hour in this sign-in."""
    has = factors.factors_of(db(), user_id=actor().user_id, provider=identity_provider())
    if not has.has_any:
        return redirect(url_for("auth.set_up_second_factor", next=request.args.get("next")))
    form = CodeForm()

    def act() -> None:
        service.step_up(db(), code=_typed(form), actor=actor(), token=_token(), now=now(), device_now=_device_now())

    if has.has_code and attempt(form, act):
        flash("Your second factor is checked. It counts for 15 minutes.", "success")
        return go_on()
    _note(form)
    page = render_template("auth/second_factor.html", form=form, has=has, carried=given_back.still_carried())
    return page, form.status


def go_on() -> ResponseReturnValue:
    """Lead on to where the person was going, or offer to send what they typed there."""
    lasting.renew()
    home = url_for("staff.dashboard.index")
    target, fields = given_back.arrived()
    if not target:
        return redirect(safe_next(request.args.get("next"), home))
    typed = given_back.shown(fields)
    return render_template(
        "auth/confirmed.html", target=safe_next(target, home), fields=fields, typed=typed, home=home
    )  # fmt: skip


def _picture(secret: str) -> Markup:
    drawn = segno.make(service.address(secret, current_user.user.email), micro=False)
    return Markup(drawn.svg_inline(scale=5, border=4, light="#ffffff", svgclass="app-qr", lineclass=None))  # noqa: S704 -- drawn by the library


def _recovery_codes(codes: list[str]) -> str:
    lasting.renew()
    home = url_for("staff.keys.show")
    target, fields = given_back.arrived()
    return render_template(
        "auth/recovery_codes.html", codes=codes, onward=safe_next(request.args.get("next"), home),
        target=safe_next(target, "") if target else "", fields=fields,
    )  # fmt: skip


def _secret() -> str:
    """Return the secret to show, kept before it is shown, in a transaction of its own: a page that reads cannot."""
    with database().transaction() as session:
        return service.begin(session, actor=actor()).secret


def _note(form: CodeForm) -> None:
    """Count a wrong code, whatever becomes of the rest of the request."""
    if form.one_time_passcode.errors and form.one_time_passcode.data:
        db().rollback()
        with database().transaction() as session:
            service.note_failure(session, actor=actor(), now=now())


def _typed(form: CodeForm) -> str:
    return form.one_time_passcode.data or ""


def _token() -> str:
    return str(current_user.token)


def _device_now() -> datetime:
    """Return what a person's device shows: real time, also where the demonstration's clock is simulated."""
    clock = current_app.extensions["assurance_clock"]
    return system_clock() if isinstance(clock, SimulatedClock) else cast(datetime, clock())
