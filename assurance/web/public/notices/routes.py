"""The notices the authority has published."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.persistence.queries.notices import list_notices
from assurance.web.guards import public
from assurance.web.transaction import db

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """Every notice, newest first."""
    return render_template("public/notices/index.html", notices=list_notices(db()))
