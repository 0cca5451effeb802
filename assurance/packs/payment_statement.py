"""A payment statement: what is due for a contract year so far, every figure explained, with its data attached.

The attached `payment.json` is `assurance-payment/1`: `assurance payments` computes the printed figures from it again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.domain.contracts.payment_form import read_payment
from assurance.domain.contracts.payments import payment
from assurance.domain.contracts.periods import quarter
from assurance.domain.contracts.statements import due, lines
from assurance.domain.errors import Conflict, NotFound
from assurance.domain.money import percent
from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.printing import Attachment
from assurance.packs.snapshot import AttachedFile, Part, Snapshot, attached, snapshot
from assurance.packs.wording import moment, pounds
from assurance.persistence.queries.contract_running import current_schedules, get_statement, list_reports
from assurance.persistence.queries.contracts import get_contract

if TYPE_CHECKING:
    from assurance.persistence.models import Contract, PaymentStatement, Procurement

KIND = "payment_statement"
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementContent:
    """Everything the statement prints."""

    heading: Heading
    provider: str
    period: str
    due_words: str
    figures: tuple[Row, ...]
    """What each figure is, how it comes about, and the amount."""
    outcomes: tuple[Row, ...]
    together: Row
    results: tuple[Row, ...]
    people: tuple[Row, ...]
    attachments: tuple[AttachedFile, ...]
    audit: AuditHead


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title, or raise `Conflict` while the statement is not issued."""
    row = _issued(session, procurement, subject)
    return f"Payment statement: year {row.year}, quarter {row.quarter}"


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather an issued statement; raise `Conflict` while it is not."""
    row = _issued(session, procurement, subject)
    contract = row.contract
    title = name_of(session, procurement, subject)
    head = audit_head(session, procurement.id, row.issued_at)
    file = Attachment("payment.json", "Terms and results as assurance-payment/1", json.dumps(row.document).encode())
    names = {each["code"]: each["name"] for each in current_schedules(session, contract)["outcomes"]}
    explained = lines(row.document, names)
    to_pay = row.due_amount >= 0
    content = StatementContent(
        heading=heading(procurement, title=title, variant="As issued", as_at=moment(row.issued_at)),
        provider=contract.bid.organisation.name,
        period=quarter(contract.starts_on, row.year, row.quarter).days,
        due_words=f"{pounds(abs(row.due_amount))} is {'due' if to_pay else 'to be paid back'}",
        figures=_figures(row),
        outcomes=tuple((each.name, each.why, pounds(each.most), pounds(each.earned)) for each in explained),
        together=(
            pounds(sum((each.most for each in explained), Decimal(0))),
            pounds(sum((each.earned for each in explained), Decimal(0))),
        ),
        results=_results(session, contract, row, names),
        people=(
            ("Prepared", row.prepared_by.name, moment(row.prepared_at)),
            ("Issued", row.issued_by.name if row.issued_by else "", moment(row.issued_at)),
        ),
        attachments=(attached(file),),
        audit=head,
    )
    return snapshot(KIND, title, head.instant, content, (file,))


def parts(content: object) -> tuple[Part, ...]:
    """List the parts the statement is made of."""
    return (Part("Statement", "statement.html"), Part("Files and hashes", "files.html"))


def _issued(session: Session, procurement: Procurement, subject: str) -> PaymentStatement:
    """Find a statement by `year-quarter`; raise `NotFound` or, while it is not issued, `Conflict`."""
    year, _, number = subject.partition("-")
    if not (year.isdecimal() and number.isdecimal()):
        raise NotFound("There is no such statement")
    row = get_statement(session, get_contract(session, procurement.id).id, int(year), int(number))
    if row.issued_at is None:
        raise Conflict("This statement is not issued yet. It can be printed once it is.")
    return row


def _figures(row: PaymentStatement) -> tuple[Row, ...]:
    """Write every figure with how it comes about; the last is what is due."""
    terms = read_payment(row.document)
    found = due(payment(terms), row.paid_before_amount, row.settled)
    share = percent(terms.outcome_share * 100)
    rest = percent(100 - terms.outcome_share * 100)
    figures = [
        ("Value of the contract so far", f"{row.quarter} of 4 quarters of the year", pounds(terms.contract_value)),
        ("Paid in any case", f"{rest} of it", pounds(found.base)),
        ("Earned by outcomes", f"of the {share} that depends on outcomes, as explained below", pounds(found.earned)),
    ]
    if terms.gain_share is not None:
        spent = f"{pounds(terms.gain_share.actual)} spent, {pounds(terms.gain_share.expected)} expected"
        figures.append(("Share of gain or loss", f"{spent}; {percent(row.settled * 100)} settled", pounds(found.gain)))
    return (
        *figures,
        ("The year so far comes to", "the lines above, rounded to the penny once", pounds(found.to_date)),
        ("Paid before", "by earlier statements of this year", pounds(found.paid_before)),
        ("Due now" if found.now >= 0 else "To be paid back", "the difference", pounds(abs(found.now))),
    )


def _results(session: Session, contract: Contract, row: PaymentStatement, names: dict[str, str]) -> tuple[Row, ...]:
    """List who reported each result and who accepted it, with what shows it."""
    return tuple(
        (names.get(each.code, each.code), each.evidence, f"{each.reported_by.name}, {moment(each.reported_at)}",
         f"{each.decided_by.name if each.decided_by else ''}, {moment(each.decided_at)}")
        for each in list_reports(session, contract.id, row.year)
        if (each.kind, each.quarter, each.decision) == ("outcome", row.quarter, "accepted")
    )  # fmt: skip
