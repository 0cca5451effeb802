"""My key: set it up, change its passphrase, replace it when the passphrase is forgotten."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.adapters.seals import fingerprint
from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.sealing import find_holder_key, list_shares_of
from assurance.services import second_factor
from assurance.services.sealing import holder_keys
from assurance.web.guards import actor, now, requires
from assurance.web.staff.keys.forms import ChangePassphraseForm, ReplaceForm, SetUpForm
from assurance.web.stepping_up import stepped_up_at
from assurance.web.transaction import attempt, commits, database, db

blueprint = Blueprint("keys", __name__, url_prefix="/my-key")


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW)
@commits
def show() -> ResponseReturnValue:
    """My key and the boxes whose shares I hold; or the form to set it up."""
    key = find_holder_key(db(), actor().user_id)
    form = SetUpForm()

    def act() -> None:
        holder_keys.set_up(
            db(), passphrase=form.passphrase.data, again=form.passphrase_again.data, actor=actor(), now=now(),
            stepped_up_at=stepped_up_at(),
        )  # fmt: skip

    if attempt(form, act):
        flash("Your key is set up. Officers can name you as a holder now.", "success")
        return redirect(url_for(".show"))
    page = render_template(
        "staff/keys/show.html", key=key, form=form, fingerprint=fingerprint(key.public_key) if key else "",
        shares=list_shares_of(db(), actor().user_id), is_fresh=_is_fresh(),
    )  # fmt: skip
    return page, form.status


@blueprint.route("/passphrase", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW, fresh_to="change your passphrase")
@commits
def passphrase() -> ResponseReturnValue:
    """Protect the same key with another passphrase."""
    form = ChangePassphraseForm()

    def act() -> None:
        typed = {"passphrase": form.passphrase.data, "again": form.passphrase_again.data}
        holder_keys.check_new(db(), **typed, actor=actor())
        db().commit()  # nobody waits for a lock while a passphrase is compared
        private = holder_keys.guess(
            database(), passphrase=form.old_passphrase.data, actor=actor(), address=request.remote_addr or "",
            now=now(), tag="holder-key:refused", field="old_passphrase",
        )  # fmt: skip
        holder_keys.change_passphrase(db(), **typed, private=private, actor=actor(), now=now())

    if attempt(form, act):
        flash("Your passphrase is changed. Your key and your shares stay.", "success")
        return redirect(url_for(".show"))
    return render_template("staff/keys/passphrase.html", form=form), form.status


@blueprint.route("/replace", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW)
@commits
def replace() -> ResponseReturnValue:
    """Set up another key when the passphrase is forgotten; what was sealed to the old one is lost."""
    form = ReplaceForm()

    def act() -> None:
        holder_keys.set_up(
            db(), passphrase=form.passphrase.data, again=form.passphrase_again.data, actor=actor(), now=now(),
            stepped_up_at=stepped_up_at(), replace=True,
        )  # fmt: skip

    if attempt(form, act):
        flash("Your key is replaced. Shares of tender boxes sealed to the old one are lost.", "success")
        return redirect(url_for(".show"))
    shares = list_shares_of(db(), actor().user_id)
    return render_template("staff/keys/replace.html", form=form, shares=shares, is_fresh=_is_fresh()), form.status


def _is_fresh() -> bool:
    return second_factor.is_fresh(stepped_up_at(), now())
