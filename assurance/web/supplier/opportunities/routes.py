"""What a provider may ask to take part in, and asking."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.bids import find_own
from assurance.persistence.queries.criteria import get_tree, list_criteria, list_descriptors
from assurance.persistence.queries.notices import list_of_procurement
from assurance.persistence.queries.procurements import list_published
from assurance.services import bids
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.transaction import commits, db

blueprint = Blueprint("opportunities", __name__, url_prefix="/opportunities")


@blueprint.get("/")
@requires(Permission.SUPPLIER_DESK)
def index() -> ResponseReturnValue:
    """What is published, with the deadline to ask to take part."""
    found = bids.by_openness(list_published(db()), now())
    return render_template("supplier/opportunities/index.html", opportunities=found)


@blueprint.get("/<ref>")
@requires(Permission.SUPPLIER_DESK)
def show(ref: str) -> ResponseReturnValue:
    """One opportunity: notice, criteria, deadlines, and the way to take part."""
    return render_template(
        "supplier/opportunities/show.html",
        procurement=procurement(),
        is_open=bids.call_is_open(procurement(), now()),
        criteria=list_criteria(db(), procurement().id),
        tree=get_tree(db(), procurement().id),
        descriptors=list_descriptors(db(), procurement().id),
        notices=list_of_procurement(db(), procurement().id),
        own=find_own(db(), procurement().id, actor().organisation_id),
    )


@blueprint.post("/<ref>/ask")
@requires(Permission.SUPPLIER_DESK)
@commits
def ask(ref: str) -> ResponseReturnValue:
    """Start the organisation's request to take part."""
    bid = bids.start_request(db(), procurement=procurement(), actor=actor(), now=now())
    flash("Your request is started. Fill it in, check it and send it before the deadline.", "success")
    return redirect(url_for("supplier.bids.request", bid_id=bid.public_id))
