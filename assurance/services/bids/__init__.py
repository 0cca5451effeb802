"""A provider's own bid: the request to take part and the parts of the final tender, until it is submitted."""

from assurance.services.bids.missing import Missing, missing_parts
from assurance.services.bids.partners import add_subcontractor, remove_subcontractor, set_integration_form
from assurance.services.bids.request import (
    EXPERIENCE_WORDS,
    call_is_open,
    save_request,
    send_request,
    start_request,
    withdraw,
)
from assurance.services.bids.tender import save_answer, set_price

__all__ = [
    "EXPERIENCE_WORDS",
    "Missing",
    "add_subcontractor",
    "call_is_open",
    "missing_parts",
    "remove_subcontractor",
    "save_answer",
    "save_request",
    "send_request",
    "set_integration_form",
    "set_price",
    "start_request",
    "withdraw",
]
