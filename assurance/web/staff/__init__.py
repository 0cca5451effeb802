"""Pages for the authority's people."""

from __future__ import annotations

from flask import Blueprint

from assurance.web import readings
from assurance.web.staff import (
    award,
    background,
    clarifications,
    contract,
    dashboard,
    dialogue,
    engagement,
    evaluation,
    gate_templates,
    gates,
    impact,
    information,
    keys,
    letters,
    lots,
    messages,
    notices,
    opening,
    packs,
    past,
    people,
    planning,
    powers,
    procurements,
    retention,
    sealing,
    search,
    selection,
    suppliers,
    tables,
    tender,
    timetable,
)

blueprint = Blueprint("staff", __name__, url_prefix="/staff")
blueprint.after_request(readings.note)
for capability in (
    award,
    background,
    clarifications,
    contract,
    dashboard,
    dialogue,
    engagement,
    evaluation,
    gate_templates,
    gates,
    impact,
    information,
    keys,
    letters,
    lots,
    messages,
    notices,
    opening,
    packs,
    past,
    people,
    planning,
    powers,
    procurements,
    retention,
    sealing,
    search,
    selection,
    suppliers,
    tables,
    tender,
    timetable,
):
    blueprint.register_blueprint(capability.blueprint)
