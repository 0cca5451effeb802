"""What a provider may ask to take part in, and asking."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.bids import find_own
from assurance.persistence.queries.criteria import get_tree, list_criteria, list_descriptors
from assurance.persistence.queries.notices import list_of_procurement
from assurance.persistence.queries.suppliers import find_interest
from assurance.services import bids, payment_model, selection, suppliers
from assurance.web.forms.opportunities import search_page
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.supplier.opportunities.forms import InterestForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("opportunities", __name__, url_prefix="/opportunities")


@blueprint.get("/")
@requires(Permission.SUPPLIER_DESK)
def index() -> ResponseReturnValue:
    """What is published, by what is looked for, with the deadline to ask to take part."""
    shown = search_page(db(), now(), lambda **params: url_for(".index", **params))
    return render_template("supplier/opportunities/index.html", **shown), shown["form"].status


@blueprint.get("/<ref>")
@requires(Permission.SUPPLIER_DESK)
def show(ref: str) -> ResponseReturnValue:
    """One opportunity: notice, criteria, deadlines, and the way to take part."""
    return _page(InterestForm())


def _page(form: InterestForm) -> ResponseReturnValue:
    page = render_template(
        "supplier/opportunities/show.html",
        form=form,
        interest=find_interest(db(), procurement().id, actor().organisation_id),
        closed=suppliers.why_not_interested(db(), procurement(), now()),
        procurement=procurement(),
        is_open=bids.call_is_open(procurement(), now()),
        criteria=list_criteria(db(), procurement().id),
        tree=get_tree(db(), procurement().id),
        descriptors=list_descriptors(db(), procurement().id),
        **selection.published(db(), procurement()),
        payment=payment_model.published(db(), procurement()),
        notices=list_of_procurement(db(), procurement().id),
        own=find_own(db(), procurement().id, actor().organisation_id),
    )
    return page, form.status


@blueprint.post("/<ref>/interest")
@requires(Permission.ORGANISATION_WRITE)
@commits
def express_interest(ref: str) -> ResponseReturnValue:
    """Say that the organisation is interested."""
    form = InterestForm()

    def act() -> None:
        suppliers.express(db(), procurement=procurement(), message=form.message.data or "", actor=actor(), now=now())

    if attempt(form, act):
        flash("The authority is told that you are interested. It is not a request to take part.", "success")
        return redirect(url_for(".show", ref=ref))
    return _page(form)


@blueprint.post("/<ref>/interest/withdraw")
@requires(Permission.ORGANISATION_WRITE)
@commits
def withdraw_interest(ref: str) -> ResponseReturnValue:
    """Take the interest back."""
    suppliers.withdraw_interest(db(), procurement=procurement(), actor=actor(), now=now())
    flash("Your interest is withdrawn.", "success")
    return redirect(url_for(".show", ref=ref))


@blueprint.post("/<ref>/ask")
@requires(Permission.ORGANISATION_WRITE)
@commits
def ask(ref: str) -> ResponseReturnValue:
    """Start the organisation's request to take part."""
    bid = bids.start_request(db(), procurement=procurement(), actor=actor(), now=now())
    flash("Your request is started. Fill it in, check it and send it before the deadline.", "success")
    return redirect(url_for("supplier.selection.index", bid_id=bid.public_id))
