"""Using the organisation's standing answers in a request to take part."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.services import suppliers
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import commits, db


@blueprint.post("/<bid_id>/request/standing")
@requires(Permission.BID_WRITE)
@commits
def use_standing(bid_id: str) -> ResponseReturnValue:
    """Copy the standing answers into the request."""
    count = suppliers.take_over(db(), bid=bid(), actor=actor(), now=now())
    flash(f"{count} standing {'answer is' if count == 1 else 'answers are'} part of this request now.", "success")
    return redirect(url_for(".request", bid_id=bid_id))
