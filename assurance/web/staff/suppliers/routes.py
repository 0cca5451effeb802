"""Every registered provider, and what may be registered twice or made to look like another."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.web.guards import requires
from assurance.web.staff.suppliers import lists

blueprint = Blueprint("suppliers", __name__, url_prefix="/suppliers")


@blueprint.get("/")
@requires(Permission.DESK_VIEW)
def index() -> ResponseReturnValue:
    """The registered providers; those to look at first."""
    found, flagged = lists.suppliers()
    return render_template("staff/suppliers/index.html", suppliers=found, flagged=flagged)
