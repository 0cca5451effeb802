"""Corrections: a published notice stays as it is; what it should have said is published beside it, with the reason.

The officer writes a correction, somebody else publishes or refuses it.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.notices.corrections import differences
from assurance.persistence.models import Notice, NoticeCorrection, Procurement
from assurance.persistence.queries.corrections import find_open_correction, list_versions
from assurance.services import audit
from assurance.services.permission import demand
from assurance.services.publishing import announce

CHANGED = "The correction was changed after you opened the page. Read it again"


def write(
    session: Session, *, procurement: Procurement, notice: Notice, texts: Sequence[str], reason: str, version: int,
    actor: Actor, now: datetime,
) -> NoticeCorrection:  # fmt: skip
    """Write or rewrite a correction: the text of every section in order, and why it is corrected.

    `version` is the one the person was shown, 0 for a new one. Raises `InvalidInput` where a section would be empty or
    nothing would change, and `Conflict` for a version that was itself corrected or a page that is out of date.
    """
    demand(actor, Permission.NOTICE_CORRECT, procurement, act="correct a notice")
    sections = _as_corrected(session, notice, texts)
    if not reason.strip():
        raise InvalidInput("reason", "Say why the notice is corrected")
    row = find_open_correction(session, notice.id)
    if version != (row.version if row else 0):
        raise Conflict(CHANGED)
    if row is None:
        row = NoticeCorrection(notice_id=notice.id, notice=notice)
        session.add(row)
    row.sections, row.reason = sections, reason.strip()
    row.written_by_id, row.written_at = actor.user_id, now
    session.flush()  # a second writer meets the version here, while the caller can still answer
    _record(session, "written", row, procurement, actor, now, reason=row.reason)
    return row


def publish(
    session: Session, *, procurement: Procurement, correction: NoticeCorrection, version: int, actor: Actor,
    now: datetime,
) -> Notice:  # fmt: skip
    """Publish a correction as a new version of its notice, with a release of its own.

    Raises `NotPermitted` for whoever wrote it and `Conflict` where it was changed or decided since it was read.
    """
    _decide(correction, procurement, version, actor, now)
    replaced = correction.notice
    notice = Notice(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, kind=replaced.kind, title=replaced.title,
        content={**replaced.content, "sections": correction.sections}, published_at=now, subject=replaced.subject,
        corrects_id=replaced.id, correction_reason=correction.reason,
    )  # fmt: skip
    announce(session, procurement=procurement, notice=notice, actor=actor, now=now, reason=correction.reason)
    _record(session, "published", correction, procurement, actor, now, version=notice.public_id)
    return notice


def refuse(
    session: Session, *, procurement: Procurement, correction: NoticeCorrection, version: int, reason: str,
    actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """Refuse a correction with the reason; the notice stands and another correction may be written."""
    if not reason.strip():
        raise InvalidInput("refusal", "Say why the correction is refused")
    _decide(correction, procurement, version, actor, now)
    correction.refusal = reason.strip()
    _record(session, "refused", correction, procurement, actor, now, reason=correction.refusal)


def why_not_decider(correction: NoticeCorrection, actor: Actor) -> str:
    """Say why a person may not decide a correction although their role might, or return nothing."""
    return "You wrote this correction; someone else decides it" if correction.written_by_id == actor.user_id else ""


def _as_corrected(session: Session, notice: Notice, texts: Sequence[str]) -> list[dict[str, str]]:
    before: list[dict[str, str]] = notice.content["sections"]
    if list_versions(session, notice)[-1].id != notice.id:
        raise Conflict("This version was corrected already. Correct the newest one")
    for place, text in enumerate(texts):
        if not text.strip():
            raise InvalidInput(f"section_{place}", "A section is not left empty; say that it does not apply, and why")
    after = [{"heading": each["heading"], "text": text.strip()} for each, text in zip(before, texts, strict=True)]
    if not differences(before, after):
        raise InvalidInput("reason", "Nothing is changed yet: correct at least one section")
    return after


def _decide(correction: NoticeCorrection, procurement: Procurement, version: int, actor: Actor, now: datetime) -> None:
    demand(actor, Permission.NOTICE_APPROVE, procurement, act="decide a correction")
    if why := why_not_decider(correction, actor):
        raise NotPermitted(why)
    if correction.decided_at is not None or version != correction.version:
        raise Conflict(CHANGED)
    correction.decided_by_id, correction.decided_at = actor.user_id, now


def _record(
    session: Session, act: str, row: NoticeCorrection, procurement: Procurement, actor: Actor, now: datetime,
    **said: str,
) -> None:  # fmt: skip
    audit.record(
        session, tag=f"notice-correction:{act}", actor=actor, now=now, procurement=procurement,
        subject=row.notice.public_id, kind=row.notice.kind, **said,
    )  # fmt: skip
