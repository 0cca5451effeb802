"""The programme that is bought, as it was published with the call."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.services import loading
from assurance.services.planning import published
from assurance.web.guards import public
from assurance.web.public.opportunities.routes import blueprint
from assurance.web.transaction import db


@blueprint.get("/<ref>/programme")
@public
def programme(ref: str) -> ResponseReturnValue:
    """Pathways, outcomes, definitions, people involved, the envelope of each year and the specification."""
    procurement = loading.published_procurement(db(), ref)
    return render_template(
        "public/opportunities/programme.html", procurement=procurement, programme=published.programme(db(), procurement)
    )
