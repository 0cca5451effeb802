"""The plan is a draft until the call is published; then what was published stands.

Every change of the plan moves the version of the procurement, so that a publication and a change made at the same
moment cannot both succeed: the digest of the criteria always covers what was published.
"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm.attributes import flag_modified

from assurance.domain.deadlines import LONDON, say_day
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import Stage
from assurance.persistence.models import Procurement

CHANGED = "The procurement was changed by someone else after you opened the page"


def why_fixed(procurement: Procurement) -> str:
    """Say why the plan can no longer be changed, or return nothing while it is a draft."""
    if procurement.stage is Stage.ABANDONED:
        return "The procurement was abandoned: its plan can no longer be changed"
    if procurement.criteria_frozen_at is None:
        return ""
    day = say_day(procurement.criteria_frozen_at.astimezone(LONDON).date())
    return (
        f"The call was published on {day}: what was published can no longer be changed. "
        "To buy something else or by other criteria, abandon this procurement and plan a new one"
    )


def revise(procurement: Procurement, version: int | None = None) -> None:
    """Open the plan for one change, or raise `Conflict` saying why it can no longer be changed.

    `version` is the one the person was shown, where what they change could have been changed by someone else.
    """
    if why := why_fixed(procurement):
        raise Conflict(why)
    if version is not None and version != procurement.version:
        raise Conflict(CHANGED)
    flag_modified(procurement, "title")


def line(text: str, field: str, message: str, longest: int) -> str:
    """Take one line of text that says something and fits its column, or raise `InvalidInput`."""
    found = " ".join(text.split())
    if not found:
        raise InvalidInput(field, message)
    if len(found) > longest:
        raise InvalidInput(field, f"Enter at most {longest} characters: this has {len(found)}")
    return found


def hundredths(value: Decimal, field: str) -> Decimal:
    """Take a figure with at most two decimals, as the database keeps it, or raise `InvalidInput`."""
    if not value.is_finite() or abs(value) >= 10**12 or value != round(value, 2):
        raise InvalidInput(field, "Enter a number with at most 2 figures after the point")
    return value
