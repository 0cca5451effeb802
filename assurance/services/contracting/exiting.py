"""The plan for the end of a contract: written hand-over by hand-over, settled once whole, looked at every year.

Whatever changes in a settled plan opens it again, so that nobody relies on words that nobody has looked at as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.contracts import exit_plan as rules
from assurance.domain.contracts.exit_plan import Item, Standing, Trigger
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, Objection
from assurance.domain.stages import Stage
from assurance.persistence.models import Contract, ExitItem, ExitPlan, ExitReview, Procurement
from assurance.persistence.queries.exit_plans import find_exit_plan, get_exit_item
from assurance.services import audit, stages
from assurance.services.permission import demand

KEPT = (Stage.AWARD, Stage.CONTRACT, Stage.CHECKPOINT_3, Stage.LIVE)
"""From the contract that is drawn up to its last day."""


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What a plan says as a whole, as it was typed."""

    triggers: tuple[str, ...]
    step_in: str
    within_months: int = rules.USUAL_MONTHS


@dataclass(frozen=True, slots=True)
class Told:
    """How the plan of a contract stands on a day."""

    plan: ExitPlan | None
    standing: Standing
    due_on: date
    """By when it has to be settled."""
    review_on: date | None
    """By when it is looked at again; None while it is not settled."""
    missing: tuple[str, ...]


def told(contract: Contract, plan: ExitPlan | None, now: datetime) -> Told:
    """Say how a plan stands, also where none is written."""
    due_on = rules.settle_by(contract.starts_on, plan.within_months if plan else rules.USUAL_MONTHS)
    looked_at = _looked_at(plan)
    missing = rules.missing(plan.triggers, plan.step_in, [each.kind for each in plan.items]) if plan else ()
    review_on = rules.review_by(looked_at) if looked_at else None
    return Told(plan, rules.standing(due_on, looked_at, _day(now)), due_on, review_on, missing)


def read(session: Session, contract: Contract, now: datetime) -> Told:
    """Read how the plan of a contract stands."""
    return told(contract, find_exit_plan(session, contract.id), now)


def write(
    session: Session, *, contract: Contract, terms: PlanTerms, version: int, actor: Actor, now: datetime
) -> ExitPlan:
    """Write what the plan says as a whole; `version` is the one the person was shown, 0 when there was none."""
    procurement = _demand(session, contract, actor)
    session.refresh(contract, with_for_update={"of": Contract})
    plan = find_exit_plan(session, contract.id)
    _check_version(plan.version if plan else 0, version)
    _check(terms)
    plan = plan or ExitPlan(contract_id=contract.id)
    plan.triggers = [each.value for each in Trigger if each in terms.triggers]
    plan.step_in, plan.within_months = terms.step_in.strip(), terms.within_months
    _touch(plan, actor, now)
    session.add(plan)
    session.flush()
    _record(
        session, "written", procurement, actor, now, triggers=plan.triggers, step_in=plan.step_in,
        within_months=plan.within_months,
    )  # fmt: skip
    return plan


def set_item(
    session: Session, *, plan: ExitPlan, item: Item, version: int, actor: Actor, now: datetime, number: int = 0
) -> ExitItem:
    """Say what of one kind is handed over, or why nothing is; `number` names the one that changes, 0 a new one."""
    procurement = _hold(session, plan, version, actor)
    for fault in rules.item_faults(item):
        raise InvalidInput(fault.path, fault.message)
    row = get_exit_item(plan, number) if number else ExitItem(number=_next(plan))
    row.kind, row.is_needed, row.what = item.kind.value, item.is_needed, item.what.strip()
    row.owner, row.receiver = (" ".join(each.split()) if item.is_needed else "" for each in (item.owner, item.receiver))
    row.days = item.days if item.is_needed else None
    if not number:
        plan.items.append(row)
    _touch(plan, actor, now)
    _record(
        session, "item-set", procurement, actor, now, number=row.number, kind=row.kind, what=row.what, owner=row.owner,
        receiver=row.receiver, days=row.days,
    )  # fmt: skip
    return row


