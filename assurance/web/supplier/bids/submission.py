"""Submitting: check everything on one page, submit, keep the receipt, take back."""

from __future__ import annotations

import json

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.provision.integration import IntegrationForm
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.criteria import list_criteria
from assurance.services import bids, submission
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids import presenters
from assurance.web.supplier.bids.forms import SendForm
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import commits, db


@blueprint.get("/<bid_id>/check")
@requires(Permission.BID_VIEW)
def check(bid_id: str) -> ResponseReturnValue:
    """The whole tender on one page, what is missing, and the button to submit."""
    return _check_page(SendForm(version=bid().version))


@blueprint.post("/<bid_id>/submit")
@requires(Permission.BID_SUBMIT)
@commits
def submit(bid_id: str) -> ResponseReturnValue:
    """Submit the tender as it was checked."""
    form = SendForm(version=bid().version)
    if not form.validate_on_submit():
        return _check_page(form)
    submission.submit(db(), bid=bid(), version=form.expected_version, actor=actor(), now=now())
    return redirect(url_for(".receipt", bid_id=bid_id))


@blueprint.get("/<bid_id>/receipt")
@requires(Permission.BID_VIEW)
def receipt(bid_id: str) -> ResponseReturnValue:
    """The receipt: what was received, when, with the hash of every item."""
    given = submission.receipt(db(), bid=bid())
    return render_template("supplier/bids/receipt.html", bid=bid(), receipt=given)


@blueprint.get("/<bid_id>/receipt.json")
@requires(Permission.BID_VIEW)
def receipt_json(bid_id: str) -> ResponseReturnValue:
    """The receipt as a file to keep."""
    given = submission.receipt(db(), bid=bid())
    name = f"receipt-{bid().procurement.reference}-{given['receipt']}.json"
    text = json.dumps(given, indent=2, ensure_ascii=False)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="application/json", headers=headers)


@blueprint.route("/<bid_id>/take-back", methods=["GET", "POST"])
@requires(Permission.BID_SUBMIT)
@commits
def take_back(bid_id: str) -> ResponseReturnValue:
    """Take the tender back to change it before the deadline."""
    form = SendForm(version=bid().version)
    if form.validate_on_submit():
        submission.take_back(db(), bid=bid(), actor=actor(), now=now())
        flash("The tender is taken back. It is not submitted until you submit it again.", "success")
        return redirect(url_for(".show", bid_id=bid_id))
    return render_template("supplier/bids/take_back.html", bid=bid(), form=form), form.status


def _check_page(form: SendForm) -> ResponseReturnValue:
    mine = bid()
    missing = bids.missing_parts(db(), mine)
    page = render_template(
        "supplier/bids/check.html",
        bid=mine,
        form=form,
        criteria=list_criteria(db(), mine.procurement_id),
        parts=get_parts(db(), mine.id),
        missing=[(part.what, presenters.part_link(mine, part)) for part in missing],
        form_label=IntegrationForm(mine.integration_form).label if mine.integration_form else "",
    )
    return page, form.status
