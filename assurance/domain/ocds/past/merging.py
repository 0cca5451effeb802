"""What the releases of one procurement come to: the newest word on each fact stands, awards are told apart by id.

A later release may be a mere difference, so that what it does not say is not thereby unsaid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assurance.domain.ocds.past.lenient import Lenient
from assurance.domain.ocds.past.procurement import Past, PastCriterion

Money = tuple[Decimal, str]
Term = tuple[date | None, date | None]
FALLEN = frozenset({"cancelled", "unsuccessful"})


@dataclass(frozen=True, slots=True)
class AwardTold:
    """What one release tells of one award."""

    id: str
    status: str
    value: Money | None
    on: date | None
    term: Term | None
    suppliers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """What one release tells of its procurement."""

    ocid: str
    path: str
    order: str
    """The date as it was written, which puts releases in order as the standard does."""
    published_on: date | None
    title: str
    description: str
    buyer: str
    procedure: str
    status: str
    estimate: Money | None
    tenders_due_on: date | None
    term: Term | None
    tenders_received: int | None
    cpv: tuple[tuple[str, str], ...]
    criteria: tuple[PastCriterion, ...]
    awards: tuple[AwardTold, ...]
    contract_terms: tuple[Term, ...]


def come_to(tellings: Sequence[Telling], lenient: Lenient) -> Past | None:
    """Put the releases of one procurement together; None, and a note, for one without buyer or title."""
    newest = sorted(tellings, key=lambda each: each.order, reverse=True)
    title, buyer = _said(newest, "title"), _said(newest, "buyer")
    if not title or not buyer:
        missing = "title" if not title else "buyer"
        lenient.leave_out(newest[0].path, f"The procurement {newest[0].ocid} has no {missing}, so it cannot be used")
        return None
    awards = _standing_awards(newest)
    value, basis = _value(newest, awards, lenient)
    starts_on, ends_on = _term(newest, awards)
    return Past(
        ocid=newest[0].ocid, title=title, buyer=buyer,
        description=_said(newest, "description"), procedure=_said(newest, "procedure"), status=_said(newest, "status"),
        value=value[0] if value else None, currency=value[1] if value else "", value_basis=basis,
        published_on=min((each.published_on for each in newest if each.published_on), default=None),
        tenders_due_on=_said(newest, "tenders_due_on"),
        awarded_on=max((each.on for each in awards if each.on), default=None),
        starts_on=starts_on, ends_on=ends_on,
        tenders_received=next((each.tenders_received for each in newest if each.tenders_received is not None), None),
        cpv=_said(newest, "cpv"), criteria=_said(newest, "criteria"),
        suppliers=tuple(dict.fromkeys(name for each in awards for name in each.suppliers))[:200],
    )  # fmt: skip


def _said(newest: Sequence[Telling], name: str) -> Any:
    """Return the newest word on a fact, or the empty value where nobody said anything."""
    values = [getattr(each, name) for each in newest]
    return next((each for each in values if each), values[-1])


def _standing_awards(newest: Sequence[Telling]) -> list[AwardTold]:
    """Return each award as it was told last, with the suppliers and value of earlier tellings where it has none."""
    merged: dict[str, AwardTold] = {}
    for told in (award for each in reversed(newest) for award in each.awards):
        before = merged.get(told.id, told)
        merged[told.id] = AwardTold(
            told.id, told.status or before.status, told.value or before.value, told.on or before.on,
            told.term or before.term, told.suppliers or before.suppliers,
        )  # fmt: skip
    return [each for each in merged.values() if each.status not in FALLEN]


def _value(newest: Sequence[Telling], awards: Sequence[AwardTold], lenient: Lenient) -> tuple[Money | None, str]:
    """Add up what was awarded, else take the estimate; amounts in several currencies cannot be added."""
    awarded = [each.value for each in awards if each.value]
    if len({currency for _, currency in awarded}) == 1:
        return (sum((amount for amount, _ in awarded), Decimal(0)), awarded[0][1]), "awarded"
    if awarded:
        lenient.leave_out(newest[0].path, "The awards are in several currencies, so their values are not added up")
    estimate: Money | None = _said(newest, "estimate")
    return estimate, "estimated" if estimate else ""


def _term(newest: Sequence[Telling], awards: Sequence[AwardTold]) -> Term:
    """Take the term of the contracts, else of the awards, else of the tender."""
    contracts = next((each.contract_terms for each in newest if each.contract_terms), ())
    terms = list(contracts) or [each.term for each in awards if each.term] or [_said(newest, "term") or (None, None)]
    begins = min((begin for begin, _ in terms if begin), default=None)
    ends = max((end for _, end in terms if end), default=None)
    return (begins, ends) if not (begins and ends and ends < begins) else (None, None)
