"""The plan of mobilisation: its tasks, what each waits for, and what keeps the service from starting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.contracts.mobilisation import Plan, Task, TaskState, clashes, critical_path, waits_in_ring
from assurance.domain.deadlines import LONDON, say_day
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.gates.definition import Block
from assurance.domain.stages import Stage
from assurance.persistence.models import Condition, MobilisationTask, Procurement
from assurance.persistence.queries.contract_running import list_tasks, next_number
from assurance.persistence.queries.contracts import find_contract
from assurance.persistence.queries.gates import list_conditions
from assurance.services import audit, stages
from assurance.services.permission import demand

MOBILISING = (Stage.AWARD, Stage.CONTRACT, Stage.CHECKPOINT_3)
BEFORE_SERVICE = (Block.CONTRACT_SIGNATURE, Block.SERVICE_START)


@dataclass(frozen=True, slots=True)
class TaskTerms:
    """A task as it was typed."""

    title: str
    owner: str
    starts_on: date
    due_on: date
    after: tuple[int, ...] = ()
    condition_reference: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far the plan is, what follows from it, and what is said about conditions that are not met in time."""

    tasks: tuple[MobilisationTask, ...]
    plan: Plan | None
    clashes: tuple[str, ...]
    conditions: tuple[Condition, ...]
    open_conditions: tuple[Condition, ...]
    service_on: date | None
    warning: str
    """Empty while nothing is amiss."""


def add_task(
    session: Session, *, procurement: Procurement, terms: TaskTerms, actor: Actor, now: datetime
) -> MobilisationTask:
    """Put a task into the plan; refused at the field when what it waits for goes round in a ring."""
    _demand(procurement, actor)
    number = next_number(session, MobilisationTask, procurement_id=procurement.id)
    _check(session, procurement, terms, number)
    task = MobilisationTask(procurement_id=procurement.id, number=number)
    _write(task, terms, actor, now)
    session.add(task)
    _record(session, "added", task, procurement, actor, now)
    return task


def change_task(
    session: Session, *, task: MobilisationTask, terms: TaskTerms, version: int, actor: Actor, now: datetime
) -> MobilisationTask:
    """Plan a task otherwise; `version` is the row's as the person saw it."""
    procurement = _hold(session, task, version, actor)
    _check(session, procurement, terms, task.number)
    before = f"{task.title}, {task.owner}, {task.starts_on} to {task.due_on}"
    _write(task, terms, actor, now)
    _record(session, "changed", task, procurement, actor, now, before=before)
    return task


def say_state(
    session: Session, *, task: MobilisationTask, state: str, evidence: str, version: int, actor: Actor, now: datetime
) -> MobilisationTask:
    """Say how far a task is; what is done says what shows it."""
    procurement = _hold(session, task, version, actor)
    if state not in set(TaskState):
        raise InvalidInput("state", "Select how far the task is")
    if state == TaskState.DONE and len(evidence.strip()) < 10:
        raise InvalidInput("evidence", "Say what shows that it is done, and where that is kept")
    before, task.state = task.state, TaskState(state)
    task.evidence, task.updated_by_id, task.updated_at = evidence.strip(), actor.user_id, now
    files = [each.public_id for each in task.proof]
    _record(session, "told", task, procurement, actor, now, before=before, evidence=task.evidence, files=files)
    return task


def readiness(session: Session, procurement: Procurement, now: datetime) -> Readiness:
    """Say how far mobilisation is on a day, and what is missing for the service to start."""
    tasks = list_tasks(session, procurement.id)
    contract = find_contract(session, procurement.id)
    today = now.astimezone(LONDON).date()
    service_on = contract.starts_on if contract else None
    conditions = [each for each in list_conditions(session, procurement.id) if each.blocks in BEFORE_SERVICE]
    unmet = [each for each in conditions if each.met_at is None]
    planned = [each.as_task for each in tasks]
    return Readiness(
        tuple(tasks), critical_path(planned),
        tuple(clashes(planned, today, service_on)) if service_on and procurement.stage is not Stage.LIVE else (),
        tuple(conditions), tuple(unmet), service_on, _warning(service_on, conditions, unmet, today),
    )  # fmt: skip


