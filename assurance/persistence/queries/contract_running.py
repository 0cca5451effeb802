"""The running contract: its schedules and value as amended, its register of subcontractors, reports and statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from assurance.domain.errors import NotFound
from assurance.persistence.models import (
    AnnualReview,
    Contract,
    ContractAmendment,
    ContractIndicator,
    ContractReport,
    MobilisationTask,
    Notice,
    PaymentStatement,
    SubcontractChange,
)


@dataclass(frozen=True, slots=True)
class Registered:
    """One subcontractor of the register: its terms, since when, and until when where another came in its place."""

    terms: dict[str, Any]
    from_on: date
    until_on: date | None = None
    origin: str = "The bid"


def list_amendments(session: Session, contract_id: int) -> list[ContractAmendment]:
    """List every amendment that was proposed, first to last."""
    query = select(ContractAmendment).where(ContractAmendment.contract_id == contract_id)
    return list(session.scalars(query.order_by(ContractAmendment.number)))


def get_amendment(session: Session, contract_id: int, number: int) -> ContractAmendment:
    """Get an amendment by its number."""
    query = select(ContractAmendment).where(ContractAmendment.contract_id == contract_id)
    found = session.scalar(query.where(ContractAmendment.number == number))
    if found is None:
        raise NotFound("There is no such amendment of this contract")
    return found


def list_approved(session: Session, contract_id: int) -> list[ContractAmendment]:
    """List the amendments that were approved, in the order of the versions they made."""
    query = select(ContractAmendment).where(ContractAmendment.contract_id == contract_id)
    query = query.where(ContractAmendment.decision == "approved").order_by(ContractAmendment.schedules_version)
    return list(session.scalars(query))


def current_schedules(session: Session, contract: Contract) -> dict[str, Any]:
    """Return the schedules as amended so far; version 1 are those signed."""
    approved = list_approved(session, contract.id)
    return approved[-1].schedules if approved else contract.schedules


def current_value(session: Session, contract: Contract) -> Decimal:
    """Return the value of the contract as amended so far."""
    approved = list_approved(session, contract.id)
    return approved[-1].value_after_amount if approved else contract.value_amount


def has_notice(session: Session, procurement_id: int, kind: str, subject: str) -> bool:
    """Say whether a notice of a kind about one thing is published."""
    query = select(Notice.id).where(Notice.procurement_id == procurement_id, Notice.kind == kind)
    return session.scalar(query.where(Notice.subject == subject).limit(1)) is not None


def list_tasks(session: Session, procurement_id: int) -> list[MobilisationTask]:
    """List the tasks of the plan by the day on which they start."""
    query = select(MobilisationTask).where(MobilisationTask.procurement_id == procurement_id)
    query = query.options(selectinload(MobilisationTask.proof))
    return list(session.scalars(query.order_by(MobilisationTask.starts_on, MobilisationTask.number)))


def get_task(session: Session, procurement_id: int, number: int) -> MobilisationTask:
    """Get a task by its number."""
    query = select(MobilisationTask).where(MobilisationTask.procurement_id == procurement_id)
    found = session.scalar(query.where(MobilisationTask.number == number))
    if found is None:
        raise NotFound("There is no such task in this plan")
    return found


def list_indicators(session: Session, contract_id: int) -> list[ContractIndicator]:
    """List the key performance indicators by code."""
    query = select(ContractIndicator).where(ContractIndicator.contract_id == contract_id)
    return list(session.scalars(query.order_by(ContractIndicator.code)))


def list_reports(session: Session, contract_id: int, year: int | None = None) -> list[ContractReport]:
    """List everything reported, of one contract year or of all, in the order in which it came."""
    query = select(ContractReport).where(ContractReport.contract_id == contract_id)
    if year is not None:
        query = query.where(ContractReport.year == year)
    return list(session.scalars(query.order_by(ContractReport.year, ContractReport.quarter, ContractReport.id)))


def get_report(session: Session, contract_id: int, year: int, quarter: int, kind: str, code: str) -> ContractReport:
    """Get the report of a quarter that stands: the one that is not queried."""
    query = select(ContractReport).where(ContractReport.contract_id == contract_id, ContractReport.year == year)
    query = query.where(ContractReport.quarter == quarter, ContractReport.kind == kind, ContractReport.code == code)
    found = session.scalar(query.where(ContractReport.decision != "queried"))
    if found is None:
        raise NotFound("There is no such report on this contract")
    return found


def list_statements(session: Session, contract_id: int, *, only_issued: bool = False) -> list[PaymentStatement]:
    """List the payment statements, first to last."""
    query = select(PaymentStatement).where(PaymentStatement.contract_id == contract_id)
    if only_issued:
        query = query.where(PaymentStatement.issued_at.is_not(None))
    return list(session.scalars(query.order_by(PaymentStatement.year, PaymentStatement.quarter)))


def get_statement(session: Session, contract_id: int, year: int, quarter: int) -> PaymentStatement:
    """Get the statement up to a quarter."""
    query = select(PaymentStatement).where(PaymentStatement.contract_id == contract_id)
    found = session.scalar(query.where(PaymentStatement.year == year, PaymentStatement.quarter == quarter))
    if found is None:
        raise NotFound("There is no statement for this quarter")
    return found


def list_subcontract_changes(session: Session, contract_id: int) -> list[SubcontractChange]:
    """List what the lead provider asked to change among its subcontractors, first to last."""
    query = select(SubcontractChange).where(SubcontractChange.contract_id == contract_id)
    return list(session.scalars(query.order_by(SubcontractChange.number)))


def get_subcontract_change(session: Session, contract_id: int, number: int) -> SubcontractChange:
    """Get one of them by its number."""
    query = select(SubcontractChange).where(SubcontractChange.contract_id == contract_id)
    found = session.scalar(query.where(SubcontractChange.number == number))
    if found is None:
        raise NotFound("There is no such change of the register")
    return found


def list_register(session: Session, contract: Contract) -> list[Registered]:
    """List who delivers care under the lead provider, those who were replaced too, in the order of their days."""
    register = [Registered(terms, contract.starts_on) for terms in contract.schedules["subcontractors"]]
    for each in list_subcontract_changes(session, contract.id):
        if each.decision != "approved":
            continue
        register = [
            Registered(old.terms, old.from_on, each.from_on, old.origin)
            if old.until_on is None and old.terms["name"] == each.replaces
            else old
            for old in register
        ]
        register.append(Registered(each.terms, each.from_on, origin=f"Change {each.number}"))
    return register


def list_reviews(session: Session, contract_id: int) -> list[AnnualReview]:
    """List the yearly reviews, first to last."""
    query = select(AnnualReview).where(AnnualReview.contract_id == contract_id)
    return list(session.scalars(query.order_by(AnnualReview.year)))


def get_review_of(session: Session, contract_id: int, year: int) -> AnnualReview:
    """Get the review of one contract year."""
    query = select(AnnualReview).where(AnnualReview.contract_id == contract_id, AnnualReview.year == year)
    found = session.scalar(query)
    if found is None:
        raise NotFound("This contract year has no review yet")
    return found


def next_number(session: Session, table: Any, **within: int) -> int:
    """Return the number after the highest that was given in a table of a contract or procurement."""
    query = select(func.max(table.number)).filter_by(**within)
    return (session.scalar(query) or 0) + 1
