"""Where what is missing from a notice is written, by the heading of its section."""

from __future__ import annotations

from assurance.domain.notices import kinds

MENDS: dict[str, tuple[str, str]] = {
    kinds.WHAT: ("staff.planning.show", "the plan"),
    kinds.VALUE: ("staff.planning.show", "the plan"),
    kinds.CRITERIA: ("staff.tender.criteria", "the award criteria"),
    kinds.ASSESSED: ("staff.tender.criteria", "the award criteria"),
    kinds.TAKE_PART: ("staff.tender.notice", "the notice and its deadline"),
    kinds.SUPPLIER: ("staff.award.recommendation", "the recommendation"),
    kinds.REASONS: ("staff.award.recommendation", "the recommendation"),
    "Provider to whom the contract is to be awarded": ("staff.award.recommendation", "the recommendation"),
    "Provider": ("staff.award.recommendation", "the recommendation"),
    "Assessment summaries": ("staff.award.letters", "the letters"),
    kinds.CONTRACT: ("staff.contract.show", "the contract"),
    "Who decided": ("staff.procurements.people", "people and roles"),
}
"""Heading to the page that mends it and the name of that page."""
