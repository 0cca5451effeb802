"""Signing in with a passkey, and confirming with one that it is you. The page asks the device by a script of ours.

What the device answers travels in a form like any other, so that what was typed elsewhere travels along.
"""

from __future__ import annotations

from flask import Flask, current_app, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import HiddenField

from assurance.domain.authority.passkeys import Site, site_of
from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import InvalidInput, NotFound
from assurance.services import audit, passkey_sign_in, passkeys
from assurance.services.guessing import TooMany
from assurance.web import given_back
from assurance.web.auth.routes import blueprint, welcome
from assurance.web.auth.second_factor import go_on
from assurance.web.forms.base import BaseForm
from assurance.web.guards import actor, now, public, requires
from assurance.web.transaction import attempt, commits, database, db

ANSWER = "passkey_answer"
"""The field that a script fills; its name says that it is never shown again."""


class AnswerForm(BaseForm):
    """What a device answers."""

    passkey_answer = HiddenField()


def init_app(app: Flask) -> None:
    """Let the pages of signing in offer a passkey, where browsers make any for this site."""
    app.jinja_env.globals.update(
        passkey_site=passkey_site, ask_to_sign_in=ask_to_sign_in, ask_to_confirm=ask_to_confirm
    )


def passkey_site() -> Site | None:
    """Return the site that passkeys are made for, or None where browsers make none."""
    return site_of(current_app.extensions["assurance_settings"].public_url)


def desk() -> passkeys.Desk:
    """Return what passkeys are made with here; raise `NotFound` where there are none."""
    site = passkey_site()
    if site is None:
        raise NotFound("There is no such page")
    return passkeys.Desk(site, current_app.extensions["assurance_settings"].secret_key.encode())


def ask_to_sign_in() -> str:
    """Return what the browser is asked of somebody who signs in."""
    return passkeys.ask_to_sign_in(desk(), now=now())


def ask_to_confirm() -> str:
    """Return what the browser is asked of somebody who confirms that it is them."""
    return passkeys.ask_to_confirm(db(), desk(), actor=actor(), token=str(current_user.token), now=now())


@blueprint.route("/sign-in/passkey", methods=["GET", "POST"])
@public
@commits
def sign_in_with_passkey() -> ResponseReturnValue:
    """Sign in with a passkey."""
    form, at, status = AnswerForm(), desk(), 200
    if form.validate_on_submit():
        db().commit()  # what counts the tries has a transaction of its own
        try:
            return welcome(_signed_in(form, at))
        except InvalidInput as refused:
            form.attach(refused)
            status = 429 if isinstance(refused, TooMany) else form.status
    page = render_template(
        "auth/sign_in_with_passkey.html", form=form, asked=ask_to_sign_in(), carried=given_back.still_carried()
    )
    return page, status


def _signed_in(form: AnswerForm, at: passkeys.Desk) -> str:
    answer, place = form.passkey_answer.data or "", request.remote_addr or ""
    return passkey_sign_in.sign_in(database(), at, answer=answer, place=place, now=now())


@blueprint.route("/second-factor/passkey", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW)
@commits
def confirm_with_passkey() -> ResponseReturnValue:
    """Confirm with a passkey that it is oneself, which counts for a quarter of an hour in this sign-in."""
    form, at, token = AnswerForm(), desk(), str(current_user.token)

    def act() -> None:
        passkeys.confirm(db(), at, answer=form.passkey_answer.data or "", actor=actor(), token=token, now=now())

    if ANSWER in request.form and attempt(form, act):  # without it the form only brings what it carries
        flash("It is confirmed that it is you. It counts for 15 minutes.", "success")
        return go_on()
    if form.form_errors:
        _note_refusal()
    page = render_template(
        "auth/confirm_with_passkey.html", form=form, asked=ask_to_confirm(), carried=given_back.still_carried()
    )
    return page, form.status


def _note_refusal() -> None:
    """Put on record that a passkey did not confirm its person, whatever becomes of the request."""
    me = actor()
    audit.record_apart(database(), tag="factor:refused", actor=me, now=now(), subject=str(me.user_id), by="passkey")
