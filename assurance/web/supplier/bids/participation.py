"""The request to take part: fill in, check, send."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.selection.grounds import TEMPLATE
from assurance.persistence.queries.suppliers import get_standing_answers, list_taken_over
from assurance.services import bids
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids import presenters
from assurance.web.supplier.bids.forms import RequestForm, SendForm
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/<bid_id>/request", methods=["GET", "POST"], endpoint="request")
@requires(Permission.BID_WRITE)
@commits
def edit_request(bid_id: str) -> ResponseReturnValue:
    """Fill in the request; it may be saved before it is complete."""
    form = RequestForm(obj=bid())

    def act() -> None:
        bids.save_request(
            db(), bid=bid(), annual_turnover_amount=form.annual_turnover_amount.data,
            has_no_exclusion_ground=form.has_no_exclusion_ground.data, experience=form.experience.data or "",
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The request is saved. It is not sent yet.", "success")
        return redirect(url_for(".send", bid_id=bid_id))
    page = render_template(
        "supplier/bids/request.html", bid=bid(), form=form, taken=list_taken_over(db(), bid().id),
        standing=get_standing_answers(db(), bid().organisation_id), grounds=TEMPLATE,
    )  # fmt: skip
    return page, form.status


@blueprint.route("/<bid_id>/request/send", methods=["GET", "POST"])
@requires(Permission.BID_VIEW)
@commits
def send(bid_id: str) -> ResponseReturnValue:
    """Check the request and send it."""
    form = SendForm(version=bid().version)

    def act() -> None:
        bids.send_request(db(), bid=bid(), actor=actor(), now=now())

    if attempt(form, act):
        flash("Your request to take part is sent. You will be told the decision here.", "success")
        return redirect(url_for(".show", bid_id=bid_id))
    missing = [(part.what, presenters.part_link(bid(), part)) for part in bids.missing_parts(db(), bid())]
    taken = list_taken_over(db(), bid().id)
    page = render_template("supplier/bids/send.html", bid=bid(), form=form, missing=missing, taken=taken)
    return page, form.status
