"""Pages for everybody: notices, opportunities, open data and the health check."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from assurance.adapters.clock import system_clock
from assurance.domain.errors import NotNow
from assurance.services import clock_guard, worker_beats
from assurance.web.guards import public
from assurance.web.public import (
    accessibility,
    alerts,
    api,
    engagement,
    feeds,
    help,
    metrics,
    notices,
    opportunities,
    procedures,
    trust,
    words,
)
from assurance.web.transaction import db

blueprint = Blueprint("public", __name__)
for capability in (
    accessibility,
    alerts,
    api,
    engagement,
    feeds,
    help,
    metrics,
    notices,
    opportunities,
    procedures,
    trust,
    words,
):
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


@blueprint.get("/health/ready")
@public
def ready() -> ResponseReturnValue:
    """Say whether the service does all its work now, and if not why: the clock, room for files, or no worker."""
    reasons = [why for why in (clock_guard.why_wrong(db()), _no_room(), _no_worker()) if why]
    return {"status": "not ready" if reasons else "ready", "reasons": reasons}, 503 if reasons else 200


def _no_room() -> str:
    try:
        current_app.extensions["assurance_intake"].staging.make_sure_of_room(0)
    except NotNow:
        return "There is no room for files on the server."
    return ""


def _no_worker() -> str:
    started = current_app.extensions["assurance_started"]
    return worker_beats.why_silent(db(), started=started, now=system_clock())
