"""What waits because of the dialogue: actions of the authority, disputes, texts to be released, decisions to go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.procedures.rules.wording import counted
from assurance.persistence.models import DialogueAction, Procurement
from assurance.persistence.queries.dialogue_record import list_open_actions
from assurance.persistence.queries.outgoing import list_answered
from assurance.services.dialogue.actions import is_overdue
from assurance.services.dialogue.owning import AUTHORITY


def list_tasks(
    session: Session, procurements: Sequence[tuple[Procurement, frozenset[Role]]], now: datetime
) -> list[tuple[str, Procurement, str]]:
    """List what to do, where and on which page, in two queries."""
    ids = [each.id for each, _ in procurements]
    actions: dict[int, list[DialogueAction]] = {}
    for each in list_open_actions(session, ids, AUTHORITY):
        actions.setdefault(each.session.bid.procurement_id, []).append(each)
    answered = list_answered(session, ids)
    found: list[tuple[str, Procurement, str]] = []
    for procurement, roles in procurements if actions or answered else ():
        mine = actions.get(procurement.id, [])
        if mine and roles & {Role.DIALOGUE_LEAD, Role.OFFICER}:
            late = sum(1 for each in mine if is_overdue(each, now))
            words = counted(len(mine), "open action of the dialogue", "open actions of the dialogue")
            found.append((words + (f", {late} overdue" if late else ""), procurement, "staff.dialogue.index"))
        if Role.OWNER in roles and procurement.id in answered:
            found.append(
                ("Look at information to be released to participants", procurement, "staff.dialogue.information")
            )
    return found
