"""Results in: reported by the lead provider's own people, accepted or queried by the contract manager, never edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.contracts.outcomes import Member, pooled
from assurance.domain.contracts.performance import KeyMeasure, Standing, rated
from assurance.domain.contracts.periods import Quarter
from assurance.domain.contracts.periods import quarter as quarter_on
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.money import plain, round_half_up
from assurance.persistence.models import Contract, ContractReport
from assurance.persistence.queries.contract_running import (
    current_schedules,
    list_indicators,
    list_reports,
)
from assurance.services import audit, telling
from assurance.services.contracting.running import (
    demand_live,
    demand_provider,
    get_quarter_over,
    list_quarters_over,
    require_live,
)

OUTCOME, INDICATOR = "outcome", "indicator"
PLACES = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """One result that every quarter asks for."""

    kind: str
    code: str
    name: str
    unit: str
    target: Decimal
    measure: KeyMeasure | None = None
    """Of an indicator: from what it is rated."""


@dataclass(frozen=True, slots=True)
class Result:
    """A result as it was typed: one figure, or the figures of each provider, and what shows them."""

    actual: Decimal | None
    members: tuple[tuple[str, Decimal, Decimal], ...]
    """Name, people and rate of each provider."""
    evidence: str


@dataclass(frozen=True, slots=True)
class QuarterReports:
    """The reports of one quarter, in the order in which they came."""

    quarter: Quarter
    rows: list[tuple[ContractReport, Asked]]


def list_asked(session: Session, contract: Contract) -> list[Asked]:
    """List what every quarter asks for: the outcomes that are paid on, then the indicators."""
    outcomes = [
        Asked(OUTCOME, each["code"], each["name"], each["unit"], Decimal(each["target"]))
        for each in current_schedules(session, contract)["outcomes"]
    ]
    return outcomes + [
        Asked(INDICATOR, each.code, each.title, each.unit, each.target, KeyMeasure(each.target, each.floor))
        for each in list_indicators(session, contract.id)
    ]


def get_asked(session: Session, contract: Contract, kind: str, code: str) -> Asked:
    """Get one of them, or raise `NotFound`."""
    for each in list_asked(session, contract):
        if (each.kind, each.code) == (kind, code):
            return each
    raise NotFound("The contract asks for no such result")


def report(
    session: Session, *, contract: Contract, asked: Asked, year: int, quarter: int, result: Result, actor: Actor,
    now: datetime,
) -> ContractReport:  # fmt: skip
    """Report a result of a quarter that is over; after a query it is reported anew, and both stay on record."""
    procurement = require_live(session, contract, act="Report a result")
    demand_provider(contract, Permission.BID_WRITE, actor, act="report results")
    get_quarter_over(session, contract, year, quarter, now)
    session.refresh(contract, with_for_update={"of": Contract})
    standing = find_standing(list_reports(session, contract.id, year), asked, quarter)
    if standing is not None:
        raise Conflict("This result is reported already. It can be reported anew only after it was queried")
    actual = _actual(result)
    if len(result.evidence.strip()) < 10:
        raise InvalidInput("evidence", "Say what shows the result, and where it is kept")
    row = ContractReport(
        contract_id=contract.id, year=year, quarter=quarter, kind=asked.kind, code=asked.code, actual=actual,
        members=[_member(each) for each in result.members], evidence=result.evidence.strip(),
        reported_by_id=actor.user_id, reported_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        session, tag="result:reported", actor=actor, now=now, procurement=procurement, subject=_subject(row),
        actual=actual, members=row.members, evidence=row.evidence,
    )  # fmt: skip
    telling.tell_holders(
        session, procurement=procurement, roles=(Role.CONTRACT_MANAGER,), kind="result:reported",
        subject=f"{procurement.reference}/{year}/{quarter}", title=f"Results of year {year}, quarter {quarter} come in",
        endpoint="staff.contract.results", now=now,
    )  # fmt: skip
    return row


def accept(
    session: Session, *, row: ContractReport, rating: str, reason: str, actor: Actor, now: datetime
) -> ContractReport:
    """Accept a result. An indicator is rated; a rating other than the one by the figures needs a reason."""
    procurement = demand_live(session, row.contract, Permission.CONTRACT_RUN, actor, act="Accept a result")
    asked = get_asked(session, row.contract, row.kind, row.code)
    _hold(session, row)
    _check_rating(asked, row.actual, rating, reason)
    row.rating, row.decision_reason = rating if asked.measure else "", reason.strip()
    row.decision, row.decided_by_id, row.decided_at = "accepted", actor.user_id, now
    audit.record(
        session, tag="result:accepted", actor=actor, now=now, procurement=procurement, subject=_subject(row),
        actual=row.actual, rating=row.rating, reason=row.decision_reason,
    )  # fmt: skip
    return row


def query(session: Session, *, row: ContractReport, reason: str, actor: Actor, now: datetime) -> ContractReport:
    """Send a result back with a question; the provider is told and reports it anew."""
    procurement = demand_live(session, row.contract, Permission.CONTRACT_RUN, actor, act="Query a result")
    asked = get_asked(session, row.contract, row.kind, row.code)
    _hold(session, row)
    if len(reason.strip()) < 10:
        raise InvalidInput("reason", "Say what is not clear, so that the provider can mend it")
    row.decision_reason = reason.strip()
    row.decision, row.decided_by_id, row.decided_at = "queried", actor.user_id, now
    audit.record(
        session, tag="result:queried", actor=actor, now=now, procurement=procurement, subject=_subject(row),
        reason=row.decision_reason,
    )  # fmt: skip
    telling.tell(
        session, kind="result:queried", subject=f"{procurement.reference}/{row.id}",
        title=f"A result is queried: {asked.name}", text=row.decision_reason, endpoint="supplier.contract.show",
        params={"bid_id": row.contract.bid.public_id}, now=now, organisations=[row.contract.bid.organisation_id],
    )  # fmt: skip
    return row


def find_standing(reports: list[ContractReport], asked: Asked, quarter: int) -> ContractReport | None:
    """Find the report of a quarter that is not queried, or None while one is still to come."""
    for each in reports:
        same = (each.kind, each.code, each.quarter) == (asked.kind, asked.code, quarter)
        if same and each.decision != "queried":
            return each
    return None


def list_by_quarter(session: Session, contract: Contract) -> list[QuarterReports]:
    """Group everything reported by its quarter, the newest quarter first."""
    known = {(each.kind, each.code): each for each in list_asked(session, contract)}
    found: dict[tuple[int, int], list[tuple[ContractReport, Asked]]] = {}
    for row in list_reports(session, contract.id):
        found.setdefault((row.year, row.quarter), []).append((row, known[(row.kind, row.code)]))
    return [
        QuarterReports(quarter_on(contract.starts_on, year, number), rows)
        for (year, number), rows in sorted(found.items(), reverse=True)
    ]


def overdue(session: Session, contract: Contract, now: datetime) -> list[tuple[Quarter, list[Asked]]]:
    """List every quarter that is over with what is still to be reported of it."""
    today = now.astimezone(LONDON).date()
    reports, asked = list_reports(session, contract.id), list_asked(session, contract)
    found = []
    for each in list_quarters_over(session, contract, today):
        of_year = [row for row in reports if row.year == each.year]
        missing = [one for one in asked if find_standing(of_year, one, each.number) is None]
        if missing:
            found.append((each, missing))
    return found


def proposed_rating(asked: Asked, actual: Decimal) -> Standing | None:
    """Return the rating that follows from the figures, or None for what is not rated."""
    return rated(asked.measure, actual) if asked.measure else None


def _actual(result: Result) -> Decimal:
    if (result.actual is None) == (not result.members):
        raise InvalidInput("actual", "Enter either one result or the results of each provider, and not both")
    if result.actual is not None:
        return result.actual
    if sum(people for _, people, _ in result.members) <= 0:
        raise InvalidInput("members", "The providers must answer for at least one person together")
    exact = pooled([Member(people, rate) for _, people, rate in result.members])
    return Decimal(round_half_up(exact, PLACES)).scaleb(-PLACES)


def _member(each: tuple[str, Decimal, Decimal]) -> dict[str, str]:
    name, people, rate = each
    return {"name": name, "denominator": plain(people), "rate": plain(rate)}


def _check_rating(asked: Asked, actual: Decimal, rating: str, reason: str) -> None:
    if asked.measure is None:
        return
    if rating not in set(Standing):
        raise InvalidInput("rating", "Select how performance is rated")
    proposed = rated(asked.measure, actual)
    if rating != proposed and len(reason.strip()) < 10:
        raise InvalidInput("reason", f"By the figures it would be “{proposed.label}”. Say why it is rated otherwise")


def _hold(session: Session, row: ContractReport) -> None:
    session.refresh(row, with_for_update={"of": ContractReport})
    if row.decision:
        raise Conflict(f"This result is already {row.decision}")


def _subject(row: ContractReport) -> str:
    return f"{row.kind}:{row.code}:{row.year}/{row.quarter}"
