"""What a provider may ask to take part in now."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.persistence.queries.criteria import get_tree, list_criteria, list_descriptors
from assurance.persistence.queries.notices import list_of_procurement
from assurance.services import bids, loading, payment_model, selection
from assurance.web import downloads
from assurance.web.forms.opportunities import search_page, search_table
from assurance.web.guards import now, public
from assurance.web.transaction import db

blueprint = Blueprint("opportunities", __name__, url_prefix="/opportunities")


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """Published procurements by what is looked for, open ones first."""
    shown = search_page(db(), now(), lambda **params: url_for(".index", **params))
    return render_template("public/opportunities/index.html", **shown), shown["form"].status


@blueprint.get("/opportunities.<any(xlsx, csv):kind>")
@public
def table(kind: str) -> ResponseReturnValue:
    """All that is looked for as a file."""
    return downloads.table(search_table(db(), now()), "opportunities", kind)


@blueprint.get("/<ref>")
@public
def show(ref: str) -> ResponseReturnValue:
    """One opportunity: notice, criteria, deadlines, and how to take part."""
    procurement = loading.published_procurement(db(), ref)
    return render_template(
        "public/opportunities/show.html",
        procurement=procurement,
        is_open=bids.call_is_open(procurement, now()),
        criteria=list_criteria(db(), procurement.id),
        tree=get_tree(db(), procurement.id),
        descriptors=list_descriptors(db(), procurement.id),
        **selection.published(db(), procurement),
        payment=payment_model.published(db(), procurement),
        notices=list_of_procurement(db(), procurement.id),
    )
