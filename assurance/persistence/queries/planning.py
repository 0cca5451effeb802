"""The plan of a procurement: budget, pathways and outcomes."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.domain.provision.envelope import YearEnvelope, envelopes
from assurance.domain.provision.value import ContractValue
from assurance.persistence.models import BudgetLine, ElementHandover, Outcome, PathwayElement, Procurement
from assurance.persistence.queries.programme import get_terms


def list_budget_lines(session: Session, procurement_id: int) -> list[BudgetLine]:
    """List the categories of the budget in the order of the table imported."""
    return list(
        session.scalars(select(BudgetLine).where(BudgetLine.procurement_id == procurement_id).order_by(BudgetLine.id))
    )


def get_envelope(session: Session, procurement_id: int) -> Decimal:
    """Add up the chosen categories in the latest year; nothing chosen is nothing."""
    amounts = session.scalars(
        select(BudgetLine.latest_amount).where(BudgetLine.procurement_id == procurement_id, BudgetLine.is_chosen)
    )
    return sum(amounts, Decimal(0))


def list_envelopes(session: Session, procurement: Procurement) -> tuple[YearEnvelope, ...]:
    """List the envelope of every contract year; none before a budget is chosen."""
    terms = get_terms(session, procurement, get_envelope(session, procurement.id))
    return envelopes(terms, procurement.contract_years)


def get_contract_value(session: Session, procurement: Procurement) -> ContractValue:
    """Return what the contract is expected to be worth: the envelopes of its years, and how the whole splits."""
    by_year = tuple(each.total for each in list_envelopes(session, procurement))
    return ContractValue(
        by_year[0] if by_year else Decimal(0), procurement.contract_years, procurement.outcome_share_percent, by_year
    )


def list_elements(session: Session, procurement_id: int) -> list[PathwayElement]:
    """List the elements of care, pathway by pathway in the order in which each was first named."""
    rows = session.scalars(
        select(PathwayElement)
        .where(PathwayElement.procurement_id == procurement_id)
        .order_by(PathwayElement.position, PathwayElement.id)
    ).all()
    first = {row.pathway: number for number, row in reversed(list(enumerate(rows)))}
    return sorted(rows, key=lambda row: first[row.pathway])


def list_handovers(session: Session, procurement_id: int) -> list[ElementHandover]:
    """List where care passes from one element to another, in the order in which it was said."""
    query = select(ElementHandover).where(ElementHandover.procurement_id == procurement_id)
    return list(session.scalars(query.order_by(ElementHandover.id)))


def list_outcomes(session: Session, procurement_id: int) -> list[Outcome]:
    """List the outcomes in the order in which they were added."""
    return list(
        session.scalars(
            select(Outcome).where(Outcome.procurement_id == procurement_id).order_by(Outcome.position, Outcome.id)
        )
    )


def get_outcome(session: Session, procurement_id: int, code: str) -> Outcome:
    """Return an outcome by its code."""
    found = session.scalar(select(Outcome).where(Outcome.procurement_id == procurement_id, Outcome.code == code))
    if found is None:
        raise NotFound(f"There is no outcome “{code}”")
    return found


def next_position(session: Session, model: type[PathwayElement] | type[Outcome], procurement_id: int) -> int:
    """Return the place after the last one."""
    last = session.scalar(select(func.max(model.position)).where(model.procurement_id == procurement_id))
    return 0 if last is None else last + 1
