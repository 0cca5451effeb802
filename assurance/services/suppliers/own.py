"""Asks, inside an act, whether a person may act for their own organisation."""

from __future__ import annotations

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.errors import NotPermitted


def lead(actor: Actor) -> None:
    """Raise `NotPermitted` unless the person leads a provider."""
    if not permits(actor, Permission.ORGANISATION_LEAD, Reach()):
        raise NotPermitted("Only a lead of your organisation can do this; ask one of them")


def contributor(actor: Actor) -> None:
    """Raise `NotPermitted` unless the person works for a provider and does not only read."""
    if not permits(actor, Permission.ORGANISATION_WRITE, Reach()):
        raise NotPermitted("A viewer reads what the organisation does; ask your lead to make you a contributor")
