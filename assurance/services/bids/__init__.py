"""A provider's own bid: the request to take part and the parts of the final tender, until it is submitted."""

from assurance.services.bids.answers import StaleAnswer, restore_draft, save_answer
from assurance.services.bids.asked import Changed, StaleForm, asked_now, changes_since
from assurance.services.bids.drafts import CHANGED, CLASH, SAVED, set_aside
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
from assurance.services.bids.tasks import State, Task, list_tasks
from assurance.services.bids.tender import set_price

__all__ = [
    "CHANGED",
    "CLASH",
    "EXPERIENCE_WORDS",
    "SAVED",
    "Changed",
    "Missing",
    "StaleAnswer",
    "StaleForm",
    "State",
    "Task",
    "add_subcontractor",
    "asked_now",
    "call_is_open",
    "changes_since",
    "list_tasks",
    "missing_parts",
    "remove_subcontractor",
    "restore_draft",
    "save_answer",
    "save_request",
    "send_request",
    "set_aside",
    "set_integration_form",
    "set_price",
    "start_request",
    "withdraw",
]
