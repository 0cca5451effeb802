"""My effects on the providers of today and, in a round of the dialogue, my indicative prices by year."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.dialogue.outlines import why_not_written
from assurance.persistence.queries import system_impact as queries
from assurance.services import bids
from assurance.services.affordability import envelope
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids.forms import SendForm
from assurance.web.supplier.bids.impact_forms import ImpactForm, impact_form
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.supplier.together import attempt_together, let_other_stand, takes_other
from assurance.web.transaction import commits, db


@blueprint.route("/<bid_id>/impact", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def impact(bid_id: str) -> ResponseReturnValue:
    """Say what my bid would do to each provider of today and, in a round, what it would cost by year."""
    form = _form()
    if takes_other():
        return let_other_stand(url_for(".impact", bid_id=bid_id))

    def act() -> None:
        bids.save_impact(
            db(), bid=bid(), given=form.flows, years=form.prices, version=form.expected_version, actor=actor(),
            now=now(),
        )  # fmt: skip

    if attempt_together(form, act, lambda: (_form(formdata=None), _kept())):
        flash(_said(), "success")
        return redirect(url_for(".impact", bid_id=bid_id))
    return _page(form), form.status


@blueprint.post("/<bid_id>/impact/state")
@requires(Permission.BID_SUBMIT)
@commits
def state_impact(bid_id: str) -> ResponseReturnValue:
    """Give what is kept for the round to the authority."""
    form = SendForm()
    if form.validate_on_submit():
        bids.state_impact(db(), bid=bid(), version=form.expected_version, actor=actor(), now=now())
        flash("The authority has your effects and indicative prices.", "success")
    return redirect(url_for(".impact", bid_id=bid_id))


def _said() -> str:
    if bids.round_of(bid()):
        return "Saved. The authority does not have it yet: your lead gives it to them on this page."
    return "Saved. The tender is not submitted yet."


def _kept() -> Any:
    return queries.find_statement(db(), bid().id, bids.round_of(bid()))


def _form(**more: Any) -> ImpactForm:
    kept, asked = _kept(), bids.round_of(bid())
    known = queries.providers(queries.list_incumbents(db(), bid().procurement_id))
    return impact_form(known, kept, queries.flows(kept), bid().procurement.contract_years if asked else 0, **more)


def _page(form: ImpactForm) -> str:
    round = bids.round_of(bid())
    kept = _kept()
    why = why_not_written(bid().procurement.stage, bid().stage) if round else bids.why_not_in_hand(bid(), now())
    return render_template(
        "supplier/bids/impact.html", bid=bid(), form=form, round=round, kept=kept, why_closed=why,
        envelope=envelope(db(), bid().procurement) if round else [],
        state_form=SendForm(formdata=None, version=kept.version) if kept else None,
    )  # fmt: skip