def _warning(service_on: date | None, conditions: list[Condition], unmet: list[Condition], today: date) -> str:
    """Say that the service cannot start because not every condition precedent is met, once its day is near or past."""
    if service_on is None or not unmet:
        return ""
    met = len(conditions) - len(unmet)
    share = f"{met} of {len(conditions)} conditions precedent are met ({met * 100 // len(conditions)}%)"
    missing = ", ".join(each.reference for each in unmet)
    if today >= service_on:
        return (
            f"The service was to start on {say_day(service_on)}, but only {share}. Open, so that it cannot: {missing}."
        )
    late = [each.reference for each in unmet if each.due_on >= service_on]
    if late:
        return f"{share}. Due only on or after the first day of the service: {', '.join(late)}."
    return ""


def _check(session: Session, procurement: Procurement, terms: TaskTerms, number: int) -> None:
    if not terms.title.strip():
        raise InvalidInput("title", "Say what has to be done")
    if not terms.owner.strip():
        raise InvalidInput("owner", "Name who will do it")
    if terms.due_on < terms.starts_on:
        raise InvalidInput("due_on", "The task must not be due before it starts")
    others = [each.as_task for each in list_tasks(session, procurement.id) if each.number != number]
    known = {each.number for each in others}
    if unknown := set(terms.after) - known:
        raise InvalidInput("after", f"There is no other task {min(unknown)} in this plan")
    mine = Task(number, terms.title, terms.starts_on, terms.due_on, terms.after)
    if waits_in_ring([*others, mine]):
        raise InvalidInput("after", "These tasks would wait for each other in a ring, so that none could ever start")
    references = {each.reference for each in list_conditions(session, procurement.id)}
    if terms.condition_reference and terms.condition_reference not in references:
        raise InvalidInput("condition_reference", f"There is no condition {terms.condition_reference}")


def _write(task: MobilisationTask, terms: TaskTerms, actor: Actor, now: datetime) -> None:
    tidy = replace(terms, title=" ".join(terms.title.split()), owner=" ".join(terms.owner.split()))
    task.title, task.owner = tidy.title, tidy.owner
    task.starts_on, task.due_on, task.after = tidy.starts_on, tidy.due_on, sorted(set(tidy.after))
    task.condition_reference = tidy.condition_reference
    task.updated_by_id, task.updated_at = actor.user_id, now


def _demand(procurement: Procurement, actor: Actor) -> None:
    demand(actor, Permission.CONTRACT_RUN, procurement, act="keep the plan of mobilisation")
    stages.require(procurement, *MOBILISING, act="Change the plan of mobilisation")


def hold(session: Session, task: MobilisationTask, actor: Actor) -> Procurement:
    """Lock a task for somebody who keeps the plan, while it is kept."""
    procurement = session.get_one(Procurement, task.procurement_id)
    _demand(procurement, actor)
    session.refresh(task, with_for_update={"of": MobilisationTask})
    return procurement


def _hold(session: Session, task: MobilisationTask, version: int, actor: Actor) -> Procurement:
    procurement = hold(session, task, actor)
    if task.version != version:
        raise Conflict("This task was changed by someone else after you opened the page")
    return procurement


def _record(
    session: Session, act: str, task: MobilisationTask, procurement: Procurement, actor: Actor, now: datetime,
    **data: object,
) -> None:  # fmt: skip
    audit.record(
        session, tag=f"mobilisation:{act}", actor=actor, now=now, procurement=procurement, subject=str(task.number),
        title=task.title, owner=task.owner, starts_on=task.starts_on, due_on=task.due_on, state=task.state, **data,
    )  # fmt: skip
