"""The notices the authority has published."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.persistence.queries.notices import get_notice, list_notices
from assurance.persistence.queries.open_data import find_release_of_notice
from assurance.web.guards import public
from assurance.web.transaction import db

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """Every notice, newest first."""
    return render_template("public/notices/index.html", notices=list_notices(db()))


@blueprint.get("/<notice_id>")
@public
def show(notice_id: str) -> ResponseReturnValue:
    """One notice as it was published."""
    notice, procurement = get_notice(db(), notice_id)
    release = find_release_of_notice(db(), notice.id)
    return render_template("public/notices/show.html", notice=notice, procurement=procurement, release=release)
