"""Asks whether an act is one side's own, whichever door it was reached by."""

from __future__ import annotations

import hashlib

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.persistence.models import Bid
from assurance.services.permission import demand

CHANGED = "This was changed by someone else after you opened the page"
AUTHORITY, PARTICIPANT = "authority", "participant"


def demand_lead(bid: Bid, actor: Actor, act: str) -> None:
    """Raise `NotPermitted` unless the person leads the dialogue of the bid's procurement."""
    demand(actor, Permission.DIALOGUE_LEAD, bid.procurement, act=act)


def demand_own(bid: Bid, actor: Actor, permission: Permission) -> None:
    """Raise `NotPermitted` unless the person is of the participant and may do this there."""
    if not permits(actor, permission, Reach(bid.procurement.organisation_id, bid.organisation_id)):
        raise NotPermitted("Only the participant’s own people may do this, and you would need more rights there")


def require_version(version: int, expected: int | None) -> None:
    """Raise `Conflict` when what the person saw is no longer what there is."""
    if expected is not None and expected != version:
        raise Conflict(CHANGED)


def text_of(typed: str, field: str, message: str, *, least: int = 1) -> str:
    """Return a text without blanks at its ends, or refuse it at its field when it says too little."""
    text = typed.strip()
    if len(text) < least:
        raise InvalidInput(field, message)
    return text


def print_of(*texts: str) -> str:
    """Return what names a text in the audit trail, which more people read than the text itself."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
