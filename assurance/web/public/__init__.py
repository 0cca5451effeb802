"""Pages for everybody: notices, opportunities, open data and the health check."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from assurance.web.guards import public
from assurance.web.public import alerts, api, engagement, feeds, notices, opportunities, procedures, trust
from assurance.web.transaction import db

blueprint = Blueprint("public", __name__)
for capability in (alerts, api, engagement, feeds, notices, opportunities, procedures, trust):
    blueprint.register_blueprint(capability.blueprint)


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """The public front page: the latest notices."""
    return redirect(url_for("public.notices.index"))


@blueprint.get("/health")
@public
def health() -> ResponseReturnValue:
    """Say that the site and its database answer; nothing else."""
    db().execute(text("SELECT 1"))
    return {"status": "ok"}
