"""What a provider may ask to take part in now."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.persistence.queries.procurements import list_published
from assurance.web.guards import public
from assurance.web.transaction import db

blueprint = Blueprint("opportunities", __name__, url_prefix="/opportunities")


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """Published procurements, open ones first."""
    return render_template("public/opportunities/index.html", procurements=list_published(db()))
