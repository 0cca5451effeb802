"""The questions of bidders: the list, and one question with what can be done about it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.stages import Stage
from assurance.persistence.queries.clarifications import (
    count_unanswered,
    get_clarification,
    list_unconfirmed,
)
from assurance.persistence.queries.held_texts import list_held
from assurance.services import clarifications
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.clarifications import lists
from assurance.web.staff.clarifications.forms import SetAsideForm
from assurance.web.transaction import commits, db

blueprint = Blueprint("clarifications", __name__, url_prefix="/procurements/<ref>/questions")


@blueprint.app_context_processor
def offer() -> dict[str, Any]:
    """Let the check of compliance show which addenda a bidder has not confirmed."""
    return {"addenda_unconfirmed": lambda bid: list_unconfirmed(db(), bid)}


@blueprint.get("/")
@requires(Permission.CLARIFICATION_VIEW)
def index(ref: str) -> ResponseReturnValue:
    """Every question with who asked, those that wait first; while final tenders run, what the clock does."""
    return render_template(
        "staff/clarifications/index.html",
        procurement=procurement(),
        questions=lists.questions(),
        due=clarifications.questions_due(db(), procurement()),
        unset=clarifications.why_not_set(db(), procurement()) == "",
        unanswered=count_unanswered(db(), procurement().id),
        is_final=procurement().stage is Stage.FINAL_TENDERS,
        held=[each for each in list_held(db(), procurement().id) if not each.decision],
    )


@blueprint.get("/question/<question_id>")
@requires(Permission.CLARIFICATION_VIEW)
def show(ref: str, question_id: str) -> ResponseReturnValue:
    """One question as it was asked, and what became of it."""
    row = get_clarification(db(), procurement().id, question_id)
    held = [each for each in list_held(db(), procurement().id) if each.clarification_id == row.id]
    return render_template(
        "staff/clarifications/show.html", procurement=procurement(), row=row, form=SetAsideForm(version=row.version),
        held=held, may_set_aside=clarifications.why_not_set_aside(row, now()) == "",
    )  # fmt: skip


@blueprint.post("/question/<question_id>/set-aside")
@requires(Permission.CLARIFICATION_ANSWER)
@commits
def set_aside(ref: str, question_id: str) -> ResponseReturnValue:
    """Close a question whose organisation did not choose in time."""
    row = get_clarification(db(), procurement().id, question_id)
    form = SetAsideForm()
    if form.validate_on_submit():
        clarifications.set_aside(db(), row=row, actor=actor(), now=now(), version=form.expected_version)
        flash("The question is set aside. Nothing of it is published.", "success")
    return redirect(url_for(".show", ref=ref, question_id=question_id))
