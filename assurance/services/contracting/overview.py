"""The running contract at a glance: where it stands in its term, what is due and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.contracts.periods import QUARTERS, Quarter, running_quarter
from assurance.domain.deadlines import LONDON
from assurance.persistence.models import (
    AnnualReview,
    Condition,
    Contract,
    ContractAmendment,
    ContractReport,
    PaymentStatement,
    Procurement,
    SubcontractChange,
)
from assurance.persistence.queries.contract_running import (
    current_schedules,
    current_value,
    list_amendments,
    list_reports,
    list_reviews,
    list_statements,
    list_subcontract_changes,
)
from assurance.persistence.queries.gates import list_conditions
from assurance.services.contracting import exiting, indicators, reporting
from assurance.services.contracting.reporting import Asked
from assurance.services.contracting.running import list_quarters_over


@dataclass(frozen=True, slots=True)
class OutcomeStanding:
    """Where one outcome stands: its last accepted result beside what was promised for the year and the target."""

    name: str
    unit: str
    baseline: Decimal | None
    last: Decimal | None
    quarter: str
    promised: Decimal | None
    target: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the first page of a running contract shows."""

    today: date
    quarter: Quarter | None
    years: int
    value: Decimal
    overdue: list[tuple[Quarter, list[Asked]]]
    """Quarters that are over, with what is still to be reported of each."""
    outcomes: list[OutcomeStanding]
    undecided: list[ContractReport]
    names: dict[tuple[str, str], str]
    unissued: list[PaymentStatement]
    paid: Decimal
    open_conditions: list[Condition]
    open_amendments: list[ContractAmendment]
    open_subcontracts: list[SubcontractChange]
    reviews: list[AnnualReview]
    years_to_review: list[int]
    indicators_missing: str
    exit: exiting.Told


def standing(session: Session, contract: Contract, procurement: Procurement, now: datetime) -> Standing:
    """Read where a contract stands at an instant."""
    today = now.astimezone(LONDON).date()
    schedules = current_schedules(session, contract)
    years = len(schedules["payment"])
    reports = list_reports(session, contract.id)
    statements = list_statements(session, contract.id)
    reviews = list_reviews(session, contract.id)
    over = [each.year for each in list_quarters_over(session, contract, today) if each.number == QUARTERS]
    return Standing(
        today=today,
        quarter=running_quarter(contract.starts_on, years, today),
        years=years,
        value=current_value(session, contract),
        overdue=reporting.overdue(session, contract, now),
        outcomes=[_outcome(each, reports) for each in schedules["outcomes"]],
        undecided=[each for each in reports if not each.decision],
        names={(each.kind, each.code): each.name for each in reporting.list_asked(session, contract)},
        unissued=[each for each in statements if each.issued_at is None],
        paid=sum((each.due_amount for each in statements if each.issued_at is not None), Decimal(0)),
        open_conditions=[each for each in list_conditions(session, procurement.id) if each.met_at is None],
        open_amendments=[each for each in list_amendments(session, contract.id) if not each.decision],
        open_subcontracts=[each for each in list_subcontract_changes(session, contract.id) if not each.decision],
        reviews=reviews,
        years_to_review=[each for each in over if each not in {review.year for review in reviews}],
        indicators_missing=indicators.missing_of(session, contract),
        exit=exiting.read(session, contract, now),
    )


def _outcome(outcome: dict[str, Any], reports: list[ContractReport]) -> OutcomeStanding:
    mine = [each for each in reports if (each.kind, each.code) == (reporting.OUTCOME, outcome["code"])]
    last = next((each for each in reversed(mine) if each.decision == "accepted"), None)
    promised = outcome.get("promised", [])
    year = last.year if last else 1
    return OutcomeStanding(
        outcome["name"], outcome["unit"], Decimal(outcome["baseline"]) if outcome["baseline"] else None,
        last.actual if last else None, f"Year {last.year}, quarter {last.quarter}" if last else "",
        Decimal(promised[year - 1]) if len(promised) >= year else None, Decimal(outcome["target"]),
    )  # fmt: skip
