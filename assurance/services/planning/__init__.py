"""Planning: the programme, its budget, pathways, outcomes and market engagement, until the call is published."""

from assurance.services.planning.budget import choose_budget_lines, import_budget
from assurance.services.planning.classification import classify
from assurance.services.planning.draft import why_fixed
from assurance.services.planning.handovers import add_handover, remove_handover
from assurance.services.planning.outcomes import add_outcome, edit_outcome, remove_outcome
from assurance.services.planning.pathways import add_element, remove_element
from assurance.services.planning.programme import record_engagement, update_programme, why_no_engagement

__all__ = [
    "add_element",
    "add_handover",
    "add_outcome",
    "choose_budget_lines",
    "classify",
    "edit_outcome",
    "import_budget",
    "record_engagement",
    "remove_element",
    "remove_handover",
    "remove_outcome",
    "update_programme",
    "why_fixed",
    "why_no_engagement",
]
