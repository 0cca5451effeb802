"""The accessibility statement, in the form public bodies use."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.web.guards import public

blueprint = Blueprint("accessibility", __name__, url_prefix="/accessibility")


@blueprint.get("/")
@public
def show() -> ResponseReturnValue:
    """What works, what does not yet, how it was tested, and how to say that something is in the way."""
    return render_template("public/accessibility/show.html")
