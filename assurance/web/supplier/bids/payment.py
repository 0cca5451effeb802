"""What the published payment model would bring by the bidder’s own promises, and what stands behind its risk."""

from __future__ import annotations

from decimal import Decimal

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, SubmitField, TextAreaField

from assurance.domain.authority.permissions import Permission
from assurance.domain.contracts.backing import LONGEST_EVIDENCE, LONGEST_GUARANTOR, Backing
from assurance.domain.contracts.figures import reckon
from assurance.domain.errors import Conflict
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.payment import find_backing
from assurance.services import bids, payment_figures, payment_model
from assurance.web.forms.base import VersionedForm
from assurance.web.forms.fields import MoneyField
from assurance.web.forms.payment import try_form
from assurance.web.forms.validators import longest, optional, required
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids import presenters
from assurance.web.supplier.bids.partners import NOT_YET
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.supplier.together import attempt_together, let_other_stand, takes_other
from assurance.web.transaction import commits, db


class BackingForm(VersionedForm):
    """What stands behind the most that can be lost in a year."""

    reserves = MoneyField("Net reserves that are free to be used", [required("Enter the net reserves")],
                          noun="The net reserves", description="Enter 0 where there are none.")  # fmt: skip
    guarantee = MoneyField("Amount that somebody else guarantees", [required("Enter the amount, 0 for none")],
                           noun="The guarantee")  # fmt: skip
    guarantor = StringField("Who gives the guarantee", [optional(), longest(LONGEST_GUARANTOR)])
    evidence = TextAreaField(
        "Where this can be seen", [required("Say where this can be seen"), longest(LONGEST_EVIDENCE)],
        description="For example: audited accounts of 2024, note 18, and the letter of the guarantor, both attached.",
    )  # fmt: skip
    submit = SubmitField("Save")

    @property
    def backing(self) -> Backing:
        """What was typed."""
        return Backing(
            self.reserves.data or Decimal(0), self.guarantee.data or Decimal(0), self.guarantor.data or "",
            self.evidence.data or "",
        )  # fmt: skip


@blueprint.route("/<bid_id>/payment", methods=["GET", "POST"])
@requires(Permission.BID_VIEW)
def payment(bid_id: str) -> ResponseReturnValue:
    """The model, and what it would bring by the promises and prices of this bid; others can be tried, none is kept."""
    mine = bid()
    own = payment_figures.of_bid(db(), mine, with_prices=True)
    if own is None:
        raise Conflict("There is no payment model in this procurement")
    form = try_form(own.model, own.simulation.assumptions.promises)
    tried = None
    if form.validate_on_submit():
        tried = reckon(own.model, form.promises, **form.assumptions)
    published = payment_model.of(db(), mine.procurement) or own.model
    page = render_template(
        "supplier/bids/payment.html", bid=mine, form=form, own=own, tried=tried,
        terms=payment_model.terms_of(published), is_priced=own.model != published,
        is_sealed=mine.submitted_at is not None and not presenters.in_hand(mine) and mine.manifest is None,
        behind=payment_figures.backing_words(db(), mine, own.downside)[1],
    )  # fmt: skip
    return page, form.status


@blueprint.route("/<bid_id>/backing", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def backing(bid_id: str) -> ResponseReturnValue:
    """State what stands behind the most that can be lost in a year."""
    form = _backing_form()
    if takes_other():
        return let_other_stand(url_for(".backing", bid_id=bid_id))

    def act() -> None:
        bids.save_backing(
            db(), bid=bid(), backing=form.backing, version=form.expected_version, actor=actor(), now=now()
        )

    if attempt_together(form, act, lambda: (_backing_form(formdata=None), find_backing(db(), bid().id))):
        flash(f"What stands behind the risk is saved. {NOT_YET}", "success")
        return redirect(url_for(".show", bid_id=bid_id))
    own = payment_figures.of_bid(db(), bid(), with_prices=True)
    words = payment_figures.backing_words(db(), bid(), own.downside)[1] if own else ""
    page = render_template("supplier/bids/backing.html", bid=bid(), form=form, own=own, behind=words)
    return page, form.status


def _backing_form(**given: object) -> BackingForm:
    kept = get_parts(db(), bid().id).backing
    filled = {}
    if kept is not None:
        filled = {
            "reserves": kept.reserves_amount, "guarantee": kept.guarantee_amount, "guarantor": kept.guarantor,
            "evidence": kept.evidence,
        }  # fmt: skip
    return BackingForm(version=kept.version if kept else 0, data=filled, **given)
