"""Whose sign-in wants a second factor by the setting of the installation: everybody of an authority or the powerful."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor, Audience
from assurance.persistence.queries.powers import holds_power
from assurance.persistence.queries.sealing import find_holder_key

EVERYONE, ACTS = "everyone", "acts"


def is_required(session: Session, *, actor: Actor, setting: str) -> bool:
    """Say whether a person does nothing here before they have given a second factor.

    The powerful are board secretaries, whoever holds a role that two people give, and holders of keys to tenders.
    """
    if actor.audience is not Audience.STAFF or setting == ACTS:
        return False
    if setting == EVERYONE or actor.is_organisation_lead:
        return True
    return holds_power(session, actor.user_id) or find_holder_key(session, actor.user_id) is not None
