"""What authorities ask the market before they buy."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.persistence.queries.engagement import get_published, list_published
from assurance.persistence.queries.notices import list_of_procurement
from assurance.services import engagement
from assurance.web.guards import now, public
from assurance.web.transaction import db

blueprint = Blueprint("engagement", __name__, url_prefix="/engagement")


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """Every questionnaire, the one that closes last first."""
    found = [(each, engagement.is_open(each, now())) for each in list_published(db())]
    return render_template("public/engagement/index.html", engagements=found)


@blueprint.get("/<engagement_id>")
@public
def show(engagement_id: str) -> ResponseReturnValue:
    """One questionnaire, and what was published about it."""
    found = get_published(db(), engagement_id)
    return render_template(
        "public/engagement/show.html",
        engagement=found,
        is_open=engagement.is_open(found, now()),
        notices=list_of_procurement(db(), found.procurement_id),
    )
