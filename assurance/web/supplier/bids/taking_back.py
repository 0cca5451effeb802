"""Taking a submitted tender back before the deadline, to change it or out of the box."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.services import taking_back
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids.forms import ReopenForm, SendForm
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/<bid_id>/take-back", methods=["GET", "POST"])
@requires(Permission.BID_SUBMIT)
@commits
def take_back(bid_id: str) -> ResponseReturnValue:
    """Put the tender back in our hands to change it; what was submitted stands until the change is submitted."""
    form = ReopenForm()

    def act() -> None:
        code = None if form.is_blank else form.secret_code.data or ""
        taking_back.reopen(db(), bid=bid(), return_code=code, actor=actor(), now=now())

    if attempt(form, act):
        flash("You can change the tender now. The one you submitted stands until you submit again.", "success")
        return redirect(url_for(".show", bid_id=bid_id))
    return render_template("supplier/bids/take_back.html", bid=bid(), form=form), form.status


@blueprint.route("/<bid_id>/take-out", methods=["GET", "POST"])
@requires(Permission.BID_SUBMIT)
@commits
def take_out(bid_id: str) -> ResponseReturnValue:
    """Take the tender out of the box; until another is submitted there is none."""
    form = SendForm(version=bid().version)
    if form.validate_on_submit():
        taking_back.take_out(db(), bid=bid(), actor=actor(), now=now())
        flash("The tender is out of the box. It is not submitted until you submit it again.", "success")
        return redirect(url_for(".show", bid_id=bid_id))
    return render_template("supplier/bids/take_out.html", bid=bid(), form=form), form.status


@blueprint.post("/<bid_id>/keep-submitted")
@requires(Permission.BID_SUBMIT)
@commits
def keep_submitted(bid_id: str) -> ResponseReturnValue:
    """Give up a change; what was submitted stands."""
    taking_back.keep_submitted(db(), bid=bid(), actor=actor(), now=now())
    flash("The change is given up. The tender you submitted stands.", "success")
    return redirect(url_for(".show", bid_id=bid_id))
