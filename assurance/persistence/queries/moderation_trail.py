"""What the audit trail keeps beside the records of agreed marks: answers to the check, and corrections asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import AuditEvent, User

RECORDED = "consensus:recorded"
CORRECTION = "consensus:correction-asked"


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """Why the moderator let a record stand although the check found something in it."""

    code: str
    said: str
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    """What a member of the panel wants changed in a record."""

    user_id: int
    name: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Trail:
    """Answers and requests by the id of the record they are about, in the order they were made."""

    answers: dict[int, list[AnswerGiven]] = field(default_factory=dict)
    corrections: dict[int, list[CorrectionAsked]] = field(default_factory=dict)


def moderation_trail(session: Session, procurement_id: int, subject: str = "") -> Trail:
    """Return what was answered and asked, for one question of one bid (`bid/criterion`) or for all."""
    query = (
        select(AuditEvent.tag, AuditEvent.at, AuditEvent.body, User.id, User.name)
        .join(User, User.id == AuditEvent.actor_id)
        .where(AuditEvent.procurement_id == procurement_id, AuditEvent.tag.in_((RECORDED, CORRECTION)))
        .order_by(AuditEvent.seq)
    )
    if subject:
        query = query.where(AuditEvent.subject == subject)
    trail = Trail()
    for tag, at, body, user_id, name in session.execute(query):
        data = body["data"]
        record = int(data.get("record") or 0)
        if tag == CORRECTION:
            trail.corrections.setdefault(record, []).append(CorrectionAsked(user_id, name, data["reason"], at))
        elif data.get("answers"):
            trail.answers[record] = [AnswerGiven(**each) for each in data["answers"]]
    return trail
