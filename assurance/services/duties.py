"""What waits for a person: the acts that only they can do next, in the procurements they take part in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.stages import Stage
from assurance.persistence.models import Procurement, RoleAssignment


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what, in which procurement, by when, and the page where it is done."""

    what: str
    procurement: Procurement
    endpoint: str


WAITING: dict[tuple[Stage, Role], tuple[str, str]] = {
    (Stage.PLANNING, Role.OFFICER): ("Plan the programme and the criteria", "staff.procurements.show"),
    (Stage.ENGAGEMENT, Role.OFFICER): ("Summarise the market engagement", "staff.planning.engagement"),
    (Stage.CHECKPOINT_1, Role.ASSURANCE_REVIEWER): ("Review checkpoint 1", "staff.gates.index"),
    (Stage.CALL, Role.OFFICER): ("Wait for requests, then close the call", "staff.procurements.show"),
    (Stage.SELECTION, Role.OFFICER): ("Decide who is selected", "staff.selection.index"),
    (Stage.DIALOGUE_1, Role.DIALOGUE_LEAD): ("Hold the sessions of round 1", "staff.dialogue.index"),
    (Stage.DOWN_SELECT, Role.DIALOGUE_LEAD): ("Assess the participants", "staff.dialogue.down_select"),
    (Stage.DIALOGUE_2, Role.DIALOGUE_LEAD): ("Hold the sessions of round 2", "staff.dialogue.index"),
    (Stage.DIALOGUE_2, Role.OWNER): ("Close the dialogue when it has said what it can", "staff.procurements.show"),
    (Stage.DIALOGUE_CLOSED, Role.OFFICER): ("Invite final tenders", "staff.tender.invitation"),
    (Stage.FINAL_TENDERS, Role.OFFICER): ("Wait for the deadline, then close", "staff.procurements.show"),
    (Stage.OPENING, Role.OPENER): ("Open the final tenders together", "staff.opening.show"),
    (Stage.OPENING, Role.OFFICER): ("Check compliance and give out the marking", "staff.opening.show"),
    (Stage.SCORING, Role.EVALUATOR): ("Declare conflicts and mark your questions", "staff.evaluation.queue"),
    (Stage.SCORING, Role.MODERATOR): ("Declare conflicts before moderation", "staff.evaluation.conflicts"),
    (Stage.SCORING, Role.OFFICER): ("Follow the panel’s progress", "staff.evaluation.progress"),
    (Stage.MODERATION, Role.MODERATOR): ("Moderate", "staff.evaluation.moderation"),
    (Stage.MODERATION, Role.EVALUATOR): ("Approve the moderation records", "staff.evaluation.moderation"),
    (Stage.RANKING, Role.OFFICER): ("Check and confirm the ranking", "staff.evaluation.ranking"),
    (Stage.RECOMMENDATION, Role.OFFICER): ("Write the recommendation", "staff.award.recommendation"),
    (Stage.RECOMMENDATION, Role.APPROVER): ("Decide on the recommendation", "staff.award.recommendation"),
    (Stage.CHECKPOINT_2, Role.ASSURANCE_REVIEWER): ("Review checkpoint 2", "staff.gates.index"),
    (Stage.INTENTION, Role.OFFICER): ("Prepare and issue the letters", "staff.award.letters"),
    (Stage.STANDSTILL, Role.OFFICER): ("Watch standstill", "staff.award.standstill"),
    (Stage.STANDSTILL, Role.REPRESENTATION_REVIEWER): ("Decide representations", "staff.award.standstill"),
    (Stage.AWARD, Role.CONTRACT_MANAGER): ("Draw up the contract", "staff.contract.show"),
    (Stage.CONTRACT, Role.CONTRACT_MANAGER): ("Meet conditions and record signatures", "staff.contract.show"),
    (Stage.CHECKPOINT_3, Role.ASSURANCE_REVIEWER): ("Review checkpoint 3", "staff.gates.index"),
    (Stage.CHECKPOINT_3, Role.CONTRACT_MANAGER): ("Make ready for the service", "staff.contract.show"),
}
"""What each role does at each stage, and where."""


def list_waiting(
    session: Session, *, user_id: int, procurements: Sequence[Procurement], now: datetime
) -> list[Waiting]:
    """List what waits for a person, most pressing date first."""
    roles = _roles_by_procurement(session, user_id)
    found = [
        Waiting(*WAITING[(procurement.stage, role)][:1], procurement, WAITING[(procurement.stage, role)][1])
        for procurement in procurements
        for role in sorted(roles.get(procurement.id, ()))
        if (procurement.stage, role) in WAITING
    ]
    far = datetime.max.replace(tzinfo=now.tzinfo)
    return sorted(found, key=lambda item: item.procurement.next_due_at or far)


def _roles_by_procurement(session: Session, user_id: int) -> dict[int, set[Role]]:
    rows: Iterable[tuple[int, Role]] = session.execute(
        select(RoleAssignment.procurement_id, RoleAssignment.role).where(RoleAssignment.user_id == user_id)
    )
    held: dict[int, set[Role]] = {}
    for procurement_id, role in rows:
        held.setdefault(procurement_id, set()).add(role)
    return held
