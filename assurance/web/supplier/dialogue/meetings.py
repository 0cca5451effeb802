"""Sessions in the participant's own calendar, and its own actions."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.persistence.queries.bids import get_session
from assurance.persistence.queries.dialogue_record import list_actions_of_bid
from assurance.web.downloads import calendar
from assurance.web.finishing import FinishActionForm, finish
from assurance.web.guards import bid, requires
from assurance.web.supplier.dialogue.routes import blueprint
from assurance.web.transaction import commits, db


@blueprint.get("/session/<session_id>/calendar.ics")
@requires(Permission.BID_VIEW)
def calendar_file(bid_id: str, session_id: str) -> ResponseReturnValue:
    """A session as a file for a calendar."""
    row = get_session(db(), bid().id, session_id)
    return calendar(row)


@blueprint.route("/action/<action_id>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def finish_action(bid_id: str, action_id: str) -> ResponseReturnValue:
    """Say that an action of one's own organisation is done, and how."""
    action = next((each for each in list_actions_of_bid(db(), bid().id) if each.public_id == action_id), None)
    if action is None:
        raise NotFound("There is no such action, or it is not yours to see")
    form = FinishActionForm()
    if finish(action, form):
        return redirect(url_for("supplier.bids.dialogue", bid_id=bid_id))
    return render_template("supplier/dialogue/finish_action.html", bid=bid(), form=form, action=action), form.status
