"""Providers of today and what bids state of them, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.provision.system_impact import Flow
from assurance.domain.stages import Stage
from assurance.persistence.models import Bid, BudgetLine, ImpactStatement, Incumbent
from assurance.persistence.queries.system_impact import list_incumbents
from assurance.services import bids, system_impact
from tests.factories.cast import NOW, World


def incumbent_of(session: Session, world: World, name: str = "Westmere Trust", **more: Any) -> Incumbent:
    """Register a provider of today, as the officer does while planning."""
    fields = {"income": Decimal(20_000_000), "result": Decimal(1_000_000), "dependents": "Trauma rota", **more}
    return system_impact.save_incumbent(
        session, procurement=world.procurement(session), name=name, actor=world.actor(session, "officer"), now=NOW,
        **fields,
    )  # fmt: skip


def nobody_loses(session: Session, world: World) -> None:
    """Put on record that no provider of today loses, unless some are registered."""
    if list_incumbents(session, world.procurement_id):
        return
    procurement = world.procurement(session)
    stage = procurement.stage
    world.at(session, Stage.PLANNING)
    system_impact.state_nobody_loses(
        session, procurement=procurement, reason="This care is given by nobody today.",
        actor=world.actor(session, "officer"), now=NOW,
    )  # fmt: skip
    world.at(session, stage)


def flow(displaced: int = 0, stranded: int = 0, mitigation: int = 0, code: str = "I-01", words: str = "Agreed") -> Flow:
    """What a bid does to one provider."""
    return Flow(code, Decimal(displaced), Decimal(stranded), Decimal(mitigation), words)


def stated(
    session: Session, world: World, bid: Bid, who: str, flows: Sequence[Flow] = (), year: int = 10_000_000
) -> ImpactStatement:
    """State and give to the authority what a participant would do and cost, the same in each year."""
    actor, years = world.actor(session, who), [Decimal(year)] * bid.procurement.contract_years
    bids.save_impact(session, bid=bid, given=flows, years=years, actor=actor, now=NOW)
    return bids.state_impact(session, bid=bid, actor=actor, now=NOW)


def envelope_of(session: Session, world: World) -> None:
    """Give a procurement ten million a year for its years."""
    session.add(
        BudgetLine(
            procurement_id=world.procurement_id, code="15", name="MSK", amounts={"2024": "10000000"},
            latest_year="2024", latest_amount=Decimal(10_000_000), is_chosen=True,
        )
    )  # fmt: skip
    session.flush()
