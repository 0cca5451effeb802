"""The answers of a final tender: one question to a page."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.evaluation.criteria import Kind
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.criteria import get_criterion, get_tree, list_criteria, list_descriptors
from assurance.services import bids
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids import presenters
from assurance.web.supplier.bids.forms import (
    AnswerForm,
    ConfirmationForm,
    LimitedAnswerForm,
)
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/<bid_id>/answers/<code>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def answer(bid_id: str, code: str) -> ResponseReturnValue:
    """Answer one question."""
    criterion = criterion_of(code, Kind.SCORED, Kind.PASS_FAIL)
    kept = get_parts(db(), bid().id).answers.get(criterion.id)
    form = _answer_form(criterion, kept)
    before, after = presenters.neighbours(list_criteria(db(), bid().procurement_id), code)

    def act() -> None:
        confirmed = form.is_confirmed.data if criterion.kind == Kind.PASS_FAIL else False
        bids.save_answer(
            db(), bid=bid(), criterion=criterion, text=form.text.data or "", is_confirmed=confirmed,
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"The answer to “{criterion.title}” is saved. The tender is not submitted yet.", "success")
        if form.go_on.data and after is not None:
            return redirect(url_for(".answer", bid_id=bid_id, code=after.code))
        return redirect(url_for(".show", bid_id=bid_id))
    page = render_template(
        "supplier/bids/answer.html", bid=bid(), form=form, criterion=criterion, kept=kept, before=before, after=after,
        weight=get_tree(db(), bid().procurement_id).global_weight(code),
        descriptors=list_descriptors(db(), bid().procurement_id),
    )  # fmt: skip
    return page, form.status


def criterion_of(code: str, *kinds: Kind) -> Any:
    """Return the criterion with this code, if it is of one of the kinds."""
    row = get_criterion(db(), bid().procurement_id, code)
    if row.kind not in kinds:
        raise NotFound("There is no such question in this procurement")
    return row


def _answer_form(criterion: Any, kept: Any) -> AnswerForm:
    given = {"text": kept.text, "is_confirmed": kept.is_confirmed} if kept else {}
    version = kept.version if kept else 0
    if criterion.kind == Kind.PASS_FAIL:
        return ConfirmationForm(version=version, data=given)
    if criterion.word_limit is None:
        return AnswerForm(version=version, data=given)
    form = LimitedAnswerForm(version=version, data=given)
    form.text.limit = criterion.word_limit
    return form
