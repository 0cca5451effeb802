"""My bids."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.bids import list_of_organisation
from assurance.web.guards import actor, requires
from assurance.web.transaction import db

blueprint = Blueprint("bids", __name__, url_prefix="/bids")


@blueprint.get("/")
@requires(Permission.SUPPLIER_DESK)
def index() -> ResponseReturnValue:
    """The organisation's bids with their stage and next date."""
    return render_template("supplier/bids/index.html", bids=list_of_organisation(db(), actor().organisation_id))
