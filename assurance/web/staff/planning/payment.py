"""The payment model: what is published of it, setting it, trying it, and whose results are pooled."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.contracts.figures import reckon
from assurance.domain.errors import Conflict
from assurance.persistence.queries.payment import find_plan
from assurance.persistence.queries.planning import get_contract_value, get_outcome
from assurance.services import payment_model, planning
from assurance.web.forms.payment import try_form
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.planning.payment_forms import NetworkForm, payment_model_form
from assurance.web.staff.planning.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/payment")
@requires(Permission.PROCUREMENT_VIEW)
def payment(ref: str) -> ResponseReturnValue:
    """How the contract will pay, and what that may bring a provider."""
    here = procurement()
    standing = payment_model.standing(db(), here)
    plan = find_plan(db(), here.id)
    return render_template(
        "staff/planning/payment.html", procurement=here, standing=standing, plan=plan,
        fixed=planning.why_fixed(here), terms=payment_model.terms_of(standing.model) if standing.model else None,
        figures=reckon(standing.model) if standing.is_sound and standing.model else None,
    )  # fmt: skip


@blueprint.route("/payment/edit", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def edit_payment(ref: str) -> ResponseReturnValue:
    """Set how each contract year is paid."""
    here = procurement()
    plan, kept = find_plan(db(), here.id), payment_model.standing(db(), here).model
    envelope = get_contract_value(db(), here).by_year
    form = payment_model_form(here.contract_years, envelope, kept, plan.version if plan else 0)

    def act() -> None:
        payment_model.set_model(
            db(), procurement=here, years=form.years, risk=form.risk, limit=form.limited,
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The payment model is saved.", "success")
        return redirect(url_for(".payment", ref=ref))
    page = render_template(
        "staff/planning/edit_payment.html", procurement=here, form=form, fixed=planning.why_fixed(here)
    )
    return page, form.status


@blueprint.route("/payment/try", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_VIEW)
def try_payment(ref: str) -> ResponseReturnValue:
    """Try other outcome shares and assumptions beside the model as it stands; nothing is kept."""
    here = procurement()
    model = payment_model.of(db(), here)
    if model is None:
        raise Conflict("There is no payment model to try yet", endpoint="staff.planning.payment")
    form = try_form(model)
    tried = None
    if form.validate_on_submit():
        tried = reckon(model.with_shares(form.shares), **form.assumptions)
    page = render_template(
        "staff/planning/try_payment.html",
        procurement=here,
        form=form,
        standing=reckon(model),
        tried=tried,
    )
    return page, form.status


@blueprint.route("/outcomes/<code>/network", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def network(ref: str, code: str) -> ResponseReturnValue:
    """Name the members whose results on an outcome are pooled."""
    here, outcome = procurement(), get_outcome(db(), procurement().id, code)
    members = payment_model.networks(db(), here).get(code, [])
    form = NetworkForm(data={"members": "\n".join(f"{each.name}, {each.people:,}" for each in members)})

    def act() -> None:
        payment_model.set_network(db(), procurement=here, outcome=outcome, members=form.named, actor=actor(), now=now())

    if attempt(form, act):
        flash(f"The network of “{outcome.name}” is saved.", "success")
        return redirect(url_for(".payment", ref=ref))
    page = render_template(
        "staff/planning/network.html", procurement=here, form=form, outcome=outcome, members=members,
        fixed=planning.why_fixed(here),
    )  # fmt: skip
    return page, form.status
