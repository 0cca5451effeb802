"""Colleagues: invite them, say what each may do, keep one from signing in."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.suppliers.people import Part
from assurance.services import suppliers
from assurance.web.guards import actor, now, requires
from assurance.web.supplier.account.forms import InviteForm, PartForm
from assurance.web.supplier.account.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/people/invite", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_LEAD)
@commits
def invite() -> ResponseReturnValue:
    """Invite a colleague by e-mail."""
    form = InviteForm()

    def act() -> None:
        suppliers.invite(db(), email=form.email.data, part=Part(form.part.data), link=_link, actor=actor(), now=now())

    if attempt(form, act):
        flash(f"An invitation is on its way to {form.email.data}. It works once, for 7 days.", "success")
        return redirect(url_for(".show"))
    return render_template("supplier/account/invite.html", form=form), form.status


def _link(token: str) -> str:
    return f"{current_app.extensions['assurance_settings'].public_url}{url_for('auth.join', token=token)}"


@blueprint.post("/people/invitations/<public_id>/withdraw")
@requires(Permission.ORGANISATION_LEAD)
@commits
def withdraw_invitation(public_id: str) -> ResponseReturnValue:
    """Withdraw an invitation."""
    suppliers.withdraw_invitation(db(), public_id=public_id, actor=actor(), now=now())
    flash("The invitation is withdrawn. Its link opens nothing any more.", "success")
    return redirect(url_for(".show"))


@blueprint.route("/people/<int:user_id>", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_LEAD)
@commits
def person(user_id: int) -> ResponseReturnValue:
    """One colleague: what they may do, and whether they can sign in."""
    who = suppliers.colleague(db(), user_id=user_id, actor=actor())
    part = suppliers.part_of(who).value
    form = PartForm(part=part, was=part)

    def act() -> None:
        suppliers.change_part(db(), person=who, part=Part(form.part.data), was=form.was.data, actor=actor(), now=now())

    if attempt(form, act):
        flash(f"What {who.name} may do is saved. It holds from their next page on.", "success")
        return redirect(url_for(".show"))
    form.was.data = suppliers.part_of(who).value  # whoever sends the form again has been told
    return render_template("supplier/account/person.html", form=form, person=who), form.status


@blueprint.post("/people/<int:user_id>/deactivate")
@requires(Permission.ORGANISATION_LEAD)
@commits
def deactivate(user_id: int) -> ResponseReturnValue:
    """Keep a colleague from signing in."""
    who = suppliers.colleague(db(), user_id=user_id, actor=actor())
    suppliers.deactivate(db(), person=who, actor=actor(), now=now())
    flash(f"{who.name} can no longer sign in; where they were signed in, it has ended.", "success")
    return redirect(url_for(".show") if who.id != actor().user_id else url_for("auth.sign_in"))


@blueprint.post("/people/<int:user_id>/reactivate")
@requires(Permission.ORGANISATION_LEAD)
@commits
def reactivate(user_id: int) -> ResponseReturnValue:
    """Let a colleague sign in again."""
    who = suppliers.colleague(db(), user_id=user_id, actor=actor())
    suppliers.reactivate(db(), person=who, actor=actor(), now=now())
    flash(f"{who.name} can sign in again, as a viewer. Change what they may do on their page.", "success")
    return redirect(url_for(".show"))
