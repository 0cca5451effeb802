"""Whom a notice waits for: those who approve what the next step makes public, and corrections somebody else wrote."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.persistence.models import Procurement
from assurance.persistence.queries.corrections import list_waiting_corrections
from assurance.persistence.queries.notice_approvals import list_approved

TO_APPROVE = "Read and approve the notice that the next step makes public"
TO_CORRECT = "Read a correction of a notice, and publish or refuse it"
APPROVE = frozenset({Role.OWNER, Role.APPROVER})


def list_notice_tasks(
    session: Session, *, user_id: int, procurements: Sequence[tuple[Procurement, frozenset[Role]]]
) -> list[tuple[str, Procurement, str]]:
    """List what, in which procurement and on which page; nothing for whoever runs it, who does not approve."""
    held = [each for each, roles in procurements if roles & APPROVE and Role.OFFICER not in roles]
    ids = [each.id for each in held]
    approved, corrections = list_approved(session, ids), list_waiting_corrections(session, ids, without=user_id)
    found = [
        (TO_APPROVE, each, "staff.notices.index")
        for each in held
        if any(kind not in approved.get(each.id, set()) for kind in _ahead(each))
    ]
    return found + [(TO_CORRECT, each, "staff.notices.index") for each in held if each.id in corrections]


def _ahead(procurement: Procurement) -> list[str]:
    """List the notices of the steps from here, without that of an end which nobody may ever want."""
    moves = procurement.procedure.lifecycle.open_moves(procurement.stage)
    return [kind for move in moves if move.notices_approved_first and not move.needs_reason for kind in move.notices]
