"""What the lead provider does under its contract: report, ask for a subcontractor, sign a review."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.contracts.periods import quarter as quarter_on
from assurance.domain.errors import NotFound
from assurance.persistence.queries.contract_running import get_review_of, list_reports
from assurance.services.contracting import reporting, reviewing, subcontracting
from assurance.services.contracting.running import contract_of
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.contract.forms import AgreeForm, ReportForm, SubcontractForm
from assurance.web.supplier.contract.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/results/<int:year>/<int:quarter>/<kind>/<code>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def report(bid_id: str, year: int, quarter: int, kind: str, code: str) -> ResponseReturnValue:
    """Report one result of a quarter that is over."""
    contract = contract_of(db(), bid())
    asked = reporting.get_asked(db(), contract, kind, code)
    form = ReportForm()

    def act() -> None:
        reporting.report(
            db(), contract=contract, asked=asked, year=year, quarter=quarter, result=form.result, actor=actor(),
            now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"The result is reported: {asked.name}.", "success")
        return redirect(url_for(".show", bid_id=bid_id))
    before = [each for each in list_reports(db(), contract.id, year) if (each.kind, each.code) == (kind, code)]
    page = render_template(
        "supplier/contract/report.html", bid=bid(), form=form, asked=asked, before=before,
        quarter=quarter_on(contract.starts_on, year, min(max(quarter, 1), 4)),
        is_reported=reporting.find_standing(before, asked, quarter) is not None,
    )  # fmt: skip
    return page, form.status


@blueprint.route("/subcontractors/ask", methods=["GET", "POST"])
@requires(Permission.BID_SUBMIT)
@commits
def ask_subcontract(bid_id: str) -> ResponseReturnValue:
    """Ask to add a subcontractor, or to put one in the place of another."""
    contract = contract_of(db(), bid())
    form = SubcontractForm([each.terms["name"] for each in subcontracting.list_current(db(), contract)])

    def act() -> None:
        subcontracting.propose(db(), contract=contract, wanted=form.wanted, actor=actor(), now=now())

    if attempt(form, act):
        flash("The authority is asked. It looks into grounds for exclusion before it decides.", "success")
        return redirect(url_for(".show", bid_id=bid_id))
    return render_template("supplier/contract/ask_subcontract.html", bid=bid(), form=form), form.status


@blueprint.route("/reviews/<int:year>", methods=["GET", "POST"])
@requires(Permission.BID_VIEW)
@commits
def review(bid_id: str, year: int) -> ResponseReturnValue:
    """The review of a year, which the authority has signed, to be signed by the lead provider."""
    row = get_review_of(db(), contract_of(db(), bid()).id, year)
    if row.signed_at is None:
        raise NotFound("This contract year has no review yet")
    form = AgreeForm()
    if attempt(form, lambda: reviewing.agree(db(), review=row, actor=actor(), now=now())):
        flash("The review is signed.", "success")
        return redirect(url_for(".show", bid_id=bid_id))
    return render_template("supplier/contract/review.html", bid=bid(), row=row, form=form), form.status
