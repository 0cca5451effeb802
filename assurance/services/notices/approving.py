"""Approving what a notice will say: by someone who does not publish it, of exactly the text that was read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785
from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.case import NoticeFacts
from assurance.domain.errors import Conflict, MoveRefused, NotPermitted, Objection
from assurance.persistence.models import NoticeApproval, Procurement
from assurance.persistence.queries.notice_approvals import find_last_approval
from assurance.persistence.queries.paper_drafts import find_draft
from assurance.services import audit
from assurance.services.notices.preview import Preview, find_published, move_of, preview
from assurance.services.permission import demand

CHANGED = "What the notice would say was changed after you opened the page. Read it again, then approve it"


@dataclass(frozen=True, slots=True)
class Approval:
    """The newest approval of a notice, and whether the notice would still say what was approved."""

    row: NoticeApproval
    counts: bool


def digest_of(session: Session, *, procurement: Procurement, kind: str) -> str:
    """Return the digest of what a notice would say, without the dates that only its publication sets.

    It is written as if published at the instant the procurement was begun, so that those dates are always the same.
    """
    fixed = preview(session, procurement=procurement, kind=kind, now=procurement.created_at)
    return digest_text(fixed.title, fixed.sections)


def digest_text(title: str, sections: Sequence[dict[str, str]]) -> str:
    """Return the digest of a title and its sections."""
    document: dict[str, Any] = {"title": title, "sections": list(sections)}
    return hashlib.sha256(rfc8785.dumps(document)).hexdigest()


def find_approval(session: Session, *, procurement: Procurement, kind: str) -> Approval | None:
    """Find the newest approval of a notice, or None while nobody has approved it."""
    if find_last_approval(session, procurement.id, kind) is None:
        return None  # nothing is written only to be compared with nothing
    return approval_of(session, procurement, kind, digest_of(session, procurement=procurement, kind=kind))


def approval_of(session: Session, procurement: Procurement, kind: str, digest: str) -> Approval | None:
    """Find the newest approval of a notice and judge it by the digest of what the notice would say now."""
    row = find_last_approval(session, procurement.id, kind)
    return Approval(row, row.digest == digest) if row else None


def approve(
    session: Session, *, procurement: Procurement, kind: str, digest: str, actor: Actor, now: datetime
) -> NoticeApproval:
    """Approve a notice as it was read; `digest` is that of the text the person was shown.

    Raises `NotPermitted` for its writer and for whoever may publish it, `MoveRefused` while something is missing from
    the notice, and `Conflict` where it is published already or would say something else by now.
    """
    demand(actor, Permission.NOTICE_APPROVE, procurement, act="approve a notice")
    if why := why_not_approver(session, procurement=procurement, kind=kind, actor=actor):
        raise NotPermitted(why)
    if kind in find_published(session, procurement):
        raise Conflict("The notice is published, and what is public does not change")
    found = preview(session, procurement=procurement, kind=kind, now=now)
    if objections := tuple(_gaps(found)):
        raise MoveRefused("approve_notice", objections)
    if digest != digest_of(session, procurement=procurement, kind=kind):
        raise Conflict(CHANGED)
    return record_approval(session, procurement=procurement, kind=kind, digest=digest, actor=actor, now=now)


def record_approval(
    session: Session, *, procurement: Procurement, kind: str, digest: str, actor: Actor, now: datetime
) -> NoticeApproval:
    """Store an approval that was judged, and put it on record."""
    row = NoticeApproval(
        procurement_id=procurement.id, kind=kind, digest=digest, approved_by_id=actor.user_id, approved_at=now
    )
    session.add(row)
    audit.record(
        session, tag="notice:approved", actor=actor, now=now, procurement=procurement, subject=kind, sha256=digest
    )
    return row


def why_not_approver(session: Session, *, procurement: Procurement, kind: str, actor: Actor) -> str:
    """Say why a person may not approve although a role of theirs might, or return nothing.

    Who may take the step that publishes a notice is taken for its writer, since it is written from what they store;
    where the notice gives a reason of its own, its writer is whoever wrote that.
    """
    move = move_of(procurement, kind)
    draft = find_draft(session, procurement.id, kind) if move.needs_reason else None
    if draft is not None:
        wrote = draft.written_by_id == actor.user_id
        return "You wrote the reason that this notice gives; someone else approves it" if wrote else ""
    runs = permits(actor, move.permission, Reach(procurement.organisation_id)) and not move.needs_reason
    return "You run this procurement and publish its notices; someone else approves them" if runs else ""


def approved_facts(session: Session, procurement: Procurement) -> NoticeFacts:
    """Say which notices of the moves from here are approved as they stand, and of which the approval lapsed."""
    moves = procurement.procedure.lifecycle.open_moves(procurement.stage)
    kinds = [kind for move in moves if move.notices_approved_first for kind in move.notices]
    found = {kind: find_approval(session, procurement=procurement, kind=kind) for kind in kinds}
    return NoticeFacts(
        approved=frozenset(kind for kind, each in found.items() if each and each.counts),
        lapsed=frozenset(kind for kind, each in found.items() if each and not each.counts),
    )


def _gaps(found: Preview) -> list[Objection]:
    if found.unwritten:
        return [Objection("notice", found.unwritten, "Approve the notice once it can be written")]
    if found.move.needs_reason and found.move.notices_approved_first and found.draft is None:
        return [Objection("notice", "The reason that the notice gives is not written", "Write it first")]
    return [
        Objection("notice", f"“{heading}” is missing from the notice", "Write it first", found.kind.provision)
        for heading in found.missing
    ]
