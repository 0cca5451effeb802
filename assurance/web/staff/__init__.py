"""Pages for the authority's people."""

from __future__ import annotations

from flask import Blueprint

from assurance.web.staff import dashboard, dialogue, evaluation, planning, procurements, selection, tender

blueprint = Blueprint("staff", __name__, url_prefix="/staff")
for capability in (dashboard, dialogue, evaluation, planning, procurements, selection, tender):
    blueprint.register_blueprint(capability.blueprint)
