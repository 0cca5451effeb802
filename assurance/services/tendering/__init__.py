"""What is published: criteria, scale, method and tie-break rules, the notice inviting offers, and the two deadlines."""

from assurance.services.tendering.criteria import add_criterion, edit_criterion, remove_criterion
from assurance.services.tendering.method import set_method
from assurance.services.tendering.notice import set_tender_deadline, why_invited, write_notice
from assurance.services.tendering.placing import move_criterion, place_criterion
from assurance.services.tendering.scale import set_scale, set_tie_break

__all__ = [
    "add_criterion",
    "edit_criterion",
    "move_criterion",
    "place_criterion",
    "remove_criterion",
    "set_method",
    "set_scale",
    "set_tender_deadline",
    "set_tie_break",
    "why_invited",
    "write_notice",
]
