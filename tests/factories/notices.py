"""Approves what a step makes public, as somebody other than its writer, so that the step can be taken."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.errors import MoveRefused
from assurance.persistence.queries.paper_drafts import find_draft
from assurance.services import notices
from tests.factories.cast import NOW, World


def approve_notices(
    session: Session, world: World, trigger: str, reason: str = "", writer: str = "officer", now: datetime = NOW
) -> None:
    """Write the reason that a notice gives, where it gives one, and approve every notice of a step.

    What cannot be written yet stays unapproved, so that a test sees what else speaks against the step.
    """
    procurement = world.procurement(session)
    move = procurement.procedure.lifecycle.moves.get(trigger)
    for kind in move.notices if move and move.notices_approved_first else ():
        draft = find_draft(session, procurement.id, kind)
        if move.needs_reason and reason.strip() and (draft is None or draft.text != reason.strip()):
            notices.write_reason(
                session, procurement=procurement, kind=kind, text=reason, version=draft.version if draft else 0,
                actor=world.actor(session, writer), now=now,
            )  # fmt: skip
        try:
            notices.approve(
                session, procurement=procurement, kind=kind, actor=world.actor(session, "approver"), now=now,
                digest=notices.digest_of(session, procurement=procurement, kind=kind),
            )  # fmt: skip
        except MoveRefused:
            continue
