"""Sessions in the participant's own calendar, and its own actions."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.persistence.queries.bids import get_session
from assurance.persistence.queries.dialogue_record import list_actions_of_bid
from assurance.services import dialogue
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.dialogue.forms import FinishOwnActionForm
from assurance.web.supplier.dialogue.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/session/<session_id>/calendar.ics")
@requires(Permission.BID_VIEW)
def calendar_file(bid_id: str, session_id: str) -> ResponseReturnValue:
    """A session as a file for a calendar."""
    row = get_session(db(), bid().id, session_id)
    return Response(
        dialogue.session_file(row, now=now()), mimetype="text/calendar",
        headers={"Content-Disposition": f'attachment; filename="{dialogue.file_name(row)}"'},
    )  # fmt: skip


@blueprint.route("/action/<action_id>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def finish_action(bid_id: str, action_id: str) -> ResponseReturnValue:
    """Say that an action of one's own organisation is done, and how."""
    action = next((each for each in list_actions_of_bid(db(), bid().id) if each.public_id == action_id), None)
    if action is None:
        raise NotFound("There is no such action, or it is not yours to see")
    form = FinishOwnActionForm()

    def act() -> None:
        dialogue.finish_action(db(), action=action, note=form.note.data, actor=actor(), now=now())

    if attempt(form, act):
        flash("The action is done.", "success")
        return redirect(url_for("supplier.bids.dialogue", bid_id=bid_id))
    return render_template("supplier/dialogue/finish_action.html", bid=bid(), form=form, action=action), form.status
