"""The budget baseline: a table of programme budgets taken whole or not at all, and the categories that are bought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput
from assurance.domain.faults import Fault, FaultsFound
from assurance.domain.provision.programme import parse_budget, years
from assurance.persistence.models import BudgetLine, Procurement
from assurance.persistence.queries.planning import get_envelope, list_budget_lines
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


def _in_words(faults: Sequence[Fault]) -> str:
    said = [f"{fault.path[:1].upper()}{fault.path[1:]}: {fault.message}" for fault in faults[:SHOWN]]
    if len(faults) > SHOWN:
        said.append(f"and {len(faults) - SHOWN} more")
    return "Nothing was stored. " + "; ".join(said)
