"""Key performance indicators: set, and never edited once something is measured by them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.contract_running import list_indicators
from assurance.persistence.queries.contracts import get_contract
from assurance.persistence.queries.gates import list_conditions
from assurance.services.contracting import indicators as acts
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.contract.routes import blueprint
from assurance.web.staff.contract.running_forms import IndicatorForm
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/indicators")
@requires(Permission.CONTRACT_VIEW)
def indicators(ref: str) -> ResponseReturnValue:
    """The indicators with their targets and consequences, and whether the law asks for more."""
    contract = get_contract(db(), procurement().id)
    return render_template(
        "staff/contract/indicators.html", procurement=procurement(), rows=list_indicators(db(), contract.id),
        missing=acts.missing_of(db(), contract), uncarried=acts.uncarried(db(), contract),
    )  # fmt: skip


@blueprint.route("/indicators/set", methods=["GET", "POST"])
@requires(Permission.CONTRACT_RUN)
@commits
def set_indicator(ref: str) -> ResponseReturnValue:
    """Set an indicator."""
    contract = get_contract(db(), procurement().id)
    form = IndicatorForm(list_conditions(db(), procurement().id))

    def act() -> None:
        acts.set_indicator(db(), contract=contract, terms=form.terms, actor=actor(), now=now())

    if attempt(form, act):
        flash("The indicator is set.", "success")
        return redirect(url_for(".indicators", ref=ref))
    page = render_template("staff/contract/set_indicator.html", procurement=procurement(), form=form)
    return page, form.status
