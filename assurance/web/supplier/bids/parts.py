"""The parts of a final tender: one question to a page, the price, the partners."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.provision.integration import IntegrationForm
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.criteria import get_criterion, get_tree, list_criteria, list_descriptors
from assurance.services import bids
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids import presenters
from assurance.web.supplier.bids.forms import (
    AnswerForm,
    ConfirmationForm,
    FormOfWorkingForm,
    LimitedAnswerForm,
    PriceForm,
    RemoveForm,
    SubcontractorForm,
)
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/<bid_id>/answers/<code>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def answer(bid_id: str, code: str) -> ResponseReturnValue:
    """Answer one question."""
    criterion = _criterion(code, Kind.SCORED, Kind.PASS_FAIL)
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


@blueprint.route("/<bid_id>/prices/<code>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def price(bid_id: str, code: str) -> ResponseReturnValue:
    """Give the price under one price criterion."""
    criterion = _criterion(code, Kind.PRICE)
    form = PriceForm(amount=get_parts(db(), bid().id).prices.get(criterion.id))

    def act() -> None:
        amount = form.amount.data or Decimal(0)
        bids.set_price(db(), bid=bid(), criterion=criterion, amount=amount, actor=actor(), now=now())

    if attempt(form, act):
        flash("The price is saved. The tender is not submitted yet.", "success")
        return redirect(url_for(".show", bid_id=bid_id))
    weight = get_tree(db(), bid().procurement_id).global_weight(code)
    page = render_template("supplier/bids/price.html", bid=bid(), form=form, criterion=criterion, weight=weight)
    return page, form.status


@blueprint.route("/<bid_id>/form", methods=["GET", "POST"], endpoint="form")
@requires(Permission.BID_WRITE)
@commits
def form_of_working(bid_id: str) -> ResponseReturnValue:
    """Choose how the providers work together, and see the subcontractors."""
    allowed = bid().procurement.integration_forms
    form = FormOfWorkingForm(allowed, data={"integration_form": bid().integration_form or None})

    def act() -> None:
        chosen = IntegrationForm(form.integration_form.data)
        bids.set_integration_form(db(), bid=bid(), form=chosen, actor=actor(), now=now())

    if attempt(form, act):
        flash("The form of working together is saved. The tender is not submitted yet.", "success")
        return redirect(url_for(".form", bid_id=bid_id))
    meanings = {each: IntegrationForm(each).meaning for each in allowed}
    page = render_template(
        "supplier/bids/form.html", bid=bid(), form=form, meanings=meanings, parts=get_parts(db(), bid().id)
    )
    return page, form.status


@blueprint.route("/<bid_id>/subcontractors/add", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def add_subcontractor(bid_id: str) -> ResponseReturnValue:
    """Name a provider who delivers part of the care."""
    form = SubcontractorForm()

    def act() -> None:
        bids.add_subcontractor(
            db(), bid=bid(), name=form.name.data, delivers=form.delivers.data, payment_basis=form.payment_basis.data,
            share_percent=form.share_percent.data or Decimal(0),
            has_no_exclusion_ground=form.has_no_exclusion_ground.data, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"{form.name.data} is added. The tender is not submitted yet.", "success")
        return redirect(url_for(".form", bid_id=bid_id))
    return render_template("supplier/bids/add_subcontractor.html", bid=bid(), form=form), form.status


@blueprint.post("/<bid_id>/subcontractors/remove")
@requires(Permission.BID_WRITE)
@commits
def remove_subcontractor(bid_id: str) -> ResponseReturnValue:
    """Take a subcontractor out of the tender."""
    form = RemoveForm()
    bids.remove_subcontractor(db(), bid=bid(), name=form.name.data or "", actor=actor(), now=now())
    flash(f"{form.name.data} is taken out of the tender.", "success")
    return redirect(url_for(".form", bid_id=bid_id))


def _criterion(code: str, *kinds: Kind) -> Any:
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
