"""The past procurements of others that the plan is compared with."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SubmitField, TextAreaField

from assurance.domain.authority.permissions import Permission
from assurance.domain.ocds.past.procurement import middle, yearly_value
from assurance.persistence.queries.past import find_past, list_comparables
from assurance.persistence.queries.planning import get_contract_value
from assurance.services.open_data import comparing
from assurance.web.forms.base import BaseForm
from assurance.web.forms.past import read_form
from assurance.web.forms.validators import required
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.past.presenters import money, yearly
from assurance.web.staff.planning.routes import blueprint
from assurance.web.transaction import attempt, commits, db

OFFERED = 10
"""Most that are offered at once; a narrower search finds the others."""


class CompareForm(BaseForm):
    """A past procurement to compare with, and why."""

    past = RadioField("What was found", [required("Choose one of those found")], validate_choice=False)
    reason = TextAreaField("Why it can be compared", [required("Say why it can be compared")])
    submit = SubmitField("Compare the plan with it")


@blueprint.get("/comparables")
@requires(Permission.PROCUREMENT_VIEW)
def comparables(ref: str) -> ResponseReturnValue:
    """What the plan is compared with, and a search for more."""
    return _page(CompareForm(formdata=None))


@blueprint.post("/comparables")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def add_comparable(ref: str) -> ResponseReturnValue:
    """Compare the plan with one more."""
    form = CompareForm()

    def act() -> None:
        comparing.compare_with(
            db(), procurement=procurement(), past_id=form.past.data, reason=form.reason.data, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The plan is compared with it.", "success")
        return redirect(url_for(".comparables", ref=ref))
    return _page(form)


@blueprint.post("/comparables/remove")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def remove_comparable(ref: str) -> ResponseReturnValue:
    """No longer compare the plan with one of them."""
    past_id = request.form.get("past", "")
    comparing.let_go(db(), procurement=procurement(), past_id=past_id, actor=actor(), now=now())
    flash("The plan is no longer compared with it.", "success")
    return redirect(url_for(".comparables", ref=ref))


def _page(form: CompareForm) -> ResponseReturnValue:
    chosen = list_comparables(db(), procurement().id)
    looked, search = read_form(request.args)
    found, total = find_past(db(), procurement().organisation_id, search, 1)
    known = {each.past_procurement_id for each in chosen}
    form.past.choices = [(each.public_id, _label(each)) for each in found if each.id not in known][:OFFERED]
    pounds = [each.past for each in chosen if each.past.currency == "GBP"]
    years = [yearly_value(each.value_amount, each.starts_on, each.ends_on) for each in pounds]
    page = render_template(
        "staff/planning/comparables.html", procurement=procurement(), chosen=chosen, form=form, looked=looked,
        params=search.as_params(), total=total, value=get_contract_value(db(), procurement()),
        middle=middle([each for each in years if each is not None]), of=sum(each is not None for each in years),
        money=money, yearly=yearly,
    )  # fmt: skip
    return page, form.status


def _label(past: Any) -> str:
    published = f", {past.published_on.year}" if past.published_on else ""
    return f"{past.title} ({past.buyer}{published})"
