"""The register of subcontractors: who is added or replaced, asked for by the provider, let in after a check.

The first entries are those of the bid. Payment within 30 days is asked for where the law implies it (Procurement Act
2023 s73); grounds for exclusion of whoever comes in are looked into before (s28; PSR 2023 reg 20).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.money import plain
from assurance.domain.procedures.regimes import Regime
from assurance.domain.provision.partners import Partner, PartnerRole, PaymentBasis, checked
from assurance.domain.suppliers.names import skeleton
from assurance.persistence.models import Contract, Procurement, SubcontractChange
from assurance.persistence.queries.contract_running import (
    Registered,
    list_register,
    list_subcontract_changes,
    next_number,
)
from assurance.services import audit, stages, telling
from assurance.services.contracting.amending import SIGNED
from assurance.services.contracting.running import demand_provider
from assurance.services.permission import demand

STATUTORY_DAYS = 30


@dataclass(frozen=True, slots=True)
class Subcontract:
    """A subcontractor as it was typed, in whose place it comes, from when and why."""

    replaces: str
    name: str
    company_number: str
    delivers: str
    payment_basis: PaymentBasis
    share_percent: Decimal
    payment_days: int
    outcome_share_percent: Decimal
    flows_down: bool
    from_on: date
    reason: str


def propose(
    session: Session, *, contract: Contract, wanted: Subcontract, actor: Actor, now: datetime
) -> SubcontractChange:
    """Ask to add a subcontractor or to put one in the place of another; only the provider's own leads do."""
    procurement = _signed(session, contract)
    demand_provider(contract, Permission.BID_SUBMIT, actor, act="change the subcontractors")
    session.refresh(contract, with_for_update={"of": Contract})
    now_in = list_current(session, contract)
    if wanted.replaces and wanted.replaces not in {each.terms["name"] for each in now_in}:
        raise InvalidInput("replaces", "Select a subcontractor of the register")
    if any(not each.decision for each in list_subcontract_changes(session, contract.id)):
        raise Conflict("Another change waits for the authority's decision. It comes first")
    partner = _checked(procurement, contract, wanted, now_in)
    if len(wanted.reason.strip()) < 10:
        raise InvalidInput("reason", "Say why the subcontractor is needed")
    row = SubcontractChange(
        contract_id=contract.id, number=next_number(session, SubcontractChange, contract_id=contract.id),
        replaces=wanted.replaces, terms=_terms(partner), reason=wanted.reason.strip(), from_on=wanted.from_on,
        proposed_by_id=actor.user_id, proposed_at=now,
    )  # fmt: skip
    session.add(row)
    _record(session, "asked", row, procurement, actor, now, reason=row.reason)
    telling.tell_holders(
        session, procurement=procurement, roles=(Role.CONTRACT_MANAGER,), kind="subcontract:asked",
        subject=f"{procurement.reference}/{row.number}", title=f"A subcontractor is proposed: {partner.name}",
        endpoint="staff.contract.subcontracts", now=now,
    )  # fmt: skip
    return row


def decide(
    session: Session,
    *,
    change: SubcontractChange,
    approve: bool,
    exclusion_check: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> SubcontractChange:
    """Let a subcontractor in once grounds for exclusion were looked into, or refuse it with the reason."""
    procurement = _signed(session, change.contract)
    demand(actor, Permission.CONTRACT_RUN, procurement, act="decide on a subcontractor")
    session.refresh(change, with_for_update={"of": SubcontractChange})
    if change.decision:
        raise Conflict(f"This change is already {change.decision}")
    if approve and len(exclusion_check.strip()) < 10:
        raise InvalidInput(
            "exclusion_check",
            "Say what was looked at, such as the debarment list, and that no ground for exclusion applies",
        )
    if len(reason.strip()) < 10:
        raise InvalidInput("reason", "Say why, so that the provider understands the decision")
    change.exclusion_check, change.decision_reason = exclusion_check.strip(), reason.strip()
    change.decided_by_id, change.decided_at = actor.user_id, now
    change.decision = "approved" if approve else "refused"
    _record(session, change.decision, change, procurement, actor, now, reason=reason.strip(), check=exclusion_check)
    telling.tell(
        session, kind="subcontract:decided", subject=f"{procurement.reference}/{change.number}",
        title=f"{change.terms['name']}: {change.decision}", text=change.decision_reason,
        endpoint="supplier.contract.show", params={"bid_id": change.contract.bid.public_id}, now=now,
        organisations=[change.contract.bid.organisation_id],
    )  # fmt: skip
    return change


def list_current(session: Session, contract: Contract) -> list[Registered]:
    """List who delivers care under the lead provider now."""
    return [each for each in list_register(session, contract) if each.until_on is None]


def _checked(procurement: Procurement, contract: Contract, wanted: Subcontract, now_in: list[Registered]) -> Partner:
    others = [
        (each.terms["name"], Decimal(each.terms["share_percent"]))
        for each in now_in
        if each.terms["name"] != wanted.replaces
    ]
    if any(skeleton(wanted.name) == skeleton(name) for name, _ in others):
        raise InvalidInput("name", "This provider is in the register already")
    if procurement.procedure.regime is Regime.PA23 and wanted.payment_days > STATUTORY_DAYS:
        raise InvalidInput("payment_days", f"Subcontractors are paid within {STATUTORY_DAYS} days (PA 2023 s73)")
    if wanted.from_on < contract.starts_on:
        raise InvalidInput("from_on", "The day must not be before the first day of the service")
    partner = Partner(
        wanted.name, PartnerRole.SUBCONTRACTOR, wanted.company_number, wanted.delivers, wanted.payment_basis,
        wanted.share_percent, wanted.payment_days, wanted.outcome_share_percent, wanted.flows_down, True,
    )  # fmt: skip
    return checked(partner, others, contract.bid.organisation.name)


def _terms(partner: Partner) -> dict[str, object]:
    return {
        "name": partner.name, "role": partner.role.label, "company_number": partner.company_number,
        "delivers": partner.delivers, "payment_basis": partner.payment_basis.label,
        "share_percent": plain(partner.share_percent), "payment_days": partner.payment_days,
        "outcome_share_percent": plain(partner.outcome_share_percent), "flows_down": partner.flows_down,
    }  # fmt: skip


def _signed(session: Session, contract: Contract) -> Procurement:
    procurement = session.get_one(Procurement, contract.procurement_id)
    stages.require(procurement, *SIGNED, act="Change the subcontractors")
    return procurement


def _record(
    session: Session, act: str, row: SubcontractChange, procurement: Procurement, actor: Actor, now: datetime,
    **data: object,
) -> None:  # fmt: skip
    audit.record(
        session, tag=f"subcontract:{act}", actor=actor, now=now, procurement=procurement, subject=str(row.number),
        name=row.terms["name"], replaces=row.replaces, terms=row.terms, from_on=row.from_on, **data,
    )  # fmt: skip
