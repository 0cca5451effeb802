"""The outline solution of a participant: written version by version, and submitted while the round is open."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.dialogue.outlines import WORD_LIMIT, why_not_written
from assurance.persistence.queries.dialogue_record import list_outlines
from assurance.services import dialogue
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.dialogue.forms import SubmitOutlineForm, WriteOutlineForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("dialogue", __name__, url_prefix="/bids/<bid_id>/dialogue")


@blueprint.get("/outline")
@requires(Permission.BID_VIEW)
def outline(bid_id: str) -> ResponseReturnValue:
    """The outline solutions of the organisation, by round and version, and what can be done now."""
    return render_template(
        "supplier/dialogue/outline.html", bid=bid(), versions=list_outlines(db(), bid().id),
        latest=dialogue.latest(db(), bid()), closed=why_not_written(bid().procurement.stage, bid().stage),
    )  # fmt: skip


@blueprint.route("/outline/write", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def write_outline(bid_id: str) -> ResponseReturnValue:
    """Write the outline solution of the open round; each change that is saved is a version of its own."""
    latest = dialogue.latest(db(), bid())
    form = WriteOutlineForm(text=latest.text if latest else "", number=latest.number if latest else 0)

    def act() -> None:
        dialogue.save_outline(
            db(), bid=bid(), text=form.text.data, seen=int(form.number.data), actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The version is saved. The authority sees it once it is submitted.", "success")
        return redirect(url_for(".outline", bid_id=bid_id))
    page = render_template(
        "supplier/dialogue/write_outline.html", bid=bid(), form=form, limit=WORD_LIMIT,
        closed=why_not_written(bid().procurement.stage, bid().stage),
    )  # fmt: skip
    return page, form.status


@blueprint.post("/outline/submit")
@requires(Permission.BID_SUBMIT)
@commits
def submit_outline(bid_id: str) -> ResponseReturnValue:
    """Submit the newest version to the authority."""
    form = SubmitOutlineForm()
    if form.validate_on_submit():
        dialogue.submit_outline(db(), bid=bid(), number=int(form.number.data), actor=actor(), now=now())
        flash("The outline solution is submitted.", "success")
    return redirect(url_for(".outline", bid_id=bid_id))
