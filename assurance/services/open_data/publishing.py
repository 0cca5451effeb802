"""Writes the release of a notice in the transaction that publishes it, and keeps it for ever as it is."""

from __future__ import annotations

import hashlib
import json

import rfc8785
from sqlalchemy.orm import Session

from assurance.domain.ocds.facts import Notice as NoticeFacts
from assurance.domain.ocds.kinds import get_kind
from assurance.domain.ocds.release import write_release
from assurance.persistence.models import Notice, OcdsRelease, Procurement
from assurance.persistence.queries.open_data import list_releases_of
from assurance.services.open_data.gathering import gather
from assurance.services.public_site import site


def publish_release(session: Session, *, procurement: Procurement, notice: Notice, reason: str = "") -> OcdsRelease:
    """Keep what a notice says as open data; the database refuses any later change of it."""
    earlier = list_releases_of(session, procurement.id)
    session.flush()  # the notice needs its key
    kind = get_kind(notice.kind)
    ocid = earlier[0].ocid if earlier else f"{site().ocid_prefix}-{procurement.reference}"
    facts = NoticeFacts(
        id=f"{procurement.reference}-{len(earlier) + 1:02}", kind=notice.kind, title=notice.title,
        text=in_plain_text(notice), url=site().notice(notice.public_id), published_at=notice.published_at,
        reason=reason, is_correction=notice.corrects_id is not None,
    )  # fmt: skip
    known = [json.loads(each.document) for each in earlier]
    document = rfc8785.dumps(write_release(gather(session, procurement, facts, ocid=ocid, earlier=known)))
    release = OcdsRelease(
        procurement_id=procurement.id, notice_id=notice.id, ocid=ocid, release_id=facts.id, stage=kind.stage,
        published_at=notice.published_at, document=document.decode(), digest=hashlib.sha256(document).hexdigest(),
    )  # fmt: skip
    session.add(release)
    return release


def in_plain_text(notice: Notice) -> str:
    """Give the sections of a notice as running text."""
    return "\n\n".join(f"{each['heading']}\n{each['text']}" for each in notice.content.get("sections", []))