def remove_item(session: Session, *, plan: ExitPlan, number: int, version: int, actor: Actor, now: datetime) -> None:
    """Take a hand-over out of the plan."""
    procurement = _hold(session, plan, version, actor)
    row = get_exit_item(plan, number)
    plan.items.remove(row)
    _touch(plan, actor, now)
    _record(session, "item-removed", procurement, actor, now, number=number, kind=row.kind, before=row.what)


def settle(session: Session, *, plan: ExitPlan, version: int, actor: Actor, now: datetime) -> ExitPlan:
    """Settle a plan in which nothing is missing; it stands until something in it changes."""
    procurement = _hold(session, plan, version, actor)
    if plan.settled_at is not None:
        raise Conflict("The exit plan is settled already")
    if lacking := told(plan.contract, plan, now).missing:
        mend = "Complete the exit plan first"
        raise MoveRefused(
            "settle", [Objection("exit", each, mend, endpoint="staff.contract.exit_plan") for each in lacking]
        )
    plan.settled_by_id, plan.settled_at = actor.user_id, now
    _record(session, "settled", procurement, actor, now, items=len(plan.items))
    return plan


def review(session: Session, *, plan: ExitPlan, found: str, version: int, actor: Actor, now: datetime) -> ExitReview:
    """Put on record that a settled plan was looked at and still holds; what does not hold is changed instead."""
    procurement = _hold(session, plan, version, actor)
    if plan.settled_at is None:
        raise Conflict("The exit plan is not settled. Settle it first")
    if len(found.strip()) < 20:
        raise InvalidInput("found", "Say in a sentence what was looked at and found")
    row = ExitReview(number=len(plan.reviews) + 1, found=found.strip(), reviewed_by_id=actor.user_id, reviewed_at=now)
    plan.reviews.append(row)
    flag_modified(plan, "triggers")  # the same review sent twice is one
    _record(session, "reviewed", procurement, actor, now, number=row.number, found=row.found)
    return row


def _looked_at(plan: ExitPlan | None) -> date | None:
    """Return the day on which somebody last said that the plan as it is holds."""
    if plan is None or plan.settled_at is None:
        return None
    return _day(max([plan.settled_at, *(each.reviewed_at for each in plan.reviews)]))


def _day(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()


def _next(plan: ExitPlan) -> int:
    return max((each.number for each in plan.items), default=0) + 1


def _touch(plan: ExitPlan, actor: Actor, now: datetime) -> None:
    """Note who changed the plan, which opens it again."""
    plan.written_by_id, plan.written_at = actor.user_id, now
    plan.settled_by_id, plan.settled_at = None, None
    flag_modified(plan, "triggers")  # whoever else has the page open finds another version, whatever changed


def _check(terms: PlanTerms) -> None:
    if not terms.triggers or set(terms.triggers) - set(Trigger):
        raise InvalidInput("triggers", "Select what brings the plan into force")
    if len(terms.step_in.strip()) < 20:
        raise InvalidInput("step_in", "Say in a few sentences how care goes on from the first day, and who answers")
    if not 1 <= terms.within_months <= rules.MOST_MONTHS:
        raise InvalidInput("within_months", f"Enter 1 to {rules.MOST_MONTHS} months")


def _check_version(version: int, seen: int) -> None:
    if version != seen:
        raise Conflict("The exit plan was changed by someone else after you opened the page")


def _demand(session: Session, contract: Contract, actor: Actor) -> Procurement:
    procurement = session.get_one(Procurement, contract.procurement_id)
    demand(actor, Permission.CONTRACT_RUN, procurement, act="keep the exit plan")
    stages.require(procurement, *KEPT, act="Change the exit plan")
    return procurement


def _hold(session: Session, plan: ExitPlan, version: int, actor: Actor) -> Procurement:
    procurement = _demand(session, plan.contract, actor)
    session.refresh(plan, with_for_update={"of": ExitPlan})
    _check_version(plan.version, version)
    return procurement


def _record(session: Session, act: str, procurement: Procurement, actor: Actor, now: datetime, **data: object) -> None:
    audit.record(
        session, tag=f"exit:{act}", actor=actor, now=now, procurement=procurement, subject=procurement.reference, **data
    )
