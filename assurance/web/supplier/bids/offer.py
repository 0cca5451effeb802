"""The cover of every element of care, and the promises on the outcomes, each with what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.provision.coverage import Trouble
from assurance.domain.provision.partners import PaymentBasis
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.offers import Offer, get_asked, goal_of, lay_out
from assurance.services import bids
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids.offer_forms import CoverForm, TrajectoryForm, cover_form, trajectory_form
from assurance.web.supplier.bids.partners import NOT_YET
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.supplier.together import attempt_together, let_other_stand, takes_other
from assurance.web.transaction import commits, db


@blueprint.get("/<bid_id>/coverage")
@requires(Permission.BID_VIEW)
def coverage(bid_id: str) -> ResponseReturnValue:
    """Every element of care and every provider, with gaps, double cover and hand-overs that nobody owns."""
    return render_template("supplier/bids/coverage.html", bid=bid(), offer=_offer())


@blueprint.route("/<bid_id>/coverage/<code>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def cover(bid_id: str, code: str) -> ResponseReturnValue:
    """Say who delivers one element of care, which goes by its number in the programme."""
    offer = _offer()
    element = _element(offer.asked.elements, code)
    form = cover_form(_bases(offer), offer.covers.get(element.id))
    if takes_other():
        return let_other_stand(url_for(".cover", bid_id=bid_id, code=code))

    def act() -> None:
        bids.save_cover(
            db(), bid=bid(), element=element, lines=form.lines(code), data_set=form.data_set.data or "",
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    def standing() -> tuple[CoverForm, Any]:
        kept = offer.covers.get(element.id)
        return cover_form(_bases(offer), kept, formdata=None), kept

    if attempt_together(form, act, standing):
        flash(f"“{element.name}” is saved. {NOT_YET}", "success")
        following = int(code) + 1 if form.go_on.data and int(code) < len(offer.asked.elements) else None
        return redirect(url_for(".cover" if following else ".coverage", bid_id=bid_id, code=following))
    page = render_template(
        "supplier/bids/cover.html", bid=bid(), form=form, offer=offer, element=element, number=int(code),
        onward=offer.asked.onward(element), strangers=_strangers(offer, code),
    )  # fmt: skip
    return page, form.status


@blueprint.get("/<bid_id>/outcomes")
@requires(Permission.BID_VIEW)
def trajectories(bid_id: str) -> ResponseReturnValue:
    """Every outcome with what is promised on it, year by year."""
    return render_template("supplier/bids/trajectories.html", bid=bid(), offer=_offer())


@blueprint.route("/<bid_id>/outcomes/<code>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def trajectory(bid_id: str, code: str) -> ResponseReturnValue:
    """Promise a result for each contract year on one outcome."""
    offer = _offer()
    outcome, after = _outcome(offer.asked.outcomes, code)
    kept, term = offer.trajectories.get(outcome.id), bid().procurement.contract_years
    form = trajectory_form(kept, term, asks_today=outcome.baseline is None)
    if takes_other():
        return let_other_stand(url_for(".trajectory", bid_id=bid_id, code=code))

    def act() -> None:
        bids.save_trajectory(
            db(), bid=bid(), outcome=outcome, promises=[each.data for each in form.years], baseline=form.today,
            reason=form.reason.data or "", version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    def standing() -> tuple[TrajectoryForm, Any]:
        return trajectory_form(kept, term, asks_today=outcome.baseline is None, formdata=None), kept

    if attempt_together(form, act, standing):
        flash(f"“{outcome.name}” is saved. {NOT_YET}", "success")
        following = after.code if form.go_on.data and after else None
        return redirect(url_for(".trajectory" if following else ".trajectories", bid_id=bid_id, code=following))
    page = render_template(
        "supplier/bids/trajectory.html", bid=bid(), form=form, outcome=outcome, after=after,
        kept=offer.promise(outcome), goal=goal_of(outcome, kept),
    )  # fmt: skip
    return page, form.status


def _offer() -> Offer:
    return lay_out(bid(), get_parts(db(), bid().id), get_asked(db(), bid().procurement_id))


def _element(elements: Sequence[Any], code: str) -> Any:
    if not (re.fullmatch("[1-9][0-9]{0,5}", code, re.ASCII) and int(code) <= len(elements)):
        raise NotFound("There is no such element of care in this programme")
    return elements[int(code) - 1]


def _outcome(outcomes: Sequence[Any], code: str) -> tuple[Any, Any | None]:
    """Return an outcome and the one after it."""
    for at, each in enumerate(outcomes):
        if each.code == code:
            return each, outcomes[at + 1] if at + 1 < len(outcomes) else None
    raise NotFound("There is no such outcome in this programme")


def _bases(offer: Offer) -> Mapping[str, str]:
    """Say by what each provider is usually paid: the lead by the population budget, a partner as its terms say."""
    known = {each.name: each.payment_basis for each in offer.partners}
    return {offer.lead: PaymentBasis.POPULATION.value} | {
        name: basis if basis in set(PaymentBasis) else "" for name, basis in known.items()
    }


def _strangers(offer: Offer, code: str) -> list[str]:
    """Say who is named for an element and is no longer part of the bid: saving leaves them out."""
    return [each.message for each in offer.findings if each.trouble is Trouble.STRANGER and each.element == code]
