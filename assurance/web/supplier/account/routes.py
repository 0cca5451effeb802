"""The organisation at a glance, and its profile."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.suppliers.people import Part
from assurance.persistence.queries.delivery import list_undelivered
from assurance.persistence.queries.suppliers import (
    get_profile,
    get_standing_answers,
    list_people_of,
    list_standing,
)
from assurance.services import suppliers
from assurance.web.guards import actor, now, requires
from assurance.web.supplier.account.forms import ProfileForm
from assurance.web.supplier.together import attempt_together, let_other_stand, takes_other
from assurance.web.transaction import commits, db

blueprint = Blueprint("account", __name__, url_prefix="/organisation")


@blueprint.get("/")
@requires(Permission.SUPPLIER_DESK)
def show() -> ResponseReturnValue:
    """Who we are, who acts for us and how, and what we say of ourselves for every bid."""
    organisation_id = actor().organisation_id
    invitations = list_standing(db(), organisation_id)
    return render_template(
        "supplier/account/show.html",
        organisation=actor().organisation_name,
        profile=get_profile(db(), organisation_id),
        people=[(person, suppliers.part_of(person)) for person in list_people_of(db(), organisation_id)],
        invitations=invitations,
        undelivered=list_undelivered(db(), [f"invitation:{each.public_id}" for each in invitations]),
        standing=get_standing_answers(db(), organisation_id),
        kinds=list(suppliers.Kind),
        parts=list(Part),
        me=actor().user_id,
    )


@blueprint.route("/profile", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_LEAD)
@commits
def profile() -> ResponseReturnValue:
    """Keep the organisation's profile."""
    row = get_profile(db(), actor().organisation_id)
    form = ProfileForm(obj=row)
    if takes_other():
        return let_other_stand(url_for(".profile"))
    names = ("company_number", "charity_number", "ods_code", "address")

    def act() -> None:
        suppliers.update_profile(
            db(), **{name: form[name].data or "" for name in names}, is_sme=form.is_sme.data,
            is_vcse=form.is_vcse.data, annual_turnover_amount=form.annual_turnover_amount.data,
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt_together(form, act, lambda: (ProfileForm(formdata=None, obj=row), row)):
        flash("The profile is saved.", "success")
        return redirect(url_for(".show"))
    return render_template(
        "supplier/account/profile.html", form=form, organisation=actor().organisation_name
    ), form.status
