"""While the contract runs: what was paid, how the provider performs, what changes, and its end.

Written from the contract, its amendments, the results that were accepted and the statements that were issued.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.deadlines import LONDON, say_day
from assurance.domain.money import format_gbp, percent, round_out
from assurance.domain.notices import kinds
from assurance.persistence.models import Contract, ContractAmendment, ContractReport, PaymentStatement, Procurement
from assurance.persistence.queries.contract_running import (
    get_amendment,
    get_statement,
    list_amendments,
    list_indicators,
    list_reports,
    list_statements,
)
from assurance.persistence.queries.contracts import find_contract, get_contract
from assurance.services import notice_content, notice_outcome
from assurance.services.contracting import amending
from assurance.services.notices import parts
from assurance.services.notices.sections import Section, section

PAID_ABOVE = Decimal(30_000)
"""A payment above this is told of (section 70(1))."""


URGENT = "In the view of the relevant authority the modification was urgent (regulation 14)."


def payments_to_tell(session: Session, procurement: Procurement) -> list[str]:
    """List the quarters whose statement is issued and due above the threshold, oldest first."""
    found = find_contract(session, procurement.id)
    issued = list_statements(session, found.id, only_issued=True) if found else []
    return [f"{each.year}-Q{each.quarter}" for each in _in_order(issued) if each.due_amount > PAID_ABOVE]


def years_to_tell(session: Session, procurement: Procurement) -> list[str]:
    """List the contract years for which performance against an indicator was rated, oldest first."""
    found = find_contract(session, procurement.id)
    rated = [each for each in list_reports(session, found.id) if _is_rated(each)] if found else []
    return [str(year) for year in sorted({each.year for each in rated})]


def changes_to_tell(session: Session, procurement: Procurement) -> list[str]:
    """List the amendments for which the law asks for a notice; under the Act also those not yet decided."""
    found = find_contract(session, procurement.id)
    before = procurement.procedure.regime == "pa23"
    counted = ("approved", "") if before else ("approved",)
    rows = list_amendments(session, found.id) if found else []
    asked = [each for each in rows if each.decision in counted and amending.notice_of(session, each)]
    return [str(each.number) for each in sorted(asked, key=lambda each: each.number)]


def _payment(session: Session, procurement: Procurement, subject: str, now: datetime, text: str) -> list[Section]:
    contract = get_contract(session, procurement.id)
    year, quarter = (int(part) for part in subject.split("-Q"))
    row = get_statement(session, contract.id, year, quarter)
    return [*_of_contract(session, procurement), section(kinds.PAID, _paid(row))]


def _paid(row: PaymentStatement) -> str:
    issued = say_day(row.issued_at.astimezone(LONDON).date()) if row.issued_at else ""
    return (
        f"Contract year {row.year}, quarter {row.quarter}: {format_gbp(row.due_amount)} became due by the statement "
        f"issued on {issued}. Paid for the contract year before it: {format_gbp(row.paid_before_amount)}."
    )


def _performance(session: Session, procurement: Procurement, subject: str, now: datetime, text: str) -> list[Section]:
    contract = get_contract(session, procurement.id)
    return [
        *_of_contract(session, procurement),
        section(
            "What this is", "The authority's assessment of performance against the key performance indicators (section "
            f"71(2)), for contract year {subject}."
        ),
        section(kinds.RATED, "\n".join(_ratings(session, contract, int(subject)))),
    ]  # fmt: skip


def _ratings(session: Session, contract: Contract, year: int) -> Iterator[str]:
    """Give each indicator with its target, the last accepted result of the year and how it was rated."""
    last: dict[str, ContractReport] = {}
    for each in sorted(list_reports(session, contract.id, year), key=lambda each: each.quarter):
        if _is_rated(each):
            last[each.code] = each
    for indicator in list_indicators(session, contract.id):
        if (report := last.get(indicator.code)) is not None:
            unit = indicator.unit if indicator.unit == "%" else f" {indicator.unit}"
            yield (
                f"{indicator.title}: {report.rating.replace('_', ' ')}. Target {round_out(indicator.target, 2)}{unit}, "
                f"result to the end of quarter {report.quarter} {round_out(report.actual, 2)}{unit}."
            )


def _change(session: Session, procurement: Procurement, subject: str, now: datetime, text: str) -> list[Section]:
    contract = get_contract(session, procurement.id)
    row = get_amendment(session, contract.id, int(subject))
    ground = amending.ground_of(procurement, row.ground)
    sections = [
        *_of_contract(session, procurement),
        section(kinds.CHANGED, "\n".join(_changed(session, row))),
        section(kinds.REASON, f"{ground.label} ({ground.provision}).\n{row.reason}"),
    ]
    if procurement.procedure.regime == "psr":
        sections.insert(0, section("Urgency", URGENT if row.ground == "urgent" else ""))
        sections.append(section("Who decided", notice_content.decision_makers(session, procurement)))
        sections.append(section("Conflicts of interest", notice_outcome.conflicts(session, procurement)))
    return sections


def _changed(session: Session, row: ContractAmendment) -> Iterator[str]:
    judged = amending.judgement_of(session, row)
    stands = (
        "The contract is modified" if row.decision == "approved" else "The authority intends to modify the contract"
    )
    yield f"Amendment {row.number}: {row.title}. {stands} with effect from {say_day(row.effective_on)}."
    yield (
        f"Value before: {format_gbp(row.value_before_amount)}; after: {format_gbp(row.value_after_amount)}. "
        f"All changes so far come to {percent(judged.cumulative_percent)} of the value when it was entered into."
    )
    if row.months_change:
        yield f"The term changes by {row.months_change} months."
    yield from (f"{words}" for words in row.clauses.values() if words)


def _end(session: Session, procurement: Procurement, subject: str, now: datetime, text: str) -> list[Section]:
    return [
        *_of_contract(session, procurement),
        section("Termination", f"The contract is terminated (section 80).\n{text}" if text else ""),
    ]


def _of_contract(session: Session, procurement: Procurement) -> list[Section]:
    """Say which contract it is and with whom, in the words of its law."""
    told = (parts.entered_into(session, procurement), notice_outcome.contract(session, procurement))
    named = "Provider" if procurement.procedure.regime == "psr" else kinds.SUPPLIER
    return [
        section(kinds.WHAT, parts.subject_matter(session, procurement)),
        section(kinds.CONTRACT, "\n".join(each for each in told if each)),
        section(named, parts.supplier(session, procurement)),
    ]


def _is_rated(row: ContractReport) -> bool:
    return row.kind == "indicator" and row.decision == "accepted" and bool(row.rating)


def _in_order(rows: list[PaymentStatement]) -> list[PaymentStatement]:
    return sorted(rows, key=lambda each: (each.year, each.quarter))


OWN_WRITERS = {
    "uk8": _payment, "uk9": _performance, "uk10": _change, "uk11": _end, "psr_modification": _change,
    "pcr15_modification": _change,
}  # fmt: skip
SUBJECTS = {
    "uk8": payments_to_tell, "uk9": years_to_tell, "uk10": changes_to_tell, "psr_modification": changes_to_tell,
    "pcr15_modification": changes_to_tell,
}  # fmt: skip
"""What a notice of a kind is about, for the kinds of which there may be several."""
