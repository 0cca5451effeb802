"""Plans for the end of contracts, each with what is handed over and when it was looked at."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from assurance.domain.errors import NotFound
from assurance.persistence.models import Contract, ExitItem, ExitPlan, ExitReview


def find_exit_plan(session: Session, contract_id: int) -> ExitPlan | None:
    """Return the plan of a contract, or None before one is written."""
    return session.scalar(_plans().where(ExitPlan.contract_id == contract_id))


def get_exit_plan(session: Session, contract_id: int) -> ExitPlan:
    """Get the plan of a contract."""
    found = find_exit_plan(session, contract_id)
    if found is None:
        raise NotFound("There is no exit plan for this contract yet")
    return found


def get_exit_item(plan: ExitPlan, number: int) -> ExitItem:
    """Get one hand-over of a plan by its number."""
    found = next((each for each in plan.items if each.number == number), None)
    if found is None:
        raise NotFound("There is no such hand-over in this plan")
    return found


def list_plans_of(session: Session, procurement_ids: Collection[int]) -> list[tuple[Contract, ExitPlan | None]]:
    """List the contracts of some procurements, each with its plan if it has one."""
    query = select(Contract, ExitPlan).outerjoin(ExitPlan, ExitPlan.contract_id == Contract.id)
    query = query.where(Contract.procurement_id.in_(procurement_ids)).options(
        selectinload(ExitPlan.items), selectinload(ExitPlan.reviews)
    )  # fmt: skip
    return [(contract, plan) for contract, plan in session.execute(query.order_by(Contract.id))]


def _plans() -> Select[ExitPlan]:
    return select(ExitPlan).options(
        selectinload(ExitPlan.items), selectinload(ExitPlan.reviews).joinedload(ExitReview.reviewed_by),
        joinedload(ExitPlan.settled_by), joinedload(ExitPlan.written_by),
    )  # fmt: skip
