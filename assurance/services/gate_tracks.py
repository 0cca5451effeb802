"""Holding a sitting in full or on the fast track."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput
from assurance.domain.gates.definition import Track
from assurance.domain.gates.tracks import track_objection
from assurance.persistence.models import GateReview
from assurance.services import audit, gate_findings
from assurance.services.gates import changed, demand_reviewer, lock_open


def choose_track(
    session: Session, *, review: GateReview, track: str, reason: str, actor: Actor, now: datetime
) -> GateReview:
    """Hold a sitting in full or on the fast track, which asks the mandatory lines only; clears the signatures.

    Refused for checkpoint 2 while a computed finding is red.
    """
    procurement = demand_reviewer(session, review, actor, "choose how a gate is held")
    lock_open(session, review)
    try:
        chosen = Track(track)
    except ValueError:
        raise InvalidInput("track", "Select how much is asked") from None
    if chosen is Track.FAST and not reason.strip():
        raise InvalidInput("reason", "Say why the mandatory lines are enough")
    if why_not := track_objection(review.gate_code, chosen, gate_findings.findings_of(session, review)):
        raise InvalidInput("track", f"{why_not.message}. {why_not.mend}")
    before, review.track = review.track, chosen.value
    review.track_reason = reason.strip() if chosen is Track.FAST else ""
    audit.record(
        session, tag="gate:track", actor=actor, now=now, procurement=procurement, subject=review.gate_code,
        before=before, after=review.track, reason=review.track_reason, sitting=review.sitting,
    )  # fmt: skip
    changed(session, review=review, actor=actor, now=now)
    return review
