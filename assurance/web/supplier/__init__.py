"""Pages for a provider's own people."""

from __future__ import annotations

from flask import Blueprint

from assurance.web.supplier import (
    account,
    alerts,
    bids,
    clarifications,
    contract,
    dialogue,
    engagement,
    evidence,
    messages,
    opportunities,
    search,
    selection,
)

blueprint = Blueprint("supplier", __name__, url_prefix="/supplier")
for capability in (
    account,
    alerts,
    bids,
    clarifications,
    contract,
    dialogue,
    engagement,
    evidence,
    messages,
    opportunities,
    search,
    selection,
):
    blueprint.register_blueprint(capability.blueprint)
