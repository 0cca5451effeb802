"""How a person signs in besides their password: passkeys, and accounts elsewhere that are linked with theirs."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import StringField, SubmitField

from assurance.domain.authority.permissions import Permission
from assurance.services import factors, identity_links, passkeys
from assurance.web.auth import lasting
from assurance.web.auth.passkeys import AnswerForm, desk, passkey_site
from assurance.web.auth.provider import identity_provider
from assurance.web.auth.routes import blueprint
from assurance.web.forms.validators import longest, required
from assurance.web.guards import actor, now, requires
from assurance.web.transaction import attempt, commits, db


class NewPasskeyForm(AnswerForm):
    """What a person calls a new passkey, and what their device answers."""

    name = StringField(
        "Name of the passkey", [required("Enter a name for the passkey"), longest(passkeys.LONGEST_NAME)],
        description="So that you tell it from others later, for example: work laptop.",
    )  # fmt: skip
    submit = SubmitField("Add a passkey")


@blueprint.route("/account/ways-to-sign-in", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
@commits
def ways() -> ResponseReturnValue:
    """Show what one can sign in with, and add a passkey."""
    form = NewPasskeyForm()

    def act() -> None:
        passkeys.add(
            db(), desk(), answer=form.passkey_answer.data or "", name=form.name.data, actor=actor(), token=_token(),
            now=now(),
        )  # fmt: skip

    if form.is_submitted():
        factors.demand_their_own(db(), act="add a passkey", **_whose())
    if attempt(form, act):
        lasting.renew()
        flash("The passkey is added. You can sign in with it from now on.", "success")
        return redirect(url_for(".ways"))
    return render_template("auth/ways.html", form=form, **_shown()), form.status


@blueprint.post("/account/ways-to-sign-in/passkeys/<int:number>/remove")
@requires(Permission.ACCOUNT_OWN)
@commits
def remove_passkey(number: int) -> ResponseReturnValue:
    """Let a passkey sign in no more."""
    factors.demand_their_own(db(), act="remove a passkey", **_whose())
    passkeys.remove(db(), passkey_id=number, actor=actor(), now=now())
    flash("The passkey is removed. Remove it from your device too.", "success")
    return redirect(url_for(".ways"))


@blueprint.post("/account/ways-to-sign-in/links/<int:number>/remove")
@requires(Permission.ACCOUNT_OWN)
@commits
def remove_link(number: int) -> ResponseReturnValue:
    """Let an account elsewhere sign in no more."""
    factors.demand_their_own(db(), act="remove a link", **_whose())
    identity_links.remove(db(), link_id=number, actor=actor(), now=now())
    flash("The link is removed. That account signs in here no more.", "success")
    return redirect(url_for(".ways"))


def _shown() -> dict[str, Any]:
    """Return what the page shows of the person."""
    me, site, comes_first = actor(), passkey_site(), factors.may_change(db(), **_whose())
    asked = ""
    if site is not None and not comes_first:
        asked = passkeys.ask_to_add(db(), desk(), user=current_user.user, token=_token(), now=now())
    return {
        "layout": f"{me.audience.value}/base.html", "keys": passkeys.list_of(db(), user_id=me.user_id),
        "links": identity_links.list_of(db(), actor=me), "comes_first": comes_first, "asked": asked,
    }  # fmt: skip


def _whose() -> dict[str, Any]:
    return {"actor": actor(), "token": _token(), "now": now(), "provider": identity_provider()}


def _token() -> str:
    return str(current_user.token)
