"""Key performance indicators of the contract: set before the service or, for a condition that travels on, later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.contracts.performance import too_few
from assurance.domain.errors import InvalidInput
from assurance.domain.gates.definition import Block
from assurance.domain.stages import Stage
from assurance.persistence.models import Contract, ContractIndicator, Procurement
from assurance.persistence.queries.contract_running import current_value, list_indicators
from assurance.persistence.queries.gates import list_conditions
from assurance.services import audit, stages
from assurance.services.permission import demand


@dataclass(frozen=True, slots=True)
class IndicatorTerms:
    """An indicator as it was typed."""

    title: str
    measured_by: str
    unit: str
    target: Decimal
    floor: Decimal
    consequence: str
    condition_reference: str = ""


def set_indicator(
    session: Session, *, contract: Contract, terms: IndicatorTerms, actor: Actor, now: datetime
) -> ContractIndicator:
    """Set an indicator. It is never edited afterwards: what was measured keeps its measure."""
    procurement = session.get_one(Procurement, contract.procurement_id)
    demand(actor, Permission.CONTRACT_RUN, procurement, act="set an indicator")
    stages.require(procurement, Stage.AWARD, Stage.CONTRACT, Stage.CHECKPOINT_3, Stage.LIVE, act="Set an indicator")
    _check(session, procurement, terms)
    session.refresh(contract, with_for_update={"of": Contract})  # two set at once must not take one code
    row = ContractIndicator(
        contract_id=contract.id, code=f"K-{len(list_indicators(session, contract.id)) + 1:02}",
        title=" ".join(terms.title.split()), measured_by=terms.measured_by.strip(), unit=terms.unit.strip() or "%",
        target=terms.target, floor=terms.floor, consequence=terms.consequence.strip(),
        condition_reference=terms.condition_reference, set_by_id=actor.user_id, set_at=now,
    )  # fmt: skip
    session.add(row)
    audit.record(
        session, tag="indicator:set", actor=actor, now=now, procurement=procurement, subject=row.code, title=row.title,
        target=row.target, floor=row.floor, unit=row.unit, condition=row.condition_reference,
    )  # fmt: skip
    return row


def missing_of(session: Session, contract: Contract) -> str:
    """Say that the law asks for more indicators than are set; empty where it does not."""
    procurement = session.get_one(Procurement, contract.procurement_id)
    return too_few(
        procurement.procedure.regime, current_value(session, contract), len(list_indicators(session, contract.id)),
        is_light_touch=procurement.given.light_touch,
    )  # fmt: skip


def uncarried(session: Session, contract: Contract) -> list[str]:
    """Name the conditions that are to be watched while the contract runs and that no indicator carries."""
    carried = {each.condition_reference for each in list_indicators(session, contract.id)}
    return [
        each.reference
        for each in list_conditions(session, contract.procurement_id)
        if each.blocks == Block.PERFORMANCE and each.reference not in carried
    ]


def _check(session: Session, procurement: Procurement, terms: IndicatorTerms) -> None:
    asked = {
        "title": "Name the indicator",
        "measured_by": "Say how it is measured and from which source",
        "consequence": "Say what follows when performance is too low",
    }
    for field, message in asked.items():
        if not getattr(terms, field).strip():
            raise InvalidInput(field, message)
    if terms.floor == terms.target:
        raise InvalidInput("floor", "The floor and the target must differ: between them a result approaches the target")
    known = {each.reference for each in list_conditions(session, procurement.id)}
    if terms.condition_reference and terms.condition_reference not in known:
        raise InvalidInput("condition_reference", f"There is no condition {terms.condition_reference}")
