"""What waits because of questions and deadlines: for the officer to answer, for the owner to decide."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.procedures.rules.wording import counted, when
from assurance.domain.stages import Stage
from assurance.persistence.models import Procurement
from assurance.persistence.queries.clarifications import count_waiting
from assurance.persistence.queries.held_texts import list_with_waiting


def list_tasks(
    session: Session, procurements: Sequence[tuple[Procurement, frozenset[Role]]]
) -> list[tuple[str, Procurement, str]]:
    """List what to do, where and on which page, in three queries; while final tenders run with the warning it needs."""
    asked, proposed = count_waiting(session, [each.id for each, _ in procurements])
    held = list_with_waiting(session, [each.id for each, _ in procurements])
    found: list[tuple[str, Procurement, str]] = []
    for procurement, roles in procurements if asked or proposed or held else ():
        if Role.OFFICER in roles and (count := asked.get(procurement.id, 0)):
            found.append((_words(count, procurement), procurement, "staff.clarifications.index"))
        if Role.OWNER in roles and proposed.get(procurement.id):
            found.append(("Decide on a later deadline", procurement, "staff.clarifications.deadlines"))
        if Role.OWNER in roles and procurement.id in held:
            found.append(
                ("Release or keep back what bidders are to be told", procurement, "staff.clarifications.index")
            )
    return found


def _words(count: int, procurement: Procurement) -> str:
    words = "Answer " + counted(count, "question of a bidder", "questions of bidders")
    due = procurement.tenders_due_at
    if procurement.stage is Stage.FINAL_TENDERS and due is not None:
        return f"{words} before {when(due)}: final tenders close then, answered or not"
    return words
