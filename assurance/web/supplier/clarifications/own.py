"""An organisation's own questions: asking, private answers, taking back, choosing. Nobody else sees them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.clarifications.questions import Category
from assurance.persistence.queries.clarifications import get_own, list_own
from assurance.services import clarifications
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.supplier.clarifications import lists
from assurance.web.supplier.clarifications.forms import AskForm, SettleForm
from assurance.web.supplier.clarifications.routes import blueprint, why_closed
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/opportunities/<ref>/questions/own")
@requires(Permission.SUPPLIER_DESK)
def own(ref: str) -> ResponseReturnValue:
    """What my organisation has asked, and what became of it."""
    return render_template(
        "supplier/clarifications/own.html", procurement=procurement(), closed=why_closed(),
        questions=lists.own(list_own(db(), procurement().id, actor().organisation_id)),
    )  # fmt: skip


@blueprint.route("/opportunities/<ref>/questions/ask", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_WRITE)
@commits
def ask(ref: str) -> ResponseReturnValue:
    """Ask privately."""
    form = AskForm()

    def act() -> None:
        clarifications.ask(
            db(), procurement=procurement(), category=Category(form.category.data), question=form.question.data,
            is_confidential=form.is_confidential.data, confidential_reason=form.confidential_reason.data or "",
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("Your question is with the authority. No other provider can tell that you asked.", "success")
        return redirect(url_for(".own", ref=ref))
    page = render_template(
        "supplier/clarifications/ask.html", procurement=procurement(), form=form, closed=why_closed(),
        due=clarifications.questions_due(db(), procurement()),
    )  # fmt: skip
    return page, form.status


@blueprint.get("/opportunities/<ref>/questions/own/<question_id>")
@requires(Permission.SUPPLIER_DESK)
def show(ref: str, question_id: str) -> ResponseReturnValue:
    """One question of my organisation with its answer, or the choice that is asked of us."""
    row = get_own(db(), procurement().id, question_id, actor().organisation_id)
    return render_template(
        "supplier/clarifications/show.html", procurement=procurement(), row=row, form=SettleForm(version=row.version),
        choose_why=clarifications.why_choose_by(row),
    )  # fmt: skip


@blueprint.post("/opportunities/<ref>/questions/own/<question_id>/withdraw")
@requires(Permission.ORGANISATION_WRITE)
@commits
def withdraw(ref: str, question_id: str) -> ResponseReturnValue:
    """Take the question back."""
    row = get_own(db(), procurement().id, question_id, actor().organisation_id)
    form = SettleForm()
    if form.validate_on_submit():
        clarifications.withdraw(db(), row=row, actor=actor(), now=now(), version=form.expected_version)
        flash("The question is withdrawn. Nothing of it is published.", "success")
    return redirect(url_for(".show", ref=ref, question_id=question_id))


@blueprint.post("/opportunities/<ref>/questions/own/<question_id>/publish")
@requires(Permission.ORGANISATION_WRITE)
@commits
def let_publish(ref: str, question_id: str) -> ResponseReturnValue:
    """Let the question be answered to all, in words that name nobody."""
    row = get_own(db(), procurement().id, question_id, actor().organisation_id)
    form = SettleForm()
    if form.validate_on_submit():
        clarifications.let_publish(db(), row=row, actor=actor(), now=now(), version=form.expected_version)
        flash("The authority may answer the question to all, in words that name nobody.", "success")
    return redirect(url_for(".show", ref=ref, question_id=question_id))
