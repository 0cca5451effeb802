"""The same information for everybody: a table of participants and what each was given and has seen."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.outgoing import get_outgoing, list_outgoing, list_sent
from assurance.services import dialogue
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.dialogue import information_table
from assurance.web.staff.dialogue.record_forms import ExplainForm, GoForm
from assurance.web.staff.dialogue.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/information")
@requires(Permission.DISCLOSURE_VIEW)
def information(ref: str) -> ResponseReturnValue:
    """What is in preparation, and who was given what, when it was seen and by whom, with every difference."""
    everything = list_outgoing(db(), procurement().id)
    participants = dialogue.list_in_dialogue(db(), procurement().id)
    return render_template(
        "staff/dialogue/information.html", procurement=procurement(),
        preparing=[row for row in everything if row.sent_at is None],
        table=information_table.table(db(), procurement(), list_sent(db(), procurement().id), participants),
    )  # fmt: skip


@blueprint.route("/information/<outgoing_id>/explain", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_LEAD)
@commits
def explain(ref: str, outgoing_id: str) -> ResponseReturnValue:
    """Put on record why not every participant has something."""
    row = get_outgoing(db(), procurement().id, outgoing_id)
    form = ExplainForm(reason=row.unequal_reason)

    def act() -> None:
        dialogue.explain_difference(db(), row=row, reason=form.reason.data, actor=actor(), now=now())

    if attempt(form, act):
        flash("The reason is on record.", "success")
        return redirect(url_for(".information", ref=ref))
    return render_template("staff/dialogue/explain.html", form=form, procurement=procurement(), row=row), form.status


@blueprint.post("/information/<outgoing_id>/rest")
@requires(Permission.DIALOGUE_LEAD)
@commits
def send_to_rest(ref: str, outgoing_id: str) -> ResponseReturnValue:
    """Give the other participants what some of them have."""
    row = get_outgoing(db(), procurement().id, outgoing_id)
    if GoForm().validate_on_submit():
        dialogue.send_to_rest(db(), row=row, actor=actor(), now=now())
        flash("Every participant has it now.", "success")
    return redirect(url_for(".information", ref=ref))
