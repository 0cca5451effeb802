"""The price by year, the form of working together, and the partners with their terms."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import Conflict, NotFound
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.provision.consequences import questions
from assurance.domain.provision.integration import IntegrationForm
from assurance.persistence.queries.bids import find_price, get_parts
from assurance.persistence.queries.criteria import get_tree
from assurance.services import bids
from assurance.services.bids import cascade
from assurance.web.forms.base import OLD_PAGE
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids.offer_forms import (
    ChangePartnerForm,
    FormOfWorkingForm,
    PartnerForm,
    PriceForm,
    RemoveForm,
    price_form,
)
from assurance.web.supplier.bids.parts import criterion_of
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.supplier.together import attempt_together, let_other_stand, takes_other
from assurance.web.transaction import attempt, commits, db

NOT_YET = "The tender is not submitted yet."


@blueprint.route("/<bid_id>/prices/<code>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def price(bid_id: str, code: str) -> ResponseReturnValue:
    """Give the price under one price criterion, for the whole term and by contract year."""
    criterion, term = criterion_of(code, Kind.PRICE), bid().procurement.contract_years
    form = price_form(find_price(db(), bid().id, criterion.id), term)
    if takes_other():
        return let_other_stand(url_for(".price", bid_id=bid_id, code=code))

    def act() -> None:
        amount, years = form.amount.data or Decimal(0), [each or Decimal(0) for each in form.years]
        bids.set_price(
            db(), bid=bid(), criterion=criterion, amount=amount, years=years, version=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    def standing() -> tuple[PriceForm, Any]:
        kept = find_price(db(), bid().id, criterion.id)
        return price_form(kept, term, formdata=None), kept

    if attempt_together(form, act, standing):
        flash(f"The price is saved. {NOT_YET}", "success")
        return redirect(url_for(".show", bid_id=bid_id))
    weight = get_tree(db(), bid().procurement_id).global_weight(code)
    page = render_template("supplier/bids/price.html", bid=bid(), form=form, criterion=criterion, weight=weight)
    return page, form.status


@blueprint.route("/<bid_id>/form", methods=["GET", "POST"], endpoint="form")
@requires(Permission.BID_WRITE)
@commits
def form_of_working(bid_id: str) -> ResponseReturnValue:
    """Choose how the providers work together, and see the partners."""
    allowed = bid().procurement.integration_forms
    chosen = bid().integration_form
    form = FormOfWorkingForm(allowed, data={"integration_form": chosen or None, "was": chosen})

    def act() -> None:
        bids.set_integration_form(
            db(), bid=bid(), form=IntegrationForm(form.integration_form.data), was=form.was.data or "",
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"The form of working together is saved. {NOT_YET}", "success")
        return redirect(url_for(".form", bid_id=bid_id))
    form.was.data = bid().integration_form  # whoever sends the form again has been told what a colleague chose
    meanings = {each: IntegrationForm(each).meaning for each in allowed}
    brings = [(IntegrationForm(each), questions(each)) for each in allowed]
    parts = get_parts(db(), bid().id)
    page = render_template(
        "supplier/bids/form.html", bid=bid(), form=form, meanings=meanings, brings=brings, parts=parts,
        chain=cascade.read(db(), bid(), parts.subcontractors),
    )  # fmt: skip
    return page, form.status


@blueprint.route("/<bid_id>/partners/add", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def add_partner(bid_id: str) -> ResponseReturnValue:
    """Name a provider who delivers part of the care."""
    form = PartnerForm()
    if attempt(form, lambda: bids.add_partner(db(), bid=bid(), partner=form.partner, actor=actor(), now=now())):
        flash(f"{form['name'].data} is added. {NOT_YET}", "success")
        return redirect(url_for(".form", bid_id=bid_id))
    return render_template("supplier/bids/add_partner.html", bid=bid(), form=form), form.status


@blueprint.route("/<bid_id>/partners/change", methods=["GET", "POST"], endpoint="partner")
@requires(Permission.BID_WRITE)
@commits
def change_partner(bid_id: str) -> ResponseReturnValue:
    """Change the terms of a partner; the address says which by its place in the list, since logs keep addresses."""
    kept = _partner()
    name = kept.name
    form = ChangePartnerForm(obj=kept, was=name)
    if takes_other():
        return let_other_stand(url_for(".form", bid_id=bid_id))

    def act() -> None:
        bids.change_partner(
            db(), bid=bid(), name=name, partner=form.partner, version=form.expected_version, actor=actor(), now=now()
        )

    if attempt_together(form, act, lambda: (ChangePartnerForm(formdata=None, obj=kept), kept)):
        flash(f"{form['name'].data} is saved. {NOT_YET}", "success")
        return redirect(url_for(".form", bid_id=bid_id))
    return render_template("supplier/bids/partner.html", bid=bid(), form=form, name=name), form.status


def _partner() -> Any:
    """Return the partner at a place of the list, or whom the page was opened for once it is sent."""
    if request.method == "POST":
        return bids.get_partner(db(), bid(), request.form.get("was", ""), meanwhile=True)
    place, partners = request.args.get("code", ""), get_parts(db(), bid().id).subcontractors
    if not (re.fullmatch("[1-9][0-9]{0,5}", place, re.ASCII) and int(place) <= len(partners)):
        raise NotFound("There is no such partner in this tender")
    return partners[int(place) - 1]


@blueprint.post("/<bid_id>/partners/remove")
@requires(Permission.BID_WRITE)
@commits
def remove_partner(bid_id: str) -> ResponseReturnValue:
    """Take a partner out of the tender."""
    form = RemoveForm()
    if not form.validate_on_submit():
        raise Conflict(OLD_PAGE)
    bids.remove_partner(
        db(), bid=bid(), name=form["name"].data or "", version=form.expected_version, actor=actor(), now=now()
    )
    flash(f"{form['name'].data} is taken out of the tender.", "success")
    return redirect(url_for(".form", bid_id=bid_id))
