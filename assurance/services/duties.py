"""What waits for a person: the acts that only they can do next, in the procurements they take part in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.stages import Stage
from assurance.persistence.among import among
from assurance.persistence.models import Bid, ConflictDeclaration, PanelInvitation, Procurement, RoleAssignment
from assurance.persistence.queries.invitations import list_unanswered
from assurance.persistence.queries.procurements import roles_by_procurement
from assurance.services import contract_duties, evidence_duties, notice_duties, price_duties, refinement_duties
from assurance.services.clarifications import waiting
from assurance.services.dialogue import waiting as dialogue_waiting


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
    (Stage.RANKING, Role.FINANCE_OFFICER): ("Look into prices that are low", "staff.evaluation.abnormal"),
    (Stage.RECOMMENDATION, Role.OFFICER): ("Write the recommendation", "staff.award.recommendation"),
    (Stage.RECOMMENDATION, Role.APPROVER): ("Decide on the recommendation", "staff.award.recommendation"),
    (Stage.CHECKPOINT_2, Role.ASSURANCE_REVIEWER): ("Review checkpoint 2", "staff.gates.index"),
    (Stage.INTENTION, Role.OFFICER): ("Prepare and issue the letters", "staff.award.letters"),
    (Stage.STANDSTILL, Role.OFFICER): ("Watch standstill", "staff.award.standstill"),
    (Stage.STANDSTILL, Role.REPRESENTATION_REVIEWER): ("Decide representations", "staff.award.standstill"),
    (Stage.AWARD, Role.CONTRACT_MANAGER): ("Draw up the contract", "staff.contract.show"),
    (Stage.CONTRACT, Role.CONTRACT_MANAGER): ("Meet conditions and record signatures", "staff.contract.show"),
    (Stage.CHECKPOINT_3, Role.ASSURANCE_REVIEWER): ("Review checkpoint 3", "staff.gates.index"),
    (Stage.CHECKPOINT_3, Role.CONTRACT_MANAGER): ("Make ready for the service", "staff.contract.mobilisation"),
}
"""What each role does at each stage, and where."""


def list_waiting(
    session: Session, *, user_id: int, procurements: Sequence[Procurement], now: datetime
) -> list[Waiting]:
    """List what waits for a person: invitations, what is wrong on a panel, prices, then the rest by its date."""
    roles = roles_by_procurement(session, user_id)
    held = [(each, roles.get(each.id, frozenset())) for each in procurements]
    first = list_first(session, user_id=user_id, procurements=held, now=now)
    found = [
        Waiting(*WAITING[(procurement.stage, role)][:1], procurement, WAITING[(procurement.stage, role)][1])
        for procurement, own in held
        for role in sorted(own)
        if (procurement.stage, role) in WAITING
    ]
    first += [Waiting(*task) for task in dialogue_waiting.list_tasks(session, held, now)]
    far = datetime.max.replace(tzinfo=now.tzinfo)
    return first + sorted(found, key=lambda item: item.procurement.due_at or far)


def list_first(
    session: Session, *, user_id: int, procurements: Sequence[tuple[Procurement, frozenset[Role]]], now: datetime
) -> list[Waiting]:
    """List what stands before the ordinary work of a stage: the panel, prices, a refinement, a signed contract."""
    of_prices = price_duties.list_price_tasks(session, user_id=user_id, procurements=procurements, now=now)
    of_criteria = refinement_duties.list_refinement_tasks(session, user_id=user_id, procurements=procurements)
    of_contracts = contract_duties.list_contract_tasks(session, user_id=user_id, procurements=procurements, now=now)
    of_notices = notice_duties.list_notice_tasks(session, user_id=user_id, procurements=procurements)
    of_evidence = evidence_duties.list_evidence_tasks(session, user_id=user_id, procurements=procurements, now=now)
    found = list_panel_tasks(session, user_id=user_id, procurements=procurements)
    return found + [Waiting(*task) for task in of_evidence + of_prices + of_criteria + of_contracts + of_notices]


def list_panel_tasks(
    session: Session, *, user_id: int, procurements: Sequence[tuple[Procurement, frozenset[Role]]]
) -> list[Waiting]:
    """List what comes first: invitations to answer; for officer and owner conflicts to decide and places to fill.

    The owner is asked only about a conflict of an officer's own, and nobody about one of their own.
    """
    ids = [procurement.id for procurement, _ in procurements]
    here = set(ids)
    undecided = _undecided(session, ids)
    declined = _declined(session, ids)
    found = [
        Waiting("Answer your invitation to the panel", row.procurement, "staff.evaluation.invitation")
        for row in list_unanswered(session, user_id)
        if row.procurement_id in here
    ]
    for procurement, roles in procurements if undecided or declined else ():
        asked = [
            (person, of_officer)
            for person, of_officer in undecided.get(procurement.id, ())
            if person != user_id and (Role.OFFICER in roles or (Role.OWNER in roles and of_officer))
        ]
        if asked:
            words = "Decide on a declared conflict" if len(asked) == 1 else f"Decide on {len(asked)} declared conflicts"
            found.append(Waiting(words, procurement, "staff.evaluation.conflicts"))
        if Role.OFFICER in roles and procurement.stage in _INVITING and declined.get(procurement.id):
            found.append(Waiting("Fill the place of who declined the panel", procurement, "staff.evaluation.panel"))
    return found + [Waiting(*task) for task in waiting.list_tasks(session, procurements)]


_INVITING = frozenset({Stage.FINAL_TENDERS, Stage.OPENING})
"""Stages in which a declined place must be filled soon, and can be."""


def _undecided(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[int, bool]]]:
    """Return, by procurement, who declared a conflict that nobody has decided, and whether they are an officer."""
    officer = (
        select(RoleAssignment.id)
        .where(
            RoleAssignment.procurement_id == Bid.procurement_id,
            RoleAssignment.user_id == ConflictDeclaration.user_id,
            RoleAssignment.role == Role.OFFICER,
        )
        .exists()
    )
    rows = session.execute(
        select(Bid.procurement_id, ConflictDeclaration.user_id, officer)
        .join(Bid, Bid.id == ConflictDeclaration.bid_id)
        .join(Procurement, Procurement.id == Bid.procurement_id)
        .where(
            among(Bid.procurement_id, ids),
            Procurement.stage.in_((Stage.OPENING, Stage.SCORING, Stage.MODERATION)),
            ConflictDeclaration.has_conflict,
            ConflictDeclaration.decision == "",
        )
    )
    found: dict[int, list[tuple[int, bool]]] = {}
    for procurement_id, person, of_officer in rows:
        found.setdefault(procurement_id, []).append((person, bool(of_officer)))
    return found


def _declined(session: Session, ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(PanelInvitation.procurement_id, func.count())
        .where(among(PanelInvitation.procurement_id, ids), PanelInvitation.answer == "declined")
        .group_by(PanelInvitation.procurement_id)
    )
    return {procurement_id: count for procurement_id, count in rows}
