"""Versions of the criteria: the one published with the call, and each refinement after it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.evaluation.version_check import StoredVersion, VersionCheck, check_versions
from assurance.persistence.models import CriteriaVersion, Procurement
from assurance.persistence.queries.criteria import get_publication
from assurance.persistence.queries.evaluation_evidence import list_versions
from assurance.services import audit


def publish_first(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> CriteriaVersion:
    """Freeze the criteria as they stand under their digest, as version 1."""
    version = freeze(session, procurement=procurement, number=1, actor=actor, now=now)
    audit.record(
        session, tag="criteria:frozen", actor=actor, now=now, procurement=procurement, digest=version.digest, version=1
    )
    return version


def freeze(
    session: Session,
    *,
    procurement: Procurement,
    number: int,
    actor: Actor,
    now: datetime,
    reason: str = "",
    retest: dict[str, Any] | None = None,
) -> CriteriaVersion:
    """Store the criteria as they stand as a version under their digest, which the procurement then holds."""
    published = get_publication(session, procurement)
    digest = published.digest()  # before the row changes: the two are only ever stored together
    procurement.criteria_frozen_at = procurement.criteria_frozen_at or now
    procurement.criteria_digest = digest
    version = CriteriaVersion(
        procurement_id=procurement.id, number=number, document=published.as_data(), digest=digest, reason=reason,
        retest=retest or {}, published_by_id=actor.user_id, published_at=now,
    )  # fmt: skip
    session.add(version)
    return version


def check(session: Session, procurement: Procurement) -> VersionCheck:
    """Check the stored versions against their digests, and the criteria in use against the newest."""
    stored = [StoredVersion(each.number, each.document, each.digest) for each in list_versions(session, procurement.id)]
    return check_versions(stored, get_publication(session, procurement), procurement.criteria_digest)
