"""Requests to take part: what each bidder said of itself, what the system found, what was decided."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.provision.value import turnover_finding
from assurance.domain.selection.grounds import TEMPLATE
from assurance.persistence.queries.planning import get_contract_value
from assurance.persistence.queries.selection import list_decisions, list_requests
from assurance.persistence.queries.suppliers import list_taken_over
from assurance.services import audit, selection
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.selection.forms import SELECT, DecideRequestForm
from assurance.web.transaction import attempt, commits, database, db

blueprint = Blueprint("selection", __name__, url_prefix="/procurements/<ref>/selection")


@blueprint.get("/")
@requires(Permission.SELECTION_DECIDE)
def index(ref: str) -> ResponseReturnValue:
    """The requests with what was found about each, once the call is closed; before that only how many."""
    requests = list_requests(db(), procurement().id)
    annual = get_contract_value(db(), procurement()).annual
    return render_template(
        "staff/selection/index.html",
        procurement=procurement(),
        requests=requests,
        findings={each.id: turnover_finding(each.annual_turnover_amount, annual) for each in requests},
        decisions=list_decisions(db(), procurement().id),
        hidden=selection.why_hidden(procurement()),
        annual=annual,
    )


@blueprint.route("/<bid_id>/decide", methods=["GET", "POST"])
@requires(Permission.SELECTION_DECIDE)
@commits
def decide(ref: str, bid_id: str) -> ResponseReturnValue:
    """Read one request and decide it with a reason."""
    if bid().requested_at is None or selection.why_hidden(procurement()):
        raise NotFound("There is no such request, or it is not yours to see yet")
    form = DecideRequestForm(version=bid().version)

    def act() -> None:
        selection.decide(
            db(), bid=bid(), select=form.decision.data == SELECT, reason=form.reason.data,
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"The decision on {bid().organisation.name} is on record.", "success")
        return redirect(url_for(".index", ref=ref))
    return _decide_page(form)


def _decide_page(form: DecideRequestForm) -> ResponseReturnValue:
    value = get_contract_value(db(), procurement())
    decision = list_decisions(db(), procurement().id).get(bid().id)
    page = render_template(
        "staff/selection/decide.html", form=form, procurement=procurement(), bid=bid(), annual=value.annual,
        finding=turnover_finding(bid().annual_turnover_amount, value.annual), decision=decision,
        closed="" if decision else selection.why_closed(procurement()), taken=list_taken_over(db(), bid().id),
        grounds=TEMPLATE,
    )  # fmt: skip
    if request.method == "GET":
        audit.record_apart(
            database(), tag="request:viewed", actor=actor(), now=now(), reference=procurement().reference,
            subject=bid().public_id,
        )  # fmt: skip
    return page, form.status
