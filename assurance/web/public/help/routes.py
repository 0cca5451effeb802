"""Help: the guides for everybody who works with the service, at hand from the foot of every page."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, send_from_directory
from flask.typing import ResponseReturnValue

from assurance.web.guards import public
from assurance.web.public.help.reading import FOLDER, list_guides, read_guide

blueprint = Blueprint("help", __name__, url_prefix="/help")
KEPT = 3600
"""Seconds for which a browser may keep a picture."""


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """Every guide, with what it is about."""
    return render_template("public/help/index.html", guides=list_guides())


@blueprint.get("/<name>")
@public
def show(name: str) -> ResponseReturnValue:
    """One guide with its pictures."""
    return render_template("public/help/show.html", guide=read_guide(name))


@blueprint.get("/pictures/<file>")
@public
def picture(file: str) -> Response:
    """A picture of a guide."""
    return send_from_directory(FOLDER / "pictures", file, mimetype="image/png", max_age=KEPT)
