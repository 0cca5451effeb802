"""The budget baseline: a table of programme budgets taken whole or not at all, and the categories that are bought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput
from assurance.domain.faults import Fault, FaultsFound
from assurance.domain.money import plain
from assurance.domain.provision.envelope import Terms, check_terms
from assurance.domain.provision.programme import parse_budget, years
from assurance.persistence.models import BudgetLine, EnvelopeTerms, Procurement
from assurance.persistence.queries.planning import get_envelope, list_budget_lines, list_envelopes
from assurance.persistence.queries.programme import find_envelope_terms
from assurance.services import audit
from assurance.services.planning.draft import revise

SHOWN = 10
"""Faults of a table named in one refusal; the rest are counted."""


def import_budget(
    session: Session, *, procurement: Procurement, text: str, actor: Actor, now: datetime
) -> list[BudgetLine]:
    """Replace the budget by a table; nothing is chosen in it yet.

    Amounts are in pounds or in thousands of pounds as each column’s heading says, and are kept in pounds for every
    year. Raises `InvalidInput` naming row and column of every fault, and changes nothing.
    """
    revise(procurement)
    try:
        table = parse_budget(text)
    except FaultsFound as found:
        raise InvalidInput("table", _in_words(found.faults)) from None
    latest = years(table)[-1]
    session.execute(delete(BudgetLine).where(BudgetLine.procurement_id == procurement.id))
    lines = [
        BudgetLine(
            procurement_id=procurement.id, code=each.code, name=each.name,
            amounts={year: str(each.amounts[year]) for year in sorted(each.amounts)},
            latest_year=latest, latest_amount=each.amounts[latest],
        )
        for each in table
    ]  # fmt: skip
    session.add_all(lines)
    audit.record(
        session, tag="budget:imported", actor=actor, now=now, procurement=procurement,
        lines=len(lines), years=list(years(table)),
    )  # fmt: skip
    return lines


def choose_budget_lines(
    session: Session, *, procurement: Procurement, codes: Sequence[str], actor: Actor, now: datetime
) -> None:
    """Choose the categories that make up the programme; the envelope is their sum in the latest year."""
    revise(procurement)
    lines = list_budget_lines(session, procurement.id)
    if not lines:
        raise InvalidInput("codes", "Import the table of programme budgets first")
    wanted = set(codes)
    if not wanted:
        raise InvalidInput("codes", "Choose at least one category")
    if unknown := wanted - {each.code for each in lines}:
        raise InvalidInput("codes", "There is no category " + ", ".join(f"“{code}”" for code in sorted(unknown)))
    for each in lines:
        each.is_chosen = each.code in wanted
    session.flush()  # the envelope is added up by the database
    audit.record(
        session, tag="budget:chosen", actor=actor, now=now, procurement=procurement,
        codes=sorted(wanted), envelope=get_envelope(session, procurement.id),
    )  # fmt: skip


def set_envelope_terms(
    session: Session, *, procurement: Procurement, growth: Sequence[Decimal], social_amount: Decimal,
    rate_per_head: Decimal | None, actor: Actor, now: datetime, version: int | None = None,
) -> None:  # fmt: skip
    """Say how the envelope of each contract year follows from the budget: growth, social care, or a rate by head."""
    revise(procurement, version)
    categories = get_envelope(session, procurement.id)
    terms = Terms(categories, social_amount, procurement.population, rate_per_head, tuple(growth))
    check_terms(terms, procurement.contract_years)
    kept = find_envelope_terms(session, procurement.id) or EnvelopeTerms(procurement_id=procurement.id)
    kept.growth = [plain(each) for each in growth]
    kept.social_amount, kept.rate_per_head = social_amount, rate_per_head
    session.add(kept)
    session.flush()  # the envelope below is worked out from what is kept
    audit.record(
        session, tag="budget:terms", actor=actor, now=now, procurement=procurement, growth=kept.growth,
        social=social_amount, rate_per_head=rate_per_head,
        envelope=[str(each) for each in envelope_by_year(session, procurement)],
    )  # fmt: skip


def envelope_by_year(session: Session, procurement: Procurement) -> list[Decimal]:
    """Return the envelope in pounds, one for each contract year; nothing before a budget is chosen."""
    return [each.total for each in list_envelopes(session, procurement)]


def _in_words(faults: Sequence[Fault]) -> str:
    said = [f"{fault.path[:1].upper()}{fault.path[1:]}: {fault.message}" for fault in faults[:SHOWN]]
    if len(faults) > SHOWN:
        said.append(f"and {len(faults) - SHOWN} more")
    return "Nothing was stored. " + "; ".join(said)
