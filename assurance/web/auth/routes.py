"""Sign in, sign out, join one’s organisation."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from assurance.domain.authority.policy import Audience
from assurance.domain.errors import InvalidInput, NotFound
from assurance.services import accounts, signing_in, suppliers
from assurance.services.guessing import TooMany
from assurance.web import given_back
from assurance.web.auth import lasting, own_devices
from assurance.web.auth.forms import JoinForm, SignInForm
from assurance.web.guards import now, public, safe_next
from assurance.web.transaction import attempt, commits, database, db

blueprint = Blueprint("auth", __name__)
HOMES = {Audience.STAFF: "staff.dashboard.index", Audience.SUPPLIER: "supplier.bids.index"}


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@commits
def sign_in() -> ResponseReturnValue:
    """Sign in with email address and password."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("auth/sign_in.html", form=form, carried=given_back.still_carried()), form.status
    db().commit()  # nobody waits for a lock while a password is compared
    try:
        token = signing_in.sign_in(
            database(), email=form.email.data, password=form.password.data, place=request.remote_addr or "", now=now(),
            device=own_devices.known(form.email.data),
        )  # fmt: skip
    except InvalidInput as refused:
        form.attach(refused)
        status = 429 if isinstance(refused, TooMany) else form.status
        return render_template("auth/sign_in.html", form=form, carried=given_back.still_carried()), status
    return welcome(token)


def welcome(token: str, onward: str | None = None) -> ResponseReturnValue:
    """Begin a new cookie for a session that has started, and go where its person was going."""
    session.clear()
    g.pop("csrf_token", None)  # the token of the form just sent went with the old session
    lasting.begin(token)
    login_user(lasting.load(token))
    home = url_for(HOMES[current_user.audience])
    target, fields = given_back.arrived()
    answer: ResponseReturnValue = redirect(safe_next(onward or request.args.get("next"), home))
    if target:
        typed = given_back.shown(fields)
        answer = render_template(
            "auth/go_on.html", target=safe_next(target, home), fields=fields, typed=typed, home=home
        )  # fmt: skip
    return own_devices.remember(answer, current_user.user.email)


@blueprint.post("/sign-out")
@public
@commits
def sign_out() -> ResponseReturnValue:
    """End the session everywhere and return to the public pages."""
    if current_user.is_authenticated:
        accounts.sign_out(db(), token=current_user.token, now=now())
        logout_user()
        session.clear()
    return redirect(url_for("public.notices.index"))


@blueprint.route("/join/<token>", methods=["GET", "POST"])
@public
@commits
def join(token: str) -> ResponseReturnValue:
    """Join one's organisation by the invitation that came by e-mail."""
    form = JoinForm()
    try:
        invitation = suppliers.open_invitation(db(), token=token, now=now())
    except NotFound as gone:
        return render_template("auth/join.html", form=form, invitation=None, gone=str(gone)), 404

    def act() -> None:
        suppliers.accept(db(), token=token, name=form.name.data, password=form.password.data, now=now())

    organisation = invitation.organisation.name
    if not attempt(form, act):
        return render_template("auth/join.html", form=form, invitation=invitation), form.status
    flash(f"You have joined {organisation}. Sign in to start.", "success")
    return redirect(url_for("auth.sign_in"))
