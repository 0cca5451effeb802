"""Providers of today, what bids say they would do to them, and decisions to go on although everybody is too dear."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.domain.provision.system_impact import Flow
from assurance.domain.provision.system_impact import Incumbent as Provider
from assurance.domain.tenderbox.visibility import OPENED_STAGES
from assurance.persistence.models import AffordabilityDecision, Bid, ImpactScope, ImpactStatement, Incumbent

TENDER_ROUND = 0


def list_incumbents(session: Session, procurement_id: int) -> list[Incumbent]:
    """List the providers of today that may lose income, by code."""
    query = select(Incumbent).where(Incumbent.procurement_id == procurement_id)
    return list(session.scalars(query.order_by(Incumbent.code)))


def get_incumbent(session: Session, procurement_id: int, code: str) -> Incumbent:
    """Get a provider of today by its code."""
    found = session.scalar(select(Incumbent).where(Incumbent.procurement_id == procurement_id, Incumbent.code == code))
    if found is None:
        raise NotFound("There is no such provider in the ledger")
    return found


def providers(rows: Sequence[Incumbent]) -> list[Provider]:
    """Return rows as the rules see them."""
    return [Provider(row.code, row.name, row.income_amount, row.result_amount, row.dependents) for row in rows]


def find_scope(session: Session, procurement_id: int) -> ImpactScope | None:
    """Find the statement that nobody loses by the programme."""
    return session.scalar(select(ImpactScope).where(ImpactScope.procurement_id == procurement_id))


def find_statement(session: Session, bid_id: int, round: int) -> ImpactStatement | None:
    """Find what a bid says in a round, or in its final tender."""
    query = select(ImpactStatement).where(ImpactStatement.bid_id == bid_id, ImpactStatement.round == round)
    return session.scalar(query)


def list_stated(session: Session, bid_ids: Sequence[int]) -> list[ImpactStatement]:
    """List what bids have given to the authority in rounds of the dialogue, the newest round of each bid first."""
    query = select(ImpactStatement).where(
        ImpactStatement.bid_id.in_(bid_ids),
        ImpactStatement.stated_at.is_not(None),
        ImpactStatement.round > TENDER_ROUND,
    )
    return list(session.scalars(query.order_by(ImpactStatement.bid_id, ImpactStatement.round.desc())))


def flows(statement: ImpactStatement | None) -> tuple[Flow, ...]:
    """Return what a statement says as the rules see it."""
    if statement is None:
        return ()
    return tuple(
        Flow(
            each["incumbent"], Decimal(each["displaced"]), Decimal(each["stranded"]), Decimal(each["mitigation"]),
            each["words"],
        )
        for each in statement.flows
    )  # fmt: skip


def list_affordability_decisions(session: Session, procurement_id: int) -> list[AffordabilityDecision]:
    """List the decisions to go on although everybody costs too much, newest first."""
    query = select(AffordabilityDecision).where(AffordabilityDecision.procurement_id == procurement_id)
    return list(session.scalars(query.order_by(AffordabilityDecision.id.desc())))


def standing_statements(session: Session, bids: Sequence[Bid]) -> dict[int, ImpactStatement]:
    """Return what counts for each bid as the authority may know it: its opened tender, else its newest round."""
    found = {each.bid_id: each for each in reversed(list_stated(session, [bid.id for bid in bids]))}
    opened = [bid.id for bid in bids if bid.stage in OPENED_STAGES]
    query = select(ImpactStatement).where(ImpactStatement.bid_id.in_(opened), ImpactStatement.round == TENDER_ROUND)
    return found | {each.bid_id: each for each in session.scalars(query)}
