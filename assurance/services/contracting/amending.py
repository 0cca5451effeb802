"""Amending a contract: proposed with its ground and figures, judged by the law's limit, approved by a second person.

Approved, the schedules it describes are a new version; the value and the schedules of the contract as signed stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.contracts.amendments import Change, Judgement, Original, judge, notice_needed
from assurance.domain.contracts.grounds import Ground, find_ground, grounds_of
from assurance.domain.contracts.schedule_changes import SCHEDULES, Amount, amended
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted, Objection
from assurance.domain.procedures.regimes import Regime
from assurance.domain.stages import Stage
from assurance.persistence.models import Contract, ContractAmendment, Procurement
from assurance.persistence.queries.contract_running import (
    current_schedules,
    current_value,
    has_notice,
    list_amendments,
    list_approved,
    next_number,
)
from assurance.services import audit, stages, telling
from assurance.services.permission import demand

SIGNED = (Stage.CHECKPOINT_3, Stage.LIVE)
MONTHS = 12
CHANGE_NOTICE = "uk10"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes to change, as it was typed."""

    title: str
    reason: str
    ground: str
    is_own_decision: bool
    effective_on: date
    amount: Amount
    clauses: dict[str, str]


def propose(
    session: Session, *, contract: Contract, proposal: Proposal, actor: Actor, now: datetime
) -> ContractAmendment:
    """Propose an amendment; refused with the law's words where its value is above the limit of its ground."""
    procurement = _open_contract(session, contract)
    demand(actor, Permission.CONTRACT_PREPARE, procurement, act="propose an amendment")
    if any(not each.decision for each in list_amendments(session, contract.id)):
        raise Conflict("Another amendment waits for its decision. Decide on it first: this one is measured after it")
    _check(procurement, contract, proposal)
    if proposal.amount.years_added > _years_left(session, contract):
        raise InvalidInput("years_added", f"{_years_left(session, contract)} years of extension are left")
    schedules = amended(
        current_schedules(session, contract), proposal.amount, Decimal(contract.outcome_share_percent), proposal.clauses
    )
    found = judgement(session, contract, _change(proposal.ground, proposal.amount))
    if found.refusals:
        raise InvalidInput("ground", " ".join(found.refusals))
    row = ContractAmendment(
        contract_id=contract.id, number=next_number(session, ContractAmendment, contract_id=contract.id),
        title=" ".join(proposal.title.split()), reason=proposal.reason.strip(), ground=proposal.ground,
        is_own_decision=proposal.is_own_decision, effective_on=proposal.effective_on,
        value_before_amount=current_value(session, contract), value_change_amount=proposal.amount.change,
        months_change=proposal.amount.years_added * MONTHS, clauses=proposal.clauses, schedules=schedules,
        proposed_by_id=actor.user_id, proposed_at=now,
    )  # fmt: skip
    session.add(row)
    _record(session, "proposed", row, procurement, actor, now, percent=str(found.percent), reason=row.reason)
    telling.tell_holders(
        session, procurement=procurement, roles=(Role.OWNER, Role.APPROVER), without=actor, kind="amendment:proposed",
        subject=f"{procurement.reference}/{row.number}", title=f"Amendment {row.number} waits for a decision",
        endpoint="staff.contract.amendment", params={"number": row.number}, now=now,
    )  # fmt: skip
    return row


def decide(
    session: Session, *, amendment: ContractAmendment, approve: bool, reason: str, actor: Actor, now: datetime
) -> ContractAmendment:
    """Approve or refuse an amendment that somebody else proposed; judged once more before it is approved."""
    procurement = _open_contract(session, amendment.contract)
    demand(actor, Permission.AMENDMENT_DECIDE, procurement, act="decide on an amendment")
    _hold_open(session, amendment)
    if amendment.proposed_by_id == actor.user_id:
        raise NotPermitted("Four eyes: an amendment is decided by someone who did not propose it")
    if len(reason.strip()) < 10:
        raise InvalidInput("reason", "Say why, in a sentence that a reader of the record understands")
    found = judgement_of(session, amendment)
    if approve and found.refusals:
        raise MoveRefused("amend", [Objection("limit", words, "Refuse it") for words in found.refusals])
    if approve:
        _refuse_unpublished(session, amendment, procurement)
    version = len(list_approved(session, amendment.contract_id)) + 2 if approve else None
    _close(amendment, "approved" if approve else "refused", reason, actor, now)
    amendment.schedules_version = version
    _record(
        session, amendment.decision, amendment, procurement, actor, now, reason=reason.strip(),
        cumulative=found.cumulative, cumulative_percent=str(found.cumulative_percent),
        schedules_version=amendment.schedules_version,
    )  # fmt: skip
    if approve:
        telling.tell(
            session, kind="amendment:approved", subject=f"{procurement.reference}/{amendment.number}",
            title=f"The contract is amended: {amendment.title}", endpoint="supplier.contract.show", now=now,
            params={"bid_id": amendment.contract.bid.public_id},
            organisations=[amendment.contract.bid.organisation_id],
        )  # fmt: skip
    return amendment


