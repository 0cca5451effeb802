"""Results of the quarters: what came in, what is still to come, and the decision on each."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.contract_running import get_report
from assurance.persistence.queries.contracts import get_contract
from assurance.services.contracting import reporting
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.contract.routes import blueprint
from assurance.web.staff.contract.running_forms import DecideResultForm
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/results")
@requires(Permission.CONTRACT_VIEW)
def results(ref: str) -> ResponseReturnValue:
    """Every result reported, quarter by quarter, and what is missing."""
    contract = get_contract(db(), procurement().id)
    return render_template(
        "staff/contract/results.html", procurement=procurement(), contract=contract,
        quarters=reporting.list_by_quarter(db(), contract), missing=reporting.overdue(db(), contract, now()),
    )  # fmt: skip


@blueprint.route("/results/<int:year>/<int:quarter>/<kind>/<code>", methods=["GET", "POST"])
@requires(Permission.CONTRACT_RUN)
@commits
def result(ref: str, year: int, quarter: int, kind: str, code: str) -> ResponseReturnValue:
    """Accept a result, and rate it where it is an indicator, or send it back with a question."""
    contract = get_contract(db(), procurement().id)
    row = get_report(db(), contract.id, year, quarter, kind, code)
    asked = reporting.get_asked(db(), contract, kind, code)
    proposed = reporting.proposed_rating(asked, row.actual)
    form = DecideResultForm(data={"rating": proposed.value if proposed else None})

    def act() -> None:
        said = form.reason.data or ""
        if form.decision.data == "query":
            reporting.query(db(), row=row, reason=said, actor=actor(), now=now())
        else:
            reporting.accept(db(), row=row, rating=form.rating.data or "", reason=said, actor=actor(), now=now())

    if attempt(form, act):
        flash(f"{asked.name}: {row.decision}.", "success")
        return redirect(url_for(".results", ref=ref))
    page = render_template(
        "staff/contract/result.html", procurement=procurement(), row=row, asked=asked, form=form, proposed=proposed
    )
    return page, form.status
