"""Answering one question: to everybody entitled, privately, or by asking its organisation to choose."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.clarifications import get_clarification
from assurance.persistence.queries.held_texts import find_waiting
from assurance.services import clarifications
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.clarifications.forms import (
    AnswerPrivatelyForm,
    PublishForm,
    RefuseConfidenceForm,
    with_findings,
)
from assurance.web.staff.clarifications.held import to_held
from assurance.web.staff.clarifications.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/question/<question_id>/publish", methods=["GET", "POST"])
@requires(Permission.CLARIFICATION_ANSWER)
@commits
def publish(ref: str, question_id: str) -> ResponseReturnValue:
    """Write the question anew and its answer, see what would give the asker away, publish."""
    row = get_clarification(db(), procurement().id, question_id)
    form = _publish_form(row)

    def act() -> None:
        texts: dict[str, Any] = {"wording": form.wording.data or "", "answer": form.answer.data or ""}
        common = {"row": row, "actor": actor(), "now": now(), "version": form.expected_version}
        if form.draft.data:
            clarifications.save_draft(db(), **texts, **common)
        else:
            clarifications.publish(db(), **texts, reasons=form.reasons, **common)

    if attempt(form, act):
        if form.draft.data:
            flash("The draft is saved. Nobody outside the authority sees it.", "success")
            return redirect(url_for(".publish", ref=ref, question_id=question_id))
        if waits := find_waiting(db(), procurement().id, row.id):
            return to_held(waits)
        flash(f"Question {row.number} is published, and everybody entitled is told.", "success")
        return redirect(url_for(".index", ref=ref))
    page = render_template("staff/clarifications/publish.html", procurement=procurement(), row=row, form=form)
    return page, form.status


def _publish_form(row: Any) -> Any:
    """Make the form with a field for each finding in the texts as they were sent, or as they are stored."""
    wording = request.form.get("wording", row.wording)
    answer = request.form.get("answer", row.answer)
    said = f"{wording}\n{answer}"
    told, _ = clarifications.ideas_told(db(), procurement(), said)
    return with_findings(PublishForm, (*clarifications.screen(db(), procurement(), said, row), *told))(
        data={"wording": row.wording, "answer": row.answer, "version": row.version}
    )


@blueprint.route("/question/<question_id>/private", methods=["GET", "POST"])
@requires(Permission.CLARIFICATION_ANSWER)
@commits
def private(ref: str, question_id: str) -> ResponseReturnValue:
    """Answer to the organisation alone, with a reason on record."""
    row = get_clarification(db(), procurement().id, question_id)
    said = request.form.get("answer", row.answer)
    told, _ = clarifications.ideas_told(db(), procurement(), said, to=row.organisation)
    form = with_findings(AnswerPrivatelyForm, told)(data={"answer": row.answer, "version": row.version})

    def act() -> None:
        clarifications.answer_privately(
            db(), row=row, answer=form.answer.data, reason=form.reason.data, reasons=form.reasons, actor=actor(),
            now=now(), version=form.expected_version,
        )  # fmt: skip

    if attempt(form, act):
        if waits := find_waiting(db(), procurement().id, row.id):
            return to_held(waits)
        flash(f"{row.organisation.name} has its answer, and nobody else.", "success")
        return redirect(url_for(".index", ref=ref))
    page = render_template("staff/clarifications/private.html", procurement=procurement(), row=row, form=form)
    return page, form.status


@blueprint.route("/question/<question_id>/refuse", methods=["GET", "POST"])
@requires(Permission.CLARIFICATION_ANSWER)
@commits
def refuse(ref: str, question_id: str) -> ResponseReturnValue:
    """Say why a question is not confidential, and let its organisation choose."""
    row = get_clarification(db(), procurement().id, question_id)
    form = RefuseConfidenceForm(version=row.version)

    def act() -> None:
        clarifications.refuse_confidence(
            db(), row=row, reason=form.reason.data, actor=actor(), now=now(), version=form.expected_version
        )

    if attempt(form, act):
        flash(f"{row.organisation.name} is asked to choose.", "success")
        return redirect(url_for(".show", ref=ref, question_id=question_id))
    page = render_template("staff/clarifications/refuse.html", procurement=procurement(), row=row, form=form)
    return page, form.status
