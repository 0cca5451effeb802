"""A payment model as an officer would set it: rising shares, three bands, and the path to capitation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.contracts.model import ContractYear, Phase
from assurance.domain.contracts.risk_share import Band, Corridor
from assurance.persistence.models import PaymentPlan, Procurement
from assurance.services import payment_model
from tests.factories.cast import NOW, World

CORRIDOR = Corridor((Band(Decimal("0.02"), Decimal(1)), Band(Decimal("0.05"), Decimal("0.5"))))
PATH = ((Phase.PERFORMANCE, "0.1", 0), (Phase.SHADOW, "0.2", "0.5"), (Phase.CAPITATION, "0.3", 1))


def contract_years(term: int, value: Decimal = Decimal(40_000_000)) -> tuple[ContractYear, ...]:
    """Describe so many years: one of pay for performance, one of shadow capitation, the others of capitation."""
    steps = [PATH[min(at, 2)] for at in range(term)]
    return tuple(ContractYear(value, Decimal(share), phase, Decimal(settled)) for phase, share, settled in steps)


def make_payment_model(
    session: Session, world: World, years: Sequence[ContractYear] = (), now: datetime = NOW
) -> PaymentPlan:
    """Set the model while the procurement is planned."""
    procurement: Procurement = world.procurement(session)
    return payment_model.set_model(
        session, procurement=procurement, years=years or contract_years(procurement.contract_years), risk=CORRIDOR,
        limit=None, actor=world.actor(session, "officer"), now=now,
    )  # fmt: skip
