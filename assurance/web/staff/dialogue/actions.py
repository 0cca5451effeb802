"""Actions agreed in sessions, and the calendar file of a session."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.dialogue import get_session
from assurance.persistence.queries.dialogue_record import get_action
from assurance.services import dialogue
from assurance.web.downloads import calendar
from assurance.web.finishing import FinishActionForm, finish
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.dialogue.record_forms import RecordActionForm
from assurance.web.staff.dialogue.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/session/<session_id>/calendar.ics")
@requires(Permission.DIALOGUE_VIEW)
def calendar_file(ref: str, session_id: str) -> ResponseReturnValue:
    """The session as a file for a calendar."""
    row = get_session(db(), procurement().id, session_id)
    return calendar(row)


@blueprint.route("/session/<session_id>/action", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_LEAD)
@commits
def record_action(ref: str, session_id: str) -> ResponseReturnValue:
    """Put on record what one side is to do after a session."""
    row = get_session(db(), procurement().id, session_id)
    form = RecordActionForm()

    def act() -> None:
        typed = {name: form[name].data for name in ("text", "side", "owner", "due_on")}
        dialogue.record_action(db(), session_row=row, **typed, actor=actor(), now=now())

    if attempt(form, act):
        flash("The action is on record.", "success")
        return redirect(url_for(".session", ref=ref, session_id=session_id))
    page = render_template(
        "staff/dialogue/record_action.html", form=form, procurement=procurement(), row=row,
        closed=dialogue.why_over(row),
    )  # fmt: skip
    return page, form.status


@blueprint.route("/action/<action_id>", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_LEAD)
@commits
def finish_action(ref: str, action_id: str) -> ResponseReturnValue:
    """Say that an action of the authority is done, and how."""
    action, form = get_action(db(), procurement().id, action_id), FinishActionForm()
    if finish(action, form):
        return redirect(url_for(".index", ref=ref))
    page = render_template("staff/dialogue/finish_action.html", form=form, procurement=procurement(), action=action)
    return page, form.status
