"""Statements out: worked out by finance from accepted results, issued by the contract manager, then fixed.

A statement is for the contract year so far, less what earlier statements of the year came to, so that a later result
corrects an earlier one. Gain and loss are settled with the last quarter, once the spend of the year is known.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.contracts.outcomes import Indicator, Member, Rule
from assurance.domain.contracts.payment_form import read_payment
from assurance.domain.contracts.payments import payment
from assurance.domain.contracts.periods import QUARTERS
from assurance.domain.contracts.schedule_changes import share_of
from assurance.domain.contracts.statements import Due, document, due, value_so_far
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted, Objection
from assurance.persistence.models import Contract, ContractReport, Pack, PaymentStatement
from assurance.persistence.queries.contract_running import current_schedules, list_reports, list_statements
from assurance.persistence.queries.packs import find_issued
from assurance.services import audit, packs, telling
from assurance.services.contracting.reporting import OUTCOME
from assurance.services.contracting.running import demand_live, get_quarter_over

PACK = "statement"
"""The kind of pack under which a statement is printed."""


def prepare(
    session: Session,
    *,
    contract: Contract,
    year: int,
    quarter: int,
    actual_spend: Decimal | None,
    actor: Actor,
    now: datetime,
) -> PaymentStatement:
    """Work out what is due up to a quarter, or work it out anew while it is not issued.

    Raises `MoveRefused` naming every outcome of the quarter whose result is not accepted.
    """
    procurement = demand_live(session, contract, Permission.STATEMENT_PREPARE, actor, act="Prepare a statement")
    get_quarter_over(session, contract, year, quarter, now)
    session.refresh(contract, with_for_update={"of": Contract})
    of_year = [each for each in list_statements(session, contract.id) if each.year == year]
    row = next((each for each in of_year if each.quarter == quarter), None)
    _check_order(of_year, row, quarter)
    written, settled = _document(session, contract, year, quarter, actual_spend)
    before = sum((each.due_amount for each in of_year if each.quarter < quarter), Decimal(0))
    found = due(payment(read_payment(written)), before, settled)
    row = row or PaymentStatement(contract_id=contract.id, year=year, quarter=quarter)
    row.document, row.settled, row.actual_spend_amount = written, settled, actual_spend
    row.to_date_amount, row.paid_before_amount, row.due_amount = found.to_date, found.paid_before, found.now
    row.prepared_by_id, row.prepared_at = actor.user_id, now
    session.add(row)
    session.flush()
    _record(session, "prepared", row, actor, now)
    telling.tell_holders(
        session, procurement=procurement, roles=(Role.CONTRACT_MANAGER,), without=actor, kind="statement:prepared",
        subject=f"{procurement.reference}/{year}/{quarter}/{row.version}",
        title=f"A payment statement waits: year {year}, quarter {quarter}", endpoint="staff.contract.statements",
        now=now,
    )  # fmt: skip
    return row


def issue(session: Session, *, row: PaymentStatement, version: int, actor: Actor, now: datetime) -> PaymentStatement:
    """Issue a statement that somebody else prepared, and have it printed once for both sides.

    Raises `Conflict` where the contract was amended since: it is worked out anew first.
    """
    contract = row.contract
    demand_live(session, contract, Permission.CONTRACT_RUN, actor, act="Issue a statement")
    session.refresh(row, with_for_update={"of": PaymentStatement})
    if row.issued_at is not None:
        raise Conflict("This statement is already issued")
    if row.version != version:
        raise Conflict("The statement was worked out anew after you opened the page")
    if row.prepared_by_id == actor.user_id:
        raise NotPermitted("Four eyes: a statement is issued by someone who did not prepare it")
    written, _ = _document(session, contract, row.year, row.quarter, row.actual_spend_amount)
    if written != row.document:
        raise Conflict("The contract was amended since the statement was prepared. Have it worked out anew")
    row.issued_by_id, row.issued_at = actor.user_id, now
    _record(session, "issued", row, actor, now)
    packs.request_pack(
        session, procurement=contract.bid.procurement, kind=PACK, subject=f"{row.year}-{row.quarter}", actor=actor,
        now=now,
    )  # fmt: skip
    telling.tell(
        session, kind="statement:issued", subject=f"{contract.id}/{row.year}/{row.quarter}",
        title=f"Payment statement: year {row.year}, quarter {row.quarter}", endpoint="supplier.contract.statement",
        params={"bid_id": contract.bid.public_id, "year": row.year, "quarter": row.quarter}, now=now,
        organisations=[contract.bid.organisation_id],
    )  # fmt: skip
    return row


def find_printed(session: Session, row: PaymentStatement) -> Pack | None:
    """Return the sealed document of an issued statement, the same for both sides; None until it is printed."""
    return find_issued(session, row.contract.bid.procurement_id, PACK, f"{row.year}-{row.quarter}")


def due_of(row: PaymentStatement) -> Due:
    """Compute the figures of a statement again from its own document."""
    return due(payment(read_payment(row.document)), row.paid_before_amount, row.settled)


def settles_gain(schedules: dict[str, Any], quarter: int) -> bool:
    """Say whether the statement of a quarter settles gain and loss, and so needs the spend of the year."""
    return quarter == QUARTERS and bool(schedules.get("risk"))


def _check_order(of_year: list[PaymentStatement], row: PaymentStatement | None, quarter: int) -> None:
    if row is not None and row.issued_at is not None:
        raise Conflict("The statement of this quarter is issued and stays as it is; the next one corrects it")
    if any(each.quarter > quarter for each in of_year):
        raise Conflict("A later quarter has its statement already, which counts this one in")
    if any(each.quarter < quarter and each.issued_at is None for each in of_year):
        raise Conflict("An earlier statement of this year is not issued yet. It is counted in only once it is")


def _document(
    session: Session, contract: Contract, year: int, quarter: int, actual_spend: Decimal | None
) -> tuple[dict[str, Any], Decimal]:
    """Write the document of a statement, and the fraction of gain or loss that its year settles."""
    schedules = current_schedules(session, contract)
    terms = next(row for row in schedules["payment"] if row["year"] == year)
    value = Decimal(terms["total"])
    accepted = {
        each.code: each
        for each in list_reports(session, contract.id, year)
        if (each.kind, each.quarter, each.decision) == (OUTCOME, quarter, "accepted")
    }
    missing = [each for each in schedules["outcomes"] if each["code"] not in accepted]
    if missing:
        raise MoveRefused("statement", [_not_accepted(each) for each in missing])
    indicators = [_indicator(each, accepted[each["code"]]) for each in schedules["outcomes"]]
    share = share_of(terms, Decimal(contract.outcome_share_percent))
    gain = _gain_share(schedules, value, quarter, actual_spend)
    settled = Decimal(str(terms.get("settled", 1)))
    return document(value_so_far(value, quarter), share, indicators, gain), settled


def _gain_share(
    schedules: dict[str, Any], value: Decimal, quarter: int, actual_spend: Decimal | None
) -> dict[str, Any] | None:
    """Write how gain or loss is shared; a deviation beyond the limit that the model names is not shared."""
    if not settles_gain(schedules, quarter):
        if actual_spend is not None:
            raise InvalidInput("actual_spend", "Gain and loss are not settled with this statement; leave it empty")
        return None
    if actual_spend is None:
        raise InvalidInput("actual_spend", "Enter what was spent in the year: gain and loss are settled now")
    terms = dict(schedules["risk"])
    limit = terms.pop("limit", None)
    if limit is not None:
        most = value * Decimal(limit)
        actual_spend = min(max(actual_spend, value - most), value + most)
    return {"expected": str(value), "actual": str(actual_spend), **terms}


def _indicator(outcome: dict[str, Any], row: ContractReport) -> Indicator:
    linear = outcome["rule"] == Rule.LINEAR
    target = Decimal(outcome["target"])
    baseline = outcome.get("baseline")
    return Indicator(
        id=outcome["code"], weight=Decimal(outcome["weight_percent"]) / 100, rule=Rule(outcome["rule"]), target=target,
        threshold=Decimal(outcome["threshold"]) if linear else None, actual=None if row.members else row.actual,
        members=tuple(Member(Decimal(each["denominator"]), Decimal(each["rate"])) for each in row.members),
        lower_is_better=not linear and baseline is not None and target < Decimal(baseline),
    )  # fmt: skip


def _not_accepted(outcome: dict[str, Any]) -> Objection:
    return Objection(
        f"result:{outcome['code']}", f"The result of “{outcome['name']}” is not accepted for this quarter",
        "The lead provider reports it and the contract manager accepts it", endpoint="staff.contract.results",
    )  # fmt: skip


def _record(session: Session, act: str, row: PaymentStatement, actor: Actor, now: datetime) -> None:
    audit.record(
        session, tag=f"statement:{act}", actor=actor, now=now, procurement=row.contract.bid.procurement,
        subject=f"{row.year}/{row.quarter}", to_date=row.to_date_amount, paid_before=row.paid_before_amount,
        due=row.due_amount, document=row.document,
    )  # fmt: skip
