"""The plan: programme, budget, pathways, outcomes and market engagement."""

from assurance.web.staff.planning import (
    classification,
    comparables,
    definitions,
    envelope,
    handovers,
    payment,
    provision,
    specification,
    users,
)
from assurance.web.staff.planning.routes import blueprint

__all__ = [
    "blueprint",
    "classification",
    "comparables",
    "definitions",
    "envelope",
    "handovers",
    "payment",
    "provision",
    "specification",
    "users",
]
