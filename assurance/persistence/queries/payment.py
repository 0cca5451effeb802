"""The payment model of a procurement as the rules reckon with it, and what a bidder sets against its risk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.contracts.measures import Measure
from assurance.domain.contracts.model import ContractYear, PaymentModel
from assurance.domain.contracts.model_form import read_risk
from assurance.domain.contracts.outcomes import Rule
from assurance.persistence.models import BidBacking, NetworkMember, Outcome, PaymentPlan, PaymentYear, Procurement
from assurance.persistence.queries.planning import list_outcomes

HUNDRED = Decimal(100)


def find_plan(session: Session, procurement_id: int) -> PaymentPlan | None:
    """Return what the years of a payment model have in common, or None before a model is set."""
    return session.scalar(select(PaymentPlan).where(PaymentPlan.procurement_id == procurement_id))


def list_years(session: Session, procurement_id: int) -> list[PaymentYear]:
    """List how each contract year is paid."""
    query = select(PaymentYear).where(PaymentYear.procurement_id == procurement_id)
    return list(session.scalars(query.order_by(PaymentYear.number)))


def list_networks(session: Session, procurement_id: int) -> dict[int, list[NetworkMember]]:
    """List the members whose results are pooled, by the id of the outcome, in the order in which they were named."""
    query = select(NetworkMember).join(Outcome).where(Outcome.procurement_id == procurement_id)
    found: dict[int, list[NetworkMember]] = {}
    for member in session.scalars(query.order_by(NetworkMember.id)):
        found.setdefault(member.outcome_id, []).append(member)
    return found


def find_backing(session: Session, bid_id: int) -> BidBacking | None:
    """Return what a bidder sets against its risk, or None where it is not said."""
    return session.scalar(select(BidBacking).where(BidBacking.bid_id == bid_id))


def find_draft_model(session: Session, procurement: Procurement) -> PaymentModel | None:
    """Return the model as far as it is written, with whatever is wrong with it; None before one is set."""
    plan = find_plan(session, procurement.id)
    if plan is None:
        return None
    networks = list_networks(session, procurement.id)
    return PaymentModel(
        years=tuple(_year(each) for each in list_years(session, procurement.id)),
        measures=tuple(_measure(each, networks) for each in list_outcomes(session, procurement.id)),
        risk=read_risk(plan.risk),
        limit=None if plan.limit_percent is None else plan.limit_percent / HUNDRED,
        population=procurement.population,
    )


def _year(row: PaymentYear) -> ContractYear:
    return ContractYear(row.value_amount, row.outcome_share_percent / HUNDRED, row.phase, row.settled_percent / HUNDRED)


def _measure(row: Outcome, networks: Mapping[int, Sequence[NetworkMember]]) -> Measure:
    return Measure(
        row.code, row.name, row.unit, row.weight_percent / HUNDRED, Rule(row.rule), row.target, row.threshold,
        row.baseline, tuple((each.name, Decimal(each.people)) for each in networks.get(row.id, ())),
    )  # fmt: skip