def withdraw(session: Session, *, amendment: ContractAmendment, actor: Actor, now: datetime) -> ContractAmendment:
    """Take back an amendment one has proposed oneself, while nobody has decided on it."""
    procurement = _open_contract(session, amendment.contract)
    demand(actor, Permission.CONTRACT_PREPARE, procurement, act="withdraw an amendment")
    _hold_open(session, amendment)
    if amendment.proposed_by_id != actor.user_id:
        raise NotPermitted("Only whoever proposed the amendment withdraws it")
    _close(amendment, "withdrawn", "", actor, now)
    _record(session, "withdrawn", amendment, procurement, actor, now)
    return amendment


def judgement(session: Session, contract: Contract, change: Change) -> Judgement:
    """Measure a change against the limit of its ground, after all that were approved."""
    return _measured(session, contract, change, list_approved(session, contract.id))


def judgement_of(session: Session, amendment: ContractAmendment) -> Judgement:
    """Measure an amendment against what was approved before it."""
    earlier = [each for each in list_approved(session, amendment.contract_id) if each.number < amendment.number]
    return _measured(session, amendment.contract, change_of(amendment), earlier)


def notice_of(session: Session, amendment: ContractAmendment) -> str:
    """Say which notice the law asks for because of an amendment; empty where it asks for none."""
    contract = amendment.contract
    procurement = session.get_one(Procurement, contract.procurement_id)
    return notice_needed(
        procurement.procedure.regime, judgement_of(session, amendment), change_of(amendment),
        is_own_decision=amendment.is_own_decision, is_light_touch=procurement.given.light_touch,
        months=_longest(contract),
    )  # fmt: skip


def change_of(amendment: ContractAmendment) -> Change:
    """Return an amendment as its figures are judged."""
    return Change(amendment.ground, amendment.value_change_amount, amendment.months_change)


def ground_of(procurement: Procurement, code: str) -> Ground:
    """Return the ground of an amendment; raise `InvalidInput` for one that the law of the procurement does not give."""
    known = grounds_of(procurement.procedure.regime, is_light_touch=procurement.given.light_touch)
    found = find_ground(procurement.procedure.regime, code)
    if found is None or found not in known:
        raise InvalidInput("ground", "Select the ground on which the contract may be changed")
    return found


def _measured(session: Session, contract: Contract, change: Change, earlier: list[ContractAmendment]) -> Judgement:
    procurement = session.get_one(Procurement, contract.procurement_id)
    original = Original(contract.value_amount, _longest(contract))
    return judge(original, [change_of(each) for each in earlier], change, ground_of(procurement, change.ground))


def _longest(contract: Contract) -> int:
    return (contract.years + contract.extension_years) * MONTHS


def _years_left(session: Session, contract: Contract) -> int:
    return contract.years + contract.extension_years - len(current_schedules(session, contract)["payment"])


def _change(ground: str, amount: Amount) -> Change:
    return Change(ground, amount.change, amount.years_added * MONTHS)


def _check(procurement: Procurement, contract: Contract, proposal: Proposal) -> None:
    ground_of(procurement, proposal.ground)
    if not proposal.title.strip():
        raise InvalidInput("title", "Say in a few words what changes")
    if len(proposal.reason.strip()) < 20:
        raise InvalidInput("reason", "Say why the contract has to change, so that a reader can judge the ground")
    if unknown := set(proposal.clauses) - set(SCHEDULES):
        raise InvalidInput("schedule", f"There is no schedule “{sorted(unknown)[0]}”")
    if not proposal.amount.change and not proposal.amount.years_added and not any(proposal.clauses.values()):
        raise InvalidInput("change", "Enter a change of value, of the term or of the words of a schedule")
    last = max((each.signed_on for each in contract.signatures), default=proposal.effective_on)
    if proposal.effective_on < last:
        raise InvalidInput("effective_on", "The change must take effect after the contract was signed")


def _refuse_unpublished(session: Session, amendment: ContractAmendment, procurement: Procurement) -> None:
    """Under the Procurement Act the notice of a change comes before the change (section 75(1))."""
    needed = procurement.procedure.regime is Regime.PA23 and notice_of(session, amendment)
    if needed and not has_notice(session, procurement.id, CHANGE_NOTICE, str(amendment.number)):
        objection = Objection(
            "notice", "The contract change notice is not published", "Publish it first", "PA 2023 s75(1)",
            "staff.notices.index",
        )  # fmt: skip
        raise MoveRefused("amend", [objection])


def _open_contract(session: Session, contract: Contract) -> Procurement:
    procurement = session.get_one(Procurement, contract.procurement_id)
    stages.require(procurement, *SIGNED, act="Amend the contract")
    session.refresh(contract, with_for_update={"of": Contract})
    return procurement


def _hold_open(session: Session, amendment: ContractAmendment) -> None:
    session.refresh(amendment, with_for_update={"of": ContractAmendment})
    if amendment.decision:
        raise Conflict(f"This amendment is already {amendment.decision}")


def _close(row: ContractAmendment, decision: str, reason: str, actor: Actor, now: datetime) -> None:
    row.decision_reason, row.decided_by_id, row.decided_at = reason.strip(), actor.user_id, now
    row.decision = decision


def _record(
    session: Session, act: str, row: ContractAmendment, procurement: Procurement, actor: Actor, now: datetime,
    **data: object,
) -> None:  # fmt: skip
    audit.record(
        session, tag=f"amendment:{act}", actor=actor, now=now, procurement=procurement, subject=str(row.number),
        title=row.title, ground=row.ground, value_change=row.value_change_amount, months_change=row.months_change,
        **data,
    )  # fmt: skip
