"""Versions of the criteria: the one published with the call, and each refinement after it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.persistence.models import CriteriaVersion, Procurement
from assurance.persistence.queries.criteria import get_publication
from assurance.services import audit


def publish_first(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> CriteriaVersion:
    """Freeze the criteria as they stand under their digest, as version 1."""
    published = get_publication(session, procurement)
    digest = published.digest()  # before the row changes: the two are only ever stored together
    procurement.criteria_frozen_at, procurement.criteria_digest = now, digest
    version = CriteriaVersion(
        procurement_id=procurement.id, number=1, document=published.as_data(), digest=digest, retest={},
        published_by_id=actor.user_id, published_at=now,
    )  # fmt: skip
    session.add(version)
    audit.record(
        session, tag="criteria:frozen", actor=actor, now=now, procurement=procurement, digest=digest, version=1
    )
    return version
