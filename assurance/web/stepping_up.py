"""When a second factor was last given in the sign-in at hand; services decide whether that is fresh enough."""

from __future__ import annotations

from datetime import datetime

from flask_login import current_user

from assurance.services import second_factor
from assurance.web.transaction import db


def stepped_up_at() -> datetime | None:
    """Return the instant, or None when no second factor was given in this sign-in."""
    return second_factor.given_at(db(), str(current_user.token))
