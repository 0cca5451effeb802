"""The reason that a notice gives, written before the step that publishes it so that somebody else can approve it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.persistence.models import PaperDraft, Procurement
from assurance.persistence.queries.paper_drafts import find_draft
from assurance.services import audit
from assurance.services.notices.preview import move_of
from assurance.services.permission import demand

LONGEST = 4000


def write_reason(
    session: Session, *, procurement: Procurement, kind: str, text: str, version: int, actor: Actor, now: datetime
) -> PaperDraft:
    """Write or rewrite the reason that a notice gives; an approval of the former one lapses by itself.

    Only whoever may take the step may write it. `version` is the one the person was shown, 0 where none was written.
    """
    move = move_of(procurement, kind)
    if not move.needs_reason:
        raise NotFound("This notice gives no reason of its own")
    demand(actor, move.permission, procurement, act="write the reason that this notice gives")
    if not text.strip():
        raise InvalidInput("text", "Enter the reason")
    return write_draft(session, procurement=procurement, kind=kind, text=text, version=version, actor=actor, now=now)


def write_draft(
    session: Session, *, procurement: Procurement, kind: str, text: str, version: int, actor: Actor, now: datetime
) -> PaperDraft:
    """Store a text for a notice or letter of a kind, on record with its writer. Raises `Conflict` on a stale page."""
    row = find_draft(session, procurement.id, kind)
    if version != (row.version if row else 0):
        raise Conflict("Somebody else wrote this text after you opened the page")
    if row is None:
        row = PaperDraft(procurement_id=procurement.id, kind=kind)
        session.add(row)
    row.text, row.written_by_id, row.written_at = text.strip(), actor.user_id, now
    session.flush()  # a second writer meets the version here, while the caller can still answer
    audit.record(
        session, tag="paper:drafted", actor=actor, now=now, procurement=procurement, subject=kind, text=row.text
    )
    return row
