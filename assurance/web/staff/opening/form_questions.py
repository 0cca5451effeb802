"""What the form of working of an opened tender brings: who answers for it at the bidder and at the authority."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.provision.consequences import Kept
from assurance.domain.provision.integration import IntegrationForm
from assurance.persistence.queries.facts.award import CHOSEN_STAGES
from assurance.persistence.queries.form_questions import AUTHORITY, find_said
from assurance.services import integration_questions
from assurance.web.forms.consequences import FormQuestionForm
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.opening.routes import blueprint, note_tender, read_tender
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/<bid_id>/form-questions")
@requires(Permission.BIDS_VIEW)
def form_questions(ref: str, bid_id: str) -> ResponseReturnValue:
    """Every question of the form with both sides, and in words what nobody owns. The reading is recorded."""
    read_tender()
    chosen = bid().integration_form
    page = render_template(
        "staff/opening/form_questions.html", procurement=procurement(), bid=bid(),
        working=IntegrationForm(chosen) if chosen else None, asked=integration_questions.asked(db(), bid()),
        unowned=integration_questions.unowned(db(), bid()), unanswered=integration_questions.unanswered(db(), bid()),
        is_preferred=bid().stage in CHOSEN_STAGES,
    )  # fmt: skip
    note_tender("form questions")
    return page


@blueprint.route("/<bid_id>/form-questions/<code>", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_RUN)
@commits
def form_question(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Name who answers for one question at the authority, and what the answer is."""
    read_tender()
    question = integration_questions.get_question(bid(), code)
    kept: Any = find_said(db(), bid().id, code, AUTHORITY)
    form = FormQuestionForm(obj=kept) if kept else FormQuestionForm(version=0)

    def act() -> None:
        integration_questions.answer_for_authority(
            db(), bid=bid(), code=code, kept=form.kept, version=form.expected_version, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash(f"“{question.title}” is saved.", "success")
        return redirect(url_for(".form_questions", ref=ref, bid_id=bid_id))
    asked = next(each for each in integration_questions.asked(db(), bid()) if each.question.code == code)
    page = render_template(
        "staff/opening/form_question.html", procurement=procurement(), bid=bid(), form=form, question=question,
        bidder=asked.bidder or Kept(), is_preferred=bid().stage in CHOSEN_STAGES,
    )  # fmt: skip
    note_tender("form questions")
    return page, form.status
