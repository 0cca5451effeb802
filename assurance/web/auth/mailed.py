"""Links that came by e-mail: a forgotten password set anew, and joining the authority that sent an invitation.

A link’s own address only puts its token into the cookie and leads on, so that no page has the token in its address and
no browser passes it on as the page it comes from.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.links import Purpose
from assurance.domain.errors import InvalidInput, NotFound
from assurance.services import audit, authority_people, own_password
from assurance.services.guessing import TooMany
from assurance.web.auth import own_devices
from assurance.web.auth.forms import ForgottenForm, JoinForm, NewPasswordForm
from assurance.web.auth.routes import blueprint
from assurance.web.guards import now, public
from assurance.web.mailed_addresses import password_address
from assurance.web.transaction import apart, attempt, commits, database, db

PAGES = {
    Purpose.PASSWORD: "auth.new_password",
    Purpose.INVITATION: "auth.join_authority",
    Purpose.REGISTRATION: "auth.complete_registration",
}


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
@public
@commits
def forgotten() -> ResponseReturnValue:
    """Ask for a link to a new password; the answer is the same whoever asks and for whom."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("auth/forgotten.html", form=form, sent_to=""), form.status
    db().commit()  # nothing is held while the message is written down
    try:
        own_password.ask(
            database(), email=form.email.data, link=password_address, place=request.remote_addr or "", now=now(),
            device=own_devices.known(form.email.data),
        )  # fmt: skip
    except InvalidInput as refused:
        form.attach(refused)
        status = 429 if isinstance(refused, TooMany) else form.status
        return render_template("auth/forgotten.html", form=form, sent_to=""), status
    return render_template("auth/forgotten.html", form=form, sent_to=form.email.data)


@blueprint.get("/link/<any(password, invitation, registration):purpose>/<token>")
@public
def open_link(purpose: str, token: str) -> ResponseReturnValue:
    """Take the token out of the address; whether it opens anything the next page says."""
    session[_kept(Purpose(purpose))] = token[:200]
    answer = redirect(url_for(PAGES[Purpose(purpose)]))
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@blueprint.route("/new-password", methods=["GET", "POST"])
@public
@commits
def new_password() -> ResponseReturnValue:
    """Set a new password by the link that came by e-mail."""
    form, token = NewPasswordForm(), kept_token(Purpose.PASSWORD)
    try:
        link = own_password.open_link(db(), token=token, now=now())
    except NotFound as gone:
        return link_gone(Purpose.PASSWORD, gone)

    def act() -> None:
        own_password.set_new(db(), token=token, password=form.password.data, now=now())

    if not attempt(form, act):
        return render_template("auth/new_password.html", form=form, email=link.email), form.status
    drop_token(Purpose.PASSWORD)
    flash("Your new password is set, and you are signed out everywhere. Sign in with it.", "success")
    return redirect(url_for("auth.sign_in"))


@blueprint.route("/join-authority", methods=["GET", "POST"])
@public
@commits
def join_authority() -> ResponseReturnValue:
    """Join the authority that sent an invitation: set one’s name and a password."""
    form, token = JoinForm(), kept_token(Purpose.INVITATION)
    try:
        invitation = authority_people.open_invitation(db(), token=token, now=now())
    except NotFound as gone:
        return link_gone(Purpose.INVITATION, gone)

    def act() -> None:
        authority_people.accept(db(), token=token, name=form.name.data, password=form.password.data, now=now())

    if not attempt(form, act):
        return render_template("auth/join_authority.html", form=form, invitation=invitation), form.status
    drop_token(Purpose.INVITATION)
    flash(f"You have joined {invitation.organisation.name}. Sign in to start.", "success")
    return redirect(url_for("auth.sign_in"))


def kept_token(purpose: Purpose) -> str:
    """Return the token that a link of a purpose brought, or nothing."""
    return str(session.get(_kept(purpose), ""))


def drop_token(purpose: Purpose) -> None:
    """Forget the token that was used up."""
    session.pop(_kept(purpose))


def link_gone(purpose: Purpose, gone: NotFound) -> ResponseReturnValue:
    """Answer a link that opens nothing, on record where one was brought along."""
    if kept_token(purpose):
        db().rollback()  # a page that takes a form holds the lock that this waits for
        audit.record_apart(apart(), tag="link:refused", actor=None, now=now(), subject=purpose.value)
    return render_template("auth/link_gone.html", gone=str(gone), purpose=purpose.value), 404


def _kept(purpose: Purpose) -> str:
    return f"link-{purpose.value}"
