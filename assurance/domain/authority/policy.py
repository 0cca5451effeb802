"""Who has which permission: for each, alternatives; any one of them, holding in full, is enough.

Reads like a sentence so that it can be reviewed by someone who does not program. `permits` is the only way to ask.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from assurance.domain.authority.permissions import Permission as P
from assurance.domain.authority.roles import Role


class Audience(StrEnum):
    """Which side of the procurement a person is on; decides what can be visible to them at all."""

    STAFF = "staff"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person with the roles they hold in the procurement at hand (none outside one)."""

    user_id: int
    name: str
    audience: Audience
    organisation_id: int
    organisation_name: str = ""
    is_organisation_lead: bool = False
    is_organisation_viewer: bool = False
    roles: frozenset[Role] = field(default_factory=frozenset)


SYSTEM_NAME = "Assurance (system)"
"""Shown in the audit trail for what the clock or a job did."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What the actor is asking about: whose procurement or bid it is."""

    authority_id: int | None = None
    bid_organisation_id: int | None = None


Predicate = Callable[[Actor, Reach], bool]


def _is_staff(actor: Actor, reach: Reach) -> bool:
    return actor.audience is Audience.STAFF


def _is_supplier(actor: Actor, reach: Reach) -> bool:
    return actor.audience is Audience.SUPPLIER


def _is_board_secretary(actor: Actor, reach: Reach) -> bool:
    return _is_staff(actor, reach) and actor.is_organisation_lead


def _works_for_a_supplier(actor: Actor, reach: Reach) -> bool:
    return _is_supplier(actor, reach) and not actor.is_organisation_viewer


def _leads_a_supplier(actor: Actor, reach: Reach) -> bool:
    return _is_supplier(actor, reach) and actor.is_organisation_lead


def _of_the_authority(actor: Actor, reach: Reach) -> bool:
    return actor.audience is Audience.STAFF and actor.organisation_id == reach.authority_id


def _of_the_bidder(actor: Actor, reach: Reach) -> bool:
    return actor.audience is Audience.SUPPLIER and actor.organisation_id == reach.bid_organisation_id


def _works_for_the_bidder(actor: Actor, reach: Reach) -> bool:
    return _of_the_bidder(actor, reach) and not actor.is_organisation_viewer


def _leads_the_bidder(actor: Actor, reach: Reach) -> bool:
    return _of_the_bidder(actor, reach) and actor.is_organisation_lead


def _has_any_role(actor: Actor, reach: Reach) -> bool:
    return bool(actor.roles)


def _has(*roles: Role) -> Predicate:
    wanted = frozenset(roles)

    def holds(actor: Actor, reach: Reach) -> bool:
        return bool(actor.roles & wanted)

    return holds


Clause = tuple[Predicate, ...]


def _any_of(*roles: Role) -> tuple[Clause, ...]:
    return ((_of_the_authority, _has(*roles)),)


