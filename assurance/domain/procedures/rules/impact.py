"""Rules about effects on the providers of today and about what the programme can pay for.

Both are asked before the field is narrowed and not after a preferred bidder is named: the lessons of Coastal West
Sussex and of Staffordshire. They are the authority's own safeguards; no statute asks for them.
"""

from __future__ import annotations

from assurance.domain.case import Case
from assurance.domain.errors import Objection

PAGE = "staff.impact.index"


def ledger_settled(case: Case) -> Objection | None:
    """Object while it is not known which providers of today may lose by the programme."""
    if case.impact.ledger_settled:
        return None
    return Objection(
        "impact", "It is not on record which providers of today may lose income by this programme",
        "Register them, or say why none loses", endpoint=PAGE,
    )  # fmt: skip


def effects_stated(case: Case) -> Objection | None:
    """Object while a bidder has not said what it would do to each of them."""
    if not case.impact.unstated:
        return None
    return Objection(
        "effects",
        "Effects on the providers of today are not stated by " + ", ".join(case.impact.unstated),
        "The bidder states what it would do to each of them",
        endpoint=PAGE,
    )


def prices_stated(case: Case) -> Objection | None:
    """Object while a participant has stated no indicative price by year."""
    if not case.impact.prices_unstated:
        return None
    return Objection(
        "indicative-prices",
        "Indicative prices by year are not stated by " + ", ".join(case.impact.prices_unstated),
        "The participant states them with its outline solution",
        endpoint="staff.impact.affordability",
    )


def affordable(case: Case) -> Objection | None:
    """Object when every price known is above the envelope and nobody has decided to go on (as in Staffordshire)."""
    if not case.impact.nobody_affordable:
        return None
    return Objection(
        "affordability", "Every indicative price is above the envelope, and no decision to go on is on record",
        "The owner decides with reasons how it can become affordable, or abandon",
        endpoint="staff.impact.affordability",
    )  # fmt: skip
