"""The plan for the end of a contract as it is printed with the schedules: settled or not, hand-overs, reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.domain.contracts.exit_plan import settle_by
from assurance.packs.wording import counted, day, moment
from assurance.persistence.queries.exit_plans import find_exit_plan

if TYPE_CHECKING:
    from assurance.persistence.models import Contract, ExitItem, ExitPlan

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExitRecord:
    """A plan in words."""

    facts: tuple[tuple[str, str], ...]
    reasons: Row
    step_in: str
    items: tuple[Row, ...]
    """Kind, what, by whom, to whom, within how many days."""
    reviews: tuple[Row, ...]


def exit_record(session: Session, contract: Contract) -> ExitRecord | None:
    """Return the plan of a contract as it stands, or None before one is written."""
    plan = find_exit_plan(session, contract.id)
    if plan is None:
        return None
    return ExitRecord(
        facts=_facts(contract, plan),
        reasons=tuple(plan.reasons),
        step_in=plan.step_in,
        items=tuple(_item(each) for each in plan.items),
        reviews=tuple((moment(each.reviewed_at), each.reviewed_by.name, each.found) for each in plan.reviews),
    )


def _facts(contract: Contract, plan: ExitPlan) -> tuple[tuple[str, str], ...]:
    settled = f"{plan.settled_by.name}, {moment(plan.settled_at)}" if plan.settled_by else "Not settled"
    return (
        ("To be settled by", day(settle_by(contract.starts_on, plan.within_months))),
        ("Settled", settled),
        ("Written", f"{plan.written_by.name}, {moment(plan.written_at)}"),
    )


def _item(each: ExitItem) -> Row:
    what = each.what if each.is_needed else f"Nothing: {each.what}"
    days = "–" if each.days is None else counted(each.days, "day")
    return (each.label, what, each.owner or "–", each.receiver or "–", days)
