"""Registering the providers of today, or saying that none loses."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries import system_impact as queries
from assurance.services import system_impact
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.impact.forms import DEFICIT, SURPLUS, ConfirmForm, IncumbentForm, NobodyLosesForm
from assurance.web.staff.impact.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/providers/new", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def add_incumbent(ref: str) -> ResponseReturnValue:
    """Register a provider of today."""
    form = IncumbentForm(version=0)

    def act() -> None:
        system_impact.save_incumbent(
            db(), procurement=procurement(), name=form.name.data, income=form.data["income"], result=form.result,
            dependents=form.dependents.data or "", actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The provider is in the ledger. Bidders say what they would do to it.", "success")
        return redirect(url_for(".index", ref=ref))
    return render_template("staff/impact/add_incumbent.html", procurement=procurement(), form=form), form.status


@blueprint.route("/providers/<code>", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def edit_incumbent(ref: str, code: str) -> ResponseReturnValue:
    """Change a provider of today."""
    row = queries.get_incumbent(db(), procurement().id, code)
    ended = DEFICIT if row.result_amount < 0 else SURPLUS
    form = IncumbentForm(
        version=row.version, name=row.name, income=row.income_amount, ended=ended, amount=abs(row.result_amount),
        dependents=row.dependents,
    )  # fmt: skip

    def act() -> None:
        system_impact.save_incumbent(
            db(), procurement=procurement(), row=row, version=form.expected_version, name=form.name.data,
            income=form.data["income"], result=form.result, dependents=form.dependents.data or "", actor=actor(),
            now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"{row.name} is saved.", "success")
        return redirect(url_for(".index", ref=ref))
    page = render_template(
        "staff/impact/edit_incumbent.html", procurement=procurement(), form=form, row=row,
        remove_form=ConfirmForm(formdata=None),
    )  # fmt: skip
    return page, form.status


@blueprint.post("/providers/<code>/remove")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def remove_incumbent(ref: str, code: str) -> ResponseReturnValue:
    """Take a provider out of the ledger."""
    row = queries.get_incumbent(db(), procurement().id, code)
    system_impact.remove_incumbent(db(), row=row, actor=actor(), now=now())
    flash(f"{row.name} is taken out of the ledger.", "success")
    return redirect(url_for(".index", ref=ref))


@blueprint.route("/nobody", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def nobody_loses(ref: str) -> ResponseReturnValue:
    """Put on record that no provider of today loses, and why."""
    scope = queries.find_scope(db(), procurement().id)
    form = NobodyLosesForm(reason=scope.reason if scope else "")

    def act() -> None:
        system_impact.state_nobody_loses(
            db(), procurement=procurement(), reason=form.reason.data, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("It is on record that no provider of today loses by this programme.", "success")
        return redirect(url_for(".index", ref=ref))
    return render_template("staff/impact/nobody_loses.html", procurement=procurement(), form=form), form.status
