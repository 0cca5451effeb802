"""The plan: programme, budget, pathways, outcomes and market engagement."""

from assurance.web.staff.planning import comparables, handovers, provision
from assurance.web.staff.planning.routes import blueprint

__all__ = ["blueprint", "comparables", "handovers", "provision"]
