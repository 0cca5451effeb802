"""The bidder's letters: invitations, the de-brief with asking for it, and each letter as a PDF to keep."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.packs.correspondence import print_letter, print_outcome
from assurance.persistence.queries.correspondence import find_request, get_issued
from assurance.services import correspondence as service
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids.forms import DebriefForm
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/<bid_id>/letters/<kind>")
@requires(Permission.BID_VIEW)
def correspondence(bid_id: str, kind: str) -> ResponseReturnValue:
    """One invitation, or the de-brief, as it was issued."""
    letter = get_issued(db(), bid().id, kind)
    return render_template(
        "supplier/bids/correspondence.html",
        bid=bid(),
        kind=kind,
        letter=letter.content,
        written=service.written_on(letter.content),
    )


@blueprint.get("/<bid_id>/letters/<kind>.pdf")
@requires(Permission.BID_VIEW)
def correspondence_pdf(bid_id: str, kind: str) -> ResponseReturnValue:
    """The same as a letter to keep."""
    letter = get_issued(db(), bid().id, kind)
    return _pdf(print_letter(letter.content, is_demonstration=bid().procurement.is_demonstration), kind)


@blueprint.get("/<bid_id>/letter.pdf")
@requires(Permission.BID_VIEW)
def letter_pdf(bid_id: str) -> ResponseReturnValue:
    """The letter of the outcome as a PDF to keep."""
    return _pdf(print_outcome(db(), bid().procurement, bid().public_id), "outcome")


@blueprint.route("/<bid_id>/de-brief", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def ask_debrief(bid_id: str) -> ResponseReturnValue:
    """Ask for a de-brief, once."""
    form = DebriefForm()

    def act() -> None:
        service.ask(db(), bid=bid(), text=form.text.data or "", actor=actor(), now=now())

    if attempt(form, act):
        flash("The authority has your question. You are told when the de-brief is here.", "success")
        return redirect(url_for(".ask_debrief", bid_id=bid_id))
    asked = find_request(db(), bid().id)
    page = render_template(
        "supplier/bids/ask_debrief.html", bid=bid(), form=form, asked=asked,
        why_not="" if asked else service.why_not_asked(db(), bid()),
    )  # fmt: skip
    return page, form.status


def _pdf(made: bytes, named: str) -> Response:
    name = f"{bid().procurement.reference}-{named.replace('_', '-')}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, mimetype="application/pdf", headers=headers)
