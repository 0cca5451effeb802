"""The programme that is bought, as it was published with the call."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.services.planning import published
from assurance.web.guards import procurement, requires
from assurance.web.supplier.opportunities.routes import blueprint
from assurance.web.transaction import db


@blueprint.get("/<ref>/programme")
@requires(Permission.SUPPLIER_DESK)
def programme(ref: str) -> ResponseReturnValue:
    """Pathways, outcomes, definitions, people involved, the envelope of each year and the specification."""
    return render_template(
        "supplier/opportunities/programme.html",
        procurement=procurement(),
        programme=published.programme(db(), procurement()),
    )
