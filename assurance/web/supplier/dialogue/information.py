"""What the participant was given: briefings and versions of the specification, with what changed marked."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.provision.specification import changes
from assurance.persistence.queries.outgoing import get_given, label_of, list_given, version_before
from assurance.persistence.queries.specification import find_published
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
    before = _before(row.outgoing)
    return render_template(
        "supplier/dialogue/given.html", bid=bid(), row=row.outgoing, given_at=row.given_at,
        label=label_of(row.outgoing), before=before,
        changes=changes(before.text, row.outgoing.text) if before else (),
    )  # fmt: skip


def _before(row: Any) -> Any:
    """Return the version before one that was given: the last one given, or else that published with the call."""
    mine = [each.outgoing for each in list_given(db(), bid().id)]
    if row.kind != "specification":
        return None
    return version_before(mine, row.kind, row.number) or find_published(db(), bid().procurement)
