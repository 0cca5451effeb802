"""A provider's own bid: the request to take part and the parts of the final tender, until it is submitted."""

from assurance.services.bids.answers import StaleAnswer, restore_draft, save_answer
from assurance.services.bids.asked import ANSWERED, Changed, StaleForm, asked_now, changes_since, once_asked
from assurance.services.bids.backing import save_backing
from assurance.services.bids.drafts import CHANGED, CLASH, SAVED, set_aside
from assurance.services.bids.impact import round_of, save_impact, state_impact
from assurance.services.bids.missing import Missing, missing_parts
from assurance.services.bids.offer import save_cover, save_trajectory
from assurance.services.bids.own import why_not_in_hand
from assurance.services.bids.partners import (
    add_partner,
    change_partner,
    get_partner,
    remove_partner,
    set_integration_form,
)
from assurance.services.bids.request import (
    call_is_open,
    send_request,
    start_request,
    withdraw,
)
from assurance.services.bids.request_checked import StaleRequest, checked_request
from assurance.services.bids.tasks import State, Task, list_tasks
from assurance.services.bids.tender import set_price

__all__ = [
    "ANSWERED",
    "CHANGED",
    "CLASH",
    "SAVED",
    "Changed",
    "Missing",
    "StaleAnswer",
    "StaleForm",
    "StaleRequest",
    "State",
    "Task",
    "add_partner",
    "asked_now",
    "call_is_open",
    "change_partner",
    "changes_since",
    "checked_request",
    "get_partner",
    "list_tasks",
    "missing_parts",
    "once_asked",
    "remove_partner",
    "restore_draft",
    "round_of",
    "save_answer",
    "save_backing",
    "save_cover",
    "save_impact",
    "save_trajectory",
    "send_request",
    "set_aside",
    "set_integration_form",
    "set_price",
    "start_request",
    "state_impact",
    "why_not_in_hand",
    "withdraw",
]
