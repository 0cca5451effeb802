"""What waits under signed contracts: results, statements, subcontractors, amendments, conditions on the first day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.contracts.exit_plan import Standing
from assurance.domain.deadlines import LONDON, say_day
from assurance.domain.gates.definition import Block
from assurance.domain.stages import Stage
from assurance.persistence.among import among
from assurance.persistence.models import (
    Condition,
    Contract,
    ContractAmendment,
    ContractReport,
    PaymentStatement,
    Procurement,
    SubcontractChange,
)
from assurance.persistence.queries.exit_plans import list_plans_of
from assurance.services.contracting import exiting

Task = tuple[str, Procurement, str]
"""What waits, in which procurement, and the page where it is done."""
MANAGER = frozenset({Role.CONTRACT_MANAGER})
DECIDERS = frozenset({Role.OWNER, Role.APPROVER})
READY = frozenset({Role.CONTRACT_MANAGER, Role.OFFICER, Role.OWNER})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that waits: its table, what of it is open, who does it, the words and the page."""

    table: Any
    is_open: Any
    who: frozenset[Role]
    one: str
    many: str
    page: str


KINDS = (
    Kind(
        ContractReport, ContractReport.decision == "", MANAGER, "Decide on a result", "Decide on {} results", "results"
    ),
    Kind(
        PaymentStatement, PaymentStatement.issued_at.is_(None), MANAGER, "Issue a payment statement",
        "Issue {} payment statements", "statements",
    ),
    Kind(
        SubcontractChange, SubcontractChange.decision == "", MANAGER, "Decide on a subcontractor",
        "Decide on {} subcontractors", "subcontracts",
    ),
    Kind(
        ContractAmendment, ContractAmendment.decision == "", DECIDERS, "Decide on an amendment of the contract",
        "Decide on {} amendments of the contract", "amendments",
    ),
)  # fmt: skip


def list_contract_tasks(
    session: Session, *, user_id: int, procurements: Iterable[tuple[Procurement, frozenset[Role]]], now: datetime
) -> list[Task]:
    """List what waits for a person under the contracts of these procurements; nobody decides on their own amendment."""
    listed = [(each, roles) for each, roles in procurements if each.stage in (Stage.CHECKPOINT_3, Stage.LIVE)]
    if not listed:
        return []
    ids = [procurement.id for procurement, _ in listed]
    late = _late(session, ids, now)
    counted = [(_open(session, ids, kind, user_id), kind) for kind in KINDS]
    ends = _ends(session, [each for each, roles in listed if roles & MANAGER], now)
    found: list[Task] = []
    for procurement, roles in listed:
        if procurement.stage is Stage.CHECKPOINT_3 and late[procurement.id] and roles & READY:
            words = "The service was to start, but conditions precedent are open"
            found.append((words, procurement, "staff.contract.mobilisation"))
        found += ends.get(procurement.id, [])
        for counts, kind in counted:
            count = counts[procurement.id]
            if count and roles & kind.who:
                words = kind.one if count == 1 else kind.many.format(count)
                found.append((words, procurement, f"staff.contract.{kind.page}"))
    return found


def _ends(session: Session, procurements: list[Procurement], now: datetime) -> dict[int, list[Task]]:
    """Say which running contracts have no settled plan for their end, or one that nobody has looked at for a year."""
    running = {each.id: each for each in procurements if each.stage is Stage.LIVE}
    found: dict[int, list[Task]] = {}
    for contract, plan in list_plans_of(session, running) if running else ():
        told = exiting.told(contract, plan, now)
        words = {
            Standing.DUE: f"Settle the exit plan by {say_day(told.due_on)}",
            Standing.OVERDUE: "The exit plan is overdue: settle it",
            Standing.REVIEW_DUE: "Look at the exit plan again, as every year",
        }.get(told.standing)
        if words:
            found[contract.procurement_id] = [(words, running[contract.procurement_id], "staff.contract.exit_plan")]
    return found


def _open(session: Session, ids: list[int], kind: Kind, user_id: int) -> Counter[int]:
    """Count the open rows of a kind by procurement, without those that the person proposed or prepared."""
    query = select(Contract.procurement_id, func.count()).join(kind.table, kind.table.contract_id == Contract.id)
    query = query.where(among(Contract.procurement_id, ids), kind.is_open)
    for author in ("proposed_by_id", "prepared_by_id"):
        if hasattr(kind.table, author):
            query = query.where(getattr(kind.table, author) != user_id)
    return Counter({key: count for key, count in session.execute(query.group_by(Contract.procurement_id))})


def _late(session: Session, ids: list[int], now: datetime) -> Counter[int]:
    """Count the conditions precedent that are open although the first day of the service has come."""
    query = select(Condition.procurement_id, func.count()).join(
        Contract, Contract.procurement_id == Condition.procurement_id
    )
    query = query.where(
        among(Condition.procurement_id, ids),
        Condition.met_at.is_(None),
        Condition.blocks.in_((Block.CONTRACT_SIGNATURE.value, Block.SERVICE_START.value)),
        Contract.starts_on <= now.astimezone(LONDON).date(),
    )
    return Counter({key: count for key, count in session.execute(query.group_by(Condition.procurement_id))})
