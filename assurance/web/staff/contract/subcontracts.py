"""The register of subcontractors, and the decision on who is added or replaced."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.contract_running import (
    get_subcontract_change,
    list_register,
    list_subcontract_changes,
)
from assurance.persistence.queries.contracts import get_contract
from assurance.services.contracting import subcontracting
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.contract.routes import blueprint
from assurance.web.staff.contract.running_forms import DecideSubcontractForm
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/subcontractors")
@requires(Permission.CONTRACT_VIEW)
def subcontracts(ref: str) -> ResponseReturnValue:
    """Who delivers care under the lead provider, on what terms, and what is asked to change."""
    contract = get_contract(db(), procurement().id)
    return render_template(
        "staff/contract/subcontracts.html", procurement=procurement(), register=list_register(db(), contract),
        changes=list_subcontract_changes(db(), contract.id),
    )  # fmt: skip


@blueprint.route("/subcontractors/<int:number>", methods=["GET", "POST"])
@requires(Permission.CONTRACT_RUN)
@commits
def subcontract(ref: str, number: int) -> ResponseReturnValue:
    """Let a subcontractor in after a check, or refuse it."""
    change = get_subcontract_change(db(), get_contract(db(), procurement().id).id, number)
    form = DecideSubcontractForm()

    def act() -> None:
        subcontracting.decide(
            db(), change=change, approve=form.decision.data == "approve",
            exclusion_check=form.exclusion_check.data or "", reason=form.reason.data or "", actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The decision is on record, and the lead provider is told.", "success")
        return redirect(url_for(".subcontracts", ref=ref))
    page = render_template("staff/contract/subcontract.html", procurement=procurement(), change=change, form=form)
    return page, form.status