_PANEL = (Role.EVALUATOR, Role.MODERATOR)
PERMISSION_MAP: dict[P, tuple[Clause, ...]] = {
    P.ACCOUNT_OWN: ((_is_staff,), (_is_supplier,)),
    P.DESK_VIEW: ((_is_staff,),),
    P.PROCUREMENT_CREATE: ((_is_staff,),),
    P.REFERENCE_VIEW: ((_is_staff,),),
    P.REFERENCE_IMPORT: ((_is_staff,),),
    P.POWER_PROPOSE: ((_is_board_secretary,),),
    P.STAFF_INVITE: ((_is_board_secretary,),),
    P.PROCUREMENT_VIEW: ((_of_the_authority, _has_any_role),),
    P.TIMELINE_VIEW: _any_of(
        Role.OFFICER, Role.OWNER, Role.APPROVER, Role.AUDITOR, Role.ASSURANCE_REVIEWER, Role.REPRESENTATION_REVIEWER
    ),
    P.PEOPLE_ASSIGN: _any_of(Role.OFFICER, Role.OWNER),
    P.PROCUREMENT_PLAN: _any_of(Role.OFFICER, Role.FINANCE_OFFICER, Role.DIALOGUE_LEAD),
    P.CRITERIA_REFINE: _any_of(Role.OFFICER),
    P.CRITERIA_PUBLISH: _any_of(Role.OWNER),
    P.ENGAGEMENT_VIEW: _any_of(
        Role.OFFICER, Role.OWNER, Role.FINANCE_OFFICER, Role.DIALOGUE_LEAD, Role.ASSURANCE_REVIEWER, Role.AUDITOR
    ),
    P.PROCUREMENT_RUN: _any_of(Role.OFFICER),
    P.PROCUREMENT_ABANDON: _any_of(Role.OFFICER, Role.OWNER),
    P.SELECTION_VIEW: _any_of(Role.OFFICER, Role.DIALOGUE_LEAD, Role.AUDITOR),
    P.SELECTION_ASSESS: _any_of(Role.OFFICER, Role.DIALOGUE_LEAD),
    P.PROCUREMENT_RETURN: _any_of(Role.OWNER),
    P.SELECTION_DECIDE: _any_of(Role.OFFICER),
    P.DIALOGUE_VIEW: _any_of(Role.OFFICER, Role.OWNER, Role.DIALOGUE_LEAD, Role.AUDITOR, Role.ASSURANCE_REVIEWER),
    P.DIALOGUE_LEAD: _any_of(Role.DIALOGUE_LEAD, Role.OFFICER),
    P.DIALOGUE_CLOSE: _any_of(Role.OWNER),
    P.OUTLINE_VIEW: _any_of(Role.OFFICER, Role.DIALOGUE_LEAD, Role.AUDITOR),
    P.DISCLOSURE_VIEW: _any_of(Role.OFFICER, Role.OWNER, Role.DIALOGUE_LEAD, Role.AUDITOR),
    P.DISCLOSURE_RELEASE: _any_of(Role.OWNER),
    P.COMPETITION_DECIDE: _any_of(Role.OWNER),
    P.CLARIFICATION_VIEW: _any_of(Role.OFFICER, Role.OWNER, Role.DIALOGUE_LEAD, Role.AUDITOR),
    P.CLARIFICATION_ANSWER: _any_of(Role.OFFICER),
    P.DEADLINE_CHANGE: _any_of(Role.OFFICER),
    P.DEADLINE_APPROVE: _any_of(Role.OWNER),
    P.TENDER_KEY_MAKE: _any_of(Role.OFFICER),
    P.TENDER_KEY_LOSE: _any_of(Role.OWNER, Role.OPENER),
    P.TENDERS_OPEN: _any_of(Role.OPENER),
    P.BIDS_VIEW: _any_of(*(frozenset(Role) - {Role.EVALUATOR})),
    P.CONFLICT_DECLARE: _any_of(
        *_PANEL, Role.OPENER, Role.FINANCE_OFFICER, Role.ASSURANCE_REVIEWER, Role.OFFICER, Role.DIALOGUE_LEAD
    ),
    P.CONFLICT_VIEW: _any_of(
        *_PANEL, Role.DIALOGUE_LEAD, Role.OPENER, Role.FINANCE_OFFICER, Role.ASSURANCE_REVIEWER, Role.OFFICER,
        Role.OWNER, Role.AUDITOR,
    ),
    P.CONFLICT_DECIDE: _any_of(Role.OFFICER, Role.OWNER),
    P.PANEL_ASSIGN: _any_of(Role.OFFICER),
    P.PANEL_PROGRESS: _any_of(Role.OFFICER, Role.MODERATOR, Role.OWNER, Role.AUDITOR),
    P.MARK_WRITE: _any_of(Role.EVALUATOR),
    P.MODERATION_VIEW: _any_of(*_PANEL, Role.OFFICER, Role.OWNER, Role.AUDITOR),
    P.MARKS_VIEW: _any_of(*_PANEL, Role.AUDITOR),
    P.MODERATION_LEAD: _any_of(Role.MODERATOR),
    P.MODERATION_APPROVE: _any_of(Role.EVALUATOR),
    P.ABNORMAL_VIEW: _any_of(Role.OFFICER, Role.FINANCE_OFFICER, Role.OWNER, Role.AUDITOR),
    P.ABNORMAL_DECIDE: _any_of(Role.OFFICER, Role.FINANCE_OFFICER),
    P.RANKING_VIEW: _any_of(
        Role.OFFICER, Role.OWNER, Role.APPROVER, Role.MODERATOR, Role.AUDITOR, Role.ASSURANCE_REVIEWER,
        Role.FINANCE_OFFICER, Role.REPRESENTATION_REVIEWER,
    ),
    P.RECOMMENDATION_WRITE: _any_of(Role.OFFICER),
    P.RECOMMENDATION_APPROVE: _any_of(Role.APPROVER),
    P.GATE_VIEW: _any_of(*(frozenset(Role) - {Role.EVALUATOR})),
    P.GATE_REVIEW: _any_of(Role.ASSURANCE_REVIEWER),
    P.IMPACT_VIEW: _any_of(
        Role.OFFICER, Role.OWNER, Role.APPROVER, Role.FINANCE_OFFICER, Role.DIALOGUE_LEAD, Role.ASSURANCE_REVIEWER,
        Role.AUDITOR,
    ),
    P.GATE_TEMPLATE_EDIT: ((_is_board_secretary,),),
    P.EVIDENCE_GIVE: _any_of(*(frozenset(Role) - {Role.EVALUATOR, Role.AUDITOR})),
    P.EVIDENCE_VIEW: _any_of(Role.ASSURANCE_REVIEWER, Role.AUDITOR),
    P.CONDITION_MEET: _any_of(Role.OFFICER, Role.CONTRACT_MANAGER, Role.FINANCE_OFFICER),
    P.LETTERS_WRITE: _any_of(Role.OFFICER),
    P.NOTICE_APPROVE: _any_of(Role.OWNER, Role.APPROVER),
    P.NOTICE_CORRECT: _any_of(Role.OFFICER),
    P.CLAIM_RECORD: _any_of(Role.OFFICER, Role.OWNER),
    P.CLAIM_END: _any_of(Role.OWNER),
    P.REPRESENTATION_DECIDE: _any_of(Role.REPRESENTATION_REVIEWER),
    P.REPRESENTATION_ASSIGN: _any_of(Role.OWNER),
    P.RECORDS_VIEW: _any_of(Role.OFFICER, Role.OWNER, Role.REPRESENTATION_REVIEWER, Role.AUDITOR),
    P.RECORDS_PREPARE: _any_of(Role.OFFICER),
    P.RECORDS_RELEASE: _any_of(Role.OWNER),
    P.CONTRACT_PREPARE: _any_of(Role.CONTRACT_MANAGER, Role.OFFICER),
    P.CONTRACT_VIEW: _any_of(
        Role.OFFICER, Role.OWNER, Role.APPROVER, Role.ASSURANCE_REVIEWER, Role.FINANCE_OFFICER, Role.CONTRACT_MANAGER,
        Role.AUDITOR,
    ),
    P.CONTRACT_RUN: _any_of(Role.CONTRACT_MANAGER),
    P.AMENDMENT_DECIDE: _any_of(Role.OWNER, Role.APPROVER),
    P.STATEMENT_PREPARE: _any_of(Role.FINANCE_OFFICER),
    P.PACKS_VIEW: _any_of(
        Role.OFFICER, Role.OWNER, Role.APPROVER, Role.AUDITOR, Role.ASSURANCE_REVIEWER, Role.CONTRACT_MANAGER,
        Role.REPRESENTATION_REVIEWER,
    ),
    P.PACKS_REQUEST: _any_of(
        Role.OFFICER, Role.OWNER, Role.APPROVER, Role.ASSURANCE_REVIEWER, Role.CONTRACT_MANAGER
    ),
    P.RETENTION_VIEW: _any_of(
        Role.OFFICER, Role.OWNER, Role.APPROVER, Role.CONTRACT_MANAGER, Role.REPRESENTATION_REVIEWER, Role.AUDITOR
    ),
    P.RETENTION_HOLD: _any_of(Role.OFFICER, Role.OWNER, Role.APPROVER, Role.CONTRACT_MANAGER),
    P.RETENTION_ERASE: _any_of(Role.OFFICER, Role.OWNER, Role.APPROVER),
    P.RETENTION_SET: ((_is_board_secretary,),),
    P.INFORMATION_VIEW: _any_of(Role.OFFICER, Role.OWNER, Role.AUDITOR),
    P.INFORMATION_PREPARE: _any_of(Role.OFFICER),
    P.INFORMATION_RELEASE: _any_of(Role.OWNER),
    P.WORK_VIEW: ((_is_board_secretary,),),
    P.WORK_MEND: ((_is_board_secretary,),),
    P.SUPPLIER_DESK: ((_is_supplier,),),
    P.ORGANISATION_WRITE: ((_works_for_a_supplier,),),
    P.ORGANISATION_LEAD: ((_leads_a_supplier,),),
    P.BID_VIEW: ((_of_the_bidder,),),
    P.BID_WRITE: ((_works_for_the_bidder,),),
    P.BID_SUBMIT: ((_leads_the_bidder,),),
}  # fmt: skip

if missing := set(P) - set(PERMISSION_MAP):
    raise RuntimeError(f"permissions nobody can have: {sorted(missing)}")


def permits(actor: Actor | None, permission: P, reach: Reach) -> bool:
    """Say whether the actor may do this here: any clause in which every predicate holds."""
    if actor is None:
        return False
    return any(all(holds(actor, reach) for holds in clause) for clause in PERMISSION_MAP[permission])
