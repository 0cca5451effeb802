"""Registering a provider: what it is, then by the link that came by e-mail a password, and it is done."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.links import Purpose
from assurance.domain.errors import InvalidInput, NotFound
from assurance.services import suppliers
from assurance.services.guessing import TooMany
from assurance.web.auth.forms import CompleteRegistrationForm, RegisterSupplierForm
from assurance.web.auth.mailed import drop_token, kept_token, link_gone
from assurance.web.auth.routes import blueprint
from assurance.web.guards import now, public
from assurance.web.mailed_addresses import registration_address
from assurance.web.transaction import attempt, commits, database, db


@blueprint.route("/register", methods=["GET", "POST"])
@public
@commits
def register() -> ResponseReturnValue:
    """Say what provider is to be registered; the answer is the same for an address that signs in already."""
    form = RegisterSupplierForm()
    if not form.validate_on_submit():
        return render_template("auth/register.html", form=form, sent_to=""), form.status
    db().commit()  # nothing is held while the message is written down
    try:
        _ask(form)
    except InvalidInput as refused:
        form.attach(refused)
        status = 429 if isinstance(refused, TooMany) else form.status
        return render_template("auth/register.html", form=form, sent_to=""), status
    return render_template("auth/register.html", form=form, sent_to=form.email.data)


@blueprint.route("/complete-registration", methods=["GET", "POST"])
@public
@commits
def complete_registration() -> ResponseReturnValue:
    """Complete a registration by the link that came by e-mail: set a password; opening the page changes nothing."""
    form, token = CompleteRegistrationForm(), kept_token(Purpose.REGISTRATION)
    try:
        typed = suppliers.open_registration(db(), token=token, now=now())
    except NotFound as gone:
        return link_gone(Purpose.REGISTRATION, gone)

    def act() -> None:
        suppliers.complete(
            db(), token=token, password=form.password.data, is_different=form.is_different.data, now=now()
        )

    name, email = typed.organisation_name, typed.link.email
    if not attempt(form, act):
        page = render_template("auth/complete_registration.html", form=form, name=name, email=email)
        return page, form.status
    drop_token(Purpose.REGISTRATION)
    flash(f"{name} is registered, and you are its lead. Sign in to take part.", "success")
    return redirect(url_for("auth.sign_in"))


def _ask(form: RegisterSupplierForm) -> None:
    suppliers.ask_to_register(
        database(), organisation_name=form.organisation_name.data, name=form.name.data, email=form.email.data,
        company_number=form.company_number.data or "", is_different=form.is_different.data,
        link=registration_address, site=current_app.extensions["assurance_settings"].public_url,
        place=request.remote_addr or "", now=now(),
    )  # fmt: skip
