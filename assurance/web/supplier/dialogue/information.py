"""What the participant was given: briefings and versions of the specification, with what changed marked."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.outgoing import get_given, label_of, list_given, version_before
from assurance.services import dialogue
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.dialogue.routes import blueprint
from assurance.web.transaction import apart, db


@blueprint.get("/information")
@requires(Permission.BID_VIEW)
def information(bid_id: str) -> ResponseReturnValue:
    """Everything the organisation was given in the dialogue, newest first."""
    return render_template(
        "supplier/dialogue/information.html", bid=bid(), given=list_given(db(), bid().id), label=label_of
    )


@blueprint.get("/information/<outgoing_id>")
@requires(Permission.BID_VIEW)
def given(bid_id: str, outgoing_id: str) -> ResponseReturnValue:
    """One piece of information; that it was opened, and by whom, is noted the first time."""
    row = get_given(db(), bid().id, outgoing_id)
    if row.seen_at is None:
        with apart().transaction() as session:
            dialogue.see(session, given=get_given(session, bid().id, outgoing_id), actor=actor(), now=now())
    mine = [each.outgoing for each in list_given(db(), bid().id)]
    return render_template(
        "supplier/dialogue/given.html", bid=bid(), row=row.outgoing, given_at=row.given_at,
        label=label_of(row.outgoing), before=version_before(mine, row.outgoing.kind, row.outgoing.number),
    )  # fmt: skip
