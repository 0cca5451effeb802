"""Asks the policy inside an act, so that an act is refused whichever door it was reached by."""

from __future__ import annotations

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.errors import NotPermitted
from assurance.persistence.models import Procurement


def demand(actor: Actor, permission: Permission, procurement: Procurement, *, act: str) -> None:
    """Raise `NotPermitted` unless the person's roles in the procurement allow the act, which is named in words."""
    if not permits(actor, permission, Reach(procurement.organisation_id)):
        raise NotPermitted(f"Your roles in {procurement.reference} do not allow you to {act}")
