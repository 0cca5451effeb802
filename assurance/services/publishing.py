"""Makes a notice public: written from what is stored, kept as open data, told to whoever asked for alerts.

People appear by role and post, never by name; conflicts as counts and what was done, without detail.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput
from assurance.domain.procedures.definition import CaseMove
from assurance.persistence.models import Notice, Procurement
from assurance.persistence.queries.paper_drafts import find_draft
from assurance.services import audit, packs
from assurance.services.notices.composing import compose
from assurance.services.open_data.publishing import publish_release
from assurance.services.suppliers import alerts

OTHER_REASON = (
    "The notice was approved with another reason. Give that reason, word for word, or write the new one in the notice "
    "and have it approved"
)


def publish(
    session: Session, *, procurement: Procurement, kind: str, actor: Actor, now: datetime, reason: str = ""
) -> Notice:
    """Write a notice and make it public."""
    title, content = compose(session, procurement=procurement, kind=kind, now=now, reason=reason)
    notice = Notice(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, kind=kind, title=title[:250], content=content,
        published_at=now,
    )  # fmt: skip
    announce(session, procurement=procurement, notice=notice, actor=actor, now=now, reason=reason)
    return notice


def announce(
    session: Session, *, procurement: Procurement, notice: Notice, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """Store a notice with its release, have it printed, tell whoever asked for alerts, and put it on record."""
    session.add(notice)
    release = publish_release(session, procurement=procurement, notice=notice, reason=reason)
    alerts.announce(session, notice)
    packs.request_pack(session, procurement=procurement, kind="notice", subject=notice.public_id, actor=actor, now=now)
    audit.record(
        session, tag="notice:published", actor=actor, now=now, procurement=procurement, subject=notice.kind,
        release=release.release_id, sha256=release.digest,
    )  # fmt: skip


def approved_reason(session: Session, *, procurement: Procurement, move: CaseMove) -> str:
    """Return the reason written in the notice of a move, which the move then gives; nothing where none is written."""
    asks = move.notices_approved_first and move.needs_reason
    drafts = [find_draft(session, procurement.id, kind) for kind in move.notices] if asks else []
    return next((each.text for each in drafts if each is not None), "")


def refuse_other_reason(session: Session, *, procurement: Procurement, move: CaseMove, reason: str) -> None:
    """Raise `InvalidInput` where a move would publish another reason than the one approved with its notice."""
    wanted = approved_reason(session, procurement=procurement, move=move)
    if wanted and wanted != reason.strip():
        raise InvalidInput("reason", OTHER_REASON)
