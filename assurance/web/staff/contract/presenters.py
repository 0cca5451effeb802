"""Turns a contract into what its page shows; figures become exact decimals again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assurance.domain.contracts.periods import Quarter, quarter
from assurance.services.contracting.mobilising import Readiness
from assurance.services.contracts import PARTIES
from assurance.web.staff.timetable.presenters import Gantt, Line, Scale, axis, days_words


@dataclass(frozen=True, slots=True)
class PaymentYear:
    """One year of the contract: what is paid in any case, and what can be earned by outcomes."""

    year: int
    base: Decimal
    outcome_pool: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Party:
    """One side of the contract and its signature, if it has signed."""

    label: str
    signature: Any


def payment(schedules: dict[str, Any]) -> list[PaymentYear]:
    """List the payment year by year."""
    return [
        PaymentYear(each["year"], Decimal(each["base"]), Decimal(each["outcome_pool"]), Decimal(each["total"]))
        for each in schedules["payment"]
    ]


def parties(contract: Any) -> list[Party]:
    """List both sides with their signatures."""
    signed = {signature.party: signature for signature in contract.signatures}
    return [Party(label, signed.get(party)) for party, label in PARTIES.items()]


def outcome_names(schedules: dict[str, Any]) -> dict[str, str]:
    """Name the outcomes by their codes."""
    return {each["code"]: each["name"] for each in schedules["outcomes"]}


def plan_chart(found: Readiness, today: date) -> Gantt | None:
    """Draw the plan of mobilisation; what may not slip has a second bar, so that it shows in grey too."""
    if found.plan is None:
        return None
    first = min(task.starts_on for task in found.tasks)
    last = max([found.plan.ends_on, *([found.service_on] if found.service_on else [])])
    scale = Scale(first, (last - first).days + 1)
    lines = [_task_line(task, scale, task.number in found.plan.critical) for task in found.tasks]
    ticks, mark = axis(scale, today)
    return Gantt("mobilisation", "Tasks of mobilisation", lines, ticks, mark, ("Planned", "Critical: may not slip"))


def _task_line(task: Any, scale: Scale, is_critical: bool) -> Line:
    days = days_words(task.starts_on, task.due_on)
    bar = scale.bar(task.starts_on, task.due_on)
    critical = " Critical: it may not slip by a day." if is_critical else ""
    words = f"{task.title}. Planned: {days}. {task.state.label}.{critical}"
    return Line(task.title, task.state.label, words, bar, bar if is_critical else None)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as the table lists it."""

    task: Any
    status: str
    waits_for: str
    slack: str


def task_rows(found: Readiness, today: date) -> list[TaskRow]:
    """List the tasks with how far each is, what it waits for, and by how far it may slip."""
    titles = {task.number: task.title for task in found.tasks}
    return [
        TaskRow(
            task, "overdue" if task.state != "done" and task.due_on < today else task.state.value,
            "; ".join(titles[number] for number in task.after), _slack(found, task.number),
        )
        for task in found.tasks
    ]  # fmt: skip


def _slack(found: Readiness, number: int) -> str:
    days = found.plan.slack[number] if found.plan else 0
    return "Critical" if days <= 0 else f"{days} {'day' if days == 1 else 'days'}"


def quarter_of(contract: Any, row: Any) -> Quarter:
    """Return the quarter a report or statement is about."""
    return quarter(contract.starts_on, row.year, row.quarter)
