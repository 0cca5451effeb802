"""The questions that the bidder’s form of working brings: who answers for each, and how."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.provision.consequences import questions
from assurance.domain.provision.integration import IntegrationForm
from assurance.persistence.queries.form_questions import BIDDER, TENDER, find_said
from assurance.services import bids, integration_questions
from assurance.web.forms.consequences import FormQuestionForm
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids.partners import NOT_YET
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/<bid_id>/form-questions")
@requires(Permission.BID_VIEW)
def form_questions(bid_id: str) -> ResponseReturnValue:
    """Every question of the form that was chosen, with its owner and answer."""
    chosen = bid().integration_form
    return render_template(
        "supplier/bids/form_questions.html", bid=bid(), form_label=IntegrationForm(chosen).label if chosen else "",
        asked=integration_questions.asked(db(), bid()), may_add=integration_questions.may_add(db(), bid()),
        is_mine=bids.why_not_in_hand(bid(), now()) == "",
    )  # fmt: skip


@blueprint.route("/<bid_id>/form-questions/<code>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def form_question(bid_id: str, code: str) -> ResponseReturnValue:
    """Name who answers for one question, what the answer is, and what shows it."""
    question = integration_questions.get_question(bid(), code)
    adding = integration_questions.may_add(db(), bid())
    side = BIDDER if adding else TENDER
    kept: Any = find_said(db(), bid().id, code, side)
    form = FormQuestionForm(obj=kept or (find_said(db(), bid().id, code, TENDER) if adding else None))
    if kept is None and not form.is_submitted():
        form.version.data = 0
    save = integration_questions.add_as_preferred if adding else integration_questions.answer_in_tender

    def act() -> None:
        save(db(), bid=bid(), code=code, kept=form.kept, version=form.expected_version, actor=actor(), now=now())

    if attempt(form, act):
        flash(f"“{question.title}” is saved. {'' if adding else NOT_YET}".strip(), "success")
        following = _after(code) if form.go_on.data else None
        return redirect(url_for(".form_question" if following else ".form_questions", bid_id=bid_id, code=following))
    page = render_template(
        "supplier/bids/form_question.html", bid=bid(), form=form, question=question, adding=adding, after=_after(code)
    )
    return page, form.status


def _after(code: str) -> str | None:
    codes = [each.code.value for each in questions(bid().integration_form)]
    at = codes.index(code) + 1
    return codes[at] if at < len(codes) else None
