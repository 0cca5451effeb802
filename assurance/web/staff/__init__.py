"""Pages for the authority's people."""

from __future__ import annotations

from flask import Blueprint

from assurance.web.staff import dashboard, procurements

blueprint = Blueprint("staff", __name__, url_prefix="/staff")
for capability in (dashboard, procurements):
    blueprint.register_blueprint(capability.blueprint)
