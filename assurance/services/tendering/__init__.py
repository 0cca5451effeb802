"""What is published: criteria, scale, method and tie-break rules, the notice inviting offers, and the two deadlines."""

from assurance.services.tendering.criteria import add_criterion, edit_criterion, remove_criterion
from assurance.services.tendering.method import set_method
from assurance.services.tendering.notice import set_tender_deadline, why_invited, write_notice
from assurance.services.tendering.placing import move_criterion, place_criterion
from assurance.services.tendering.publishing import propose, publish_refinement, why_not_publisher
from assurance.services.tendering.refining import (
    begin_refinement,
    discard_refinement,
    explain_refinement,
    refine_criterion,
    refine_tie_break,
    why_not_refinable,
)
from assurance.services.tendering.replacing import replace_criteria
from assurance.services.tendering.reuse import get_source, reuse_criteria
from assurance.services.tendering.scale import set_scale, set_tie_break
from assurance.services.tendering.wind_tunnel import answer_finding, try_on_dummies
from assurance.services.tendering.workbook import export_csv, export_workbook, read_upload

__all__ = [
    "add_criterion",
    "answer_finding",
    "begin_refinement",
    "discard_refinement",
    "edit_criterion",
    "explain_refinement",
    "export_csv",
    "export_workbook",
    "get_source",
    "move_criterion",
    "place_criterion",
    "propose",
    "publish_refinement",
    "read_upload",
    "refine_criterion",
    "refine_tie_break",
    "remove_criterion",
    "replace_criteria",
    "reuse_criteria",
    "set_method",
    "set_scale",
    "set_tender_deadline",
    "set_tie_break",
    "try_on_dummies",
    "why_invited",
    "why_not_publisher",
    "why_not_refinable",
    "write_notice",
]
