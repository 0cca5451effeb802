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
from assurance.domain.provision.cascade import Cascade, Link
from assurance.persistence.models import (
    Bid,
    BidBacking,
    NetworkMember,
    Outcome,
    PaymentPlan,
    PaymentYear,
    Procurement,
    Subcontractor,
)
from assurance.persistence.queries.bids import Parts
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


def find_model(session: Session, procurement: Procurement) -> PaymentModel | None:
    """Return the model whole, or None while none is set that fits the term and the outcomes."""
    model = find_draft_model(session, procurement)
    if model is None or len(model.years) != procurement.contract_years or any(model.faults()):
        return None
    return model


def promises_of(session: Session, bid: Bid, parts: Parts) -> dict[str, tuple[Decimal, ...]]:
    """Return what a bid promises, by the code of the outcome; a promise for another term counts for nothing."""
    return promises_on(list_outcomes(session, bid.procurement_id), parts, bid.procurement.contract_years)


def promises_on(outcomes: Sequence[Outcome], parts: Parts, term: int) -> dict[str, tuple[Decimal, ...]]:
    """Return the same of outcomes that were read already."""
    return {
        each.code: tuple(kept.promises)
        for each in outcomes
        if (kept := parts.trajectories.get(each.id)) is not None and len(kept.promises) == term
    }


def chain_of(lead: str, partners: Sequence[Subcontractor], model: PaymentModel | None) -> Cascade:
    """Lay out how money flows down to partners, with the most that a model puts on outcomes in a year."""
    share = max((year.outcome_share * HUNDRED for year in model.years), default=None) if model else None
    return Cascade(lead, tuple(_link(each) for each in partners), share)


def _link(each: Subcontractor) -> Link:
    days = None if each.payment_days is None else int(each.payment_days)
    return Link(
        each.name, each.share_percent, each.payment_basis, days, each.outcome_share_percent, each.flows_down,
        each.has_no_exclusion_ground, each.is_not_debarred, each.has_signed_terms,
    )  # fmt: skip


def _year(row: PaymentYear) -> ContractYear:
    return ContractYear(row.value_amount, row.outcome_share_percent / HUNDRED, row.phase, row.settled_percent / HUNDRED)


def _measure(row: Outcome, networks: Mapping[int, Sequence[NetworkMember]]) -> Measure:
    return Measure(
        row.code, row.name, row.unit, row.weight_percent / HUNDRED, Rule(row.rule), row.target, row.threshold,
        row.baseline, tuple((each.name, Decimal(each.people)) for each in networks.get(row.id, ())),
    )  # fmt: skip
