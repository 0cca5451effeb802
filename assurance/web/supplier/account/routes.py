"""The organisation and its people."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.procurements import list_colleagues
from assurance.web.guards import actor, requires
from assurance.web.transaction import db

blueprint = Blueprint("account", __name__, url_prefix="/organisation")


@blueprint.get("/")
@requires(Permission.SUPPLIER_DESK)
def show() -> ResponseReturnValue:
    """Who belongs to my organisation, and who submits for it."""
    people = list_colleagues(db(), actor().organisation_id)
    return render_template("supplier/account/show.html", organisation=actor().organisation_name, people=people)
