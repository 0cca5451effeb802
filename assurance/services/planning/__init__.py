"""Planning: the programme, its budget, pathways, outcomes and market engagement, until the call is published."""

from assurance.services.planning.budget import choose_budget_lines, import_budget, set_envelope_terms
from assurance.services.planning.budget_workbook import table_of_workbook
from assurance.services.planning.classification import classify
from assurance.services.planning.definitions import define, offered, redefine, retire, take_over
from assurance.services.planning.draft import why_fixed
from assurance.services.planning.handovers import add_handover, remove_handover
from assurance.services.planning.involvement import change_involvement, record_involvement, remove_involvement
from assurance.services.planning.outcomes import add_outcome, edit_outcome, remove_outcome
from assurance.services.planning.pathways import add_element, remove_element
from assurance.services.planning.programme import record_engagement, update_programme, why_no_engagement

__all__ = [
    "add_element",
    "add_handover",
    "add_outcome",
    "change_involvement",
    "choose_budget_lines",
    "classify",
    "define",
    "edit_outcome",
    "import_budget",
    "offered",
    "record_engagement",
    "record_involvement",
    "redefine",
    "remove_element",
    "remove_handover",
    "remove_involvement",
    "remove_outcome",
    "retire",
    "set_envelope_terms",
    "table_of_workbook",
    "take_over",
    "update_programme",
    "why_fixed",
    "why_no_engagement",
]
