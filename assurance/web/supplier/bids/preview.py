"""The bidder's own answers, drawn as the people who mark them will read them; to look at and to print."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import Conflict
from assurance.domain.evaluation.criteria import Kind
from assurance.persistence.queries.bids import Parts, get_parts
from assurance.persistence.queries.criteria import list_scored
from assurance.web.guards import bid, requires
from assurance.web.supplier.bids import presenters
from assurance.web.supplier.bids.parts import criterion_of
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import db

SEALED = "The tender is sealed, so it cannot be shown. Take it back with your return code to read it"


@blueprint.get("/<bid_id>/preview")
@requires(Permission.BID_VIEW)
def preview(bid_id: str) -> ResponseReturnValue:
    """Every answer that is marked, with its question, and the documents."""
    asked = list_scored(db(), bid().procurement_id)
    return render_template("supplier/bids/preview.html", bid=bid(), criteria=asked, parts=_readable())


@blueprint.get("/<bid_id>/preview/<code>")
@requires(Permission.BID_VIEW)
def preview_answer(bid_id: str, code: str) -> ResponseReturnValue:
    """One answer with its question, and the documents."""
    asked = criterion_of(code, Kind.SCORED)
    return render_template("supplier/bids/preview_answer.html", bid=bid(), criterion=asked, parts=_readable())


def _readable() -> Parts:
    if bid().submitted_at is not None and not presenters.in_hand(bid()) and bid().manifest is None:
        raise Conflict(SEALED)
    return get_parts(db(), bid().id)
