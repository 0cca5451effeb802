"""What the words of the service mean, at hand from the foot of every page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.glossary import TERMS
from assurance.web.guards import public

blueprint = Blueprint("words", __name__, url_prefix="/words")


@blueprint.get("/")
@public
def show() -> ResponseReturnValue:
    """Every word with its meaning, in the order of the alphabet."""
    return render_template("public/words/show.html", terms=TERMS)
