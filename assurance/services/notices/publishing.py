"""Notices written from stored fields: what is public about a procurement, and when it became so.

People appear by role and post, never by name; conflicts as counts and what was done, without detail.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.notices.kinds import get_kind
from assurance.persistence.models import Notice, Procurement
from assurance.services import audit
from assurance.services.notices import pa23, pcr15, psr
from assurance.services.notices.sections import Writer, about
from assurance.services.open_data.publishing import publish_release
from assurance.services.suppliers import alerts

WRITERS: dict[str, Writer] = {**psr.WRITERS, **pa23.WRITERS, **pcr15.WRITERS}
"""Who writes a notice of each kind that a step publishes."""


def compose(
    session: Session, *, procurement: Procurement, kind: str, now: datetime, reason: str = ""
) -> tuple[str, dict[str, Any]]:
    """Write a notice: its title and its sections of heading and text. Sections without text are left out."""
    row = get_kind(kind, procurement.procedure.regime)
    sections = [about(procurement), *WRITERS[kind](session, procurement, now, reason)]
    return f"{row.label}: {procurement.title}", {
        "provision": row.provision,
        "sections": [section for section in sections if section["text"].strip()],
    }


def publish(
    session: Session, *, procurement: Procurement, kind: str, actor: Actor, now: datetime, reason: str = ""
) -> Notice:
    """Write a notice and make it public."""
    title, content = compose(session, procurement=procurement, kind=kind, now=now, reason=reason)
    notice = Notice(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, kind=kind, title=title[:250], content=content,
        published_at=now,
    )  # fmt: skip
    session.add(notice)
    release = publish_release(session, procurement=procurement, notice=notice, reason=reason)
    alerts.announce(session, notice)
    audit.record(
        session, tag="notice:published", actor=actor, now=now, procurement=procurement, subject=kind,
        release=release.release_id, sha256=release.digest,
    )  # fmt: skip
    return notice
