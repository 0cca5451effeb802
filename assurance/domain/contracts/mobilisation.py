"""The plan from signature to the first day of service: what depends on what, what is critical, and what clashes.

A task keeps the days it is planned for; what is computed is how far each may slip before the whole plan ends later.
Weekends count as no room: what ends on a Friday before something that starts on a Monday may not slip.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_DAY = timedelta(days=1)
_FRIDAY = 4


class TaskState(StrEnum):
    """How far a task is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"

    @property
    def label(self) -> str:
        """The state in the words shown to people."""
        return {"not_started": "Not started", "in_progress": "In progress", "done": "Done"}[self.value]


@dataclass(frozen=True, slots=True)
class Task:
    """One task of the plan with the numbers of those it waits for."""

    number: int
    title: str
    starts_on: date
    due_on: date
    after: tuple[int, ...] = ()
    state: TaskState = TaskState.NOT_STARTED


@dataclass(frozen=True, slots=True)
class Plan:
    """What follows from the tasks: when the plan ends, how far each may slip, and which may not at all."""

    ends_on: date
    latest: Mapping[int, date]
    """The last day on which each task may end without moving the end of the plan."""
    slack: Mapping[int, int]
    """Days from Monday to Friday by which a task may end later; below zero it should have ended earlier."""

    @property
    def critical(self) -> frozenset[int]:
        """The tasks that may not slip by a day."""
        return frozenset(number for number, days in self.slack.items() if days <= 0)

    def margin(self, service_on: date) -> int:
        """Return the days between the end of the plan and the first day of service; negative when it is late."""
        return (service_on - self.ends_on).days - 1


def critical_path(tasks: Sequence[Task]) -> Plan | None:
    """Work out the slack of every task; None while there are none. The tasks must not wait for each other in a ring."""
    if not tasks:
        return None
    ends_on = max(task.due_on for task in tasks)
    latest: dict[int, date] = {}
    for task in reversed(in_order(tasks)):
        followers = [each for each in tasks if task.number in each.after]
        last = min((_latest_start(each, latest) - _DAY for each in followers), default=ends_on)
        latest[task.number] = max(_weekday_by(last), task.due_on) if last >= task.due_on else last
    return Plan(ends_on, latest, {task.number: _weekdays(task.due_on, latest[task.number]) for task in tasks})


def in_order(tasks: Sequence[Task]) -> list[Task]:
    """Put every task after those it waits for; raise `ValueError` where they wait for each other in a ring."""
    left, ordered = {task.number: task for task in tasks}, []
    while left:
        ready = [task for task in left.values() if not any(number in left for number in task.after)]
        if not ready:
            raise ValueError("tasks wait for each other in a ring")
        for task in ready:
            ordered.append(left.pop(task.number))
    return ordered


def waits_in_ring(tasks: Sequence[Task]) -> bool:
    """Say whether some tasks wait for each other in a ring."""
    try:
        in_order(tasks)
    except ValueError:
        return True
    return False


def clashes(tasks: Sequence[Task], today: date, service_on: date) -> Iterator[str]:
    """Say in words what does not fit: before what it waits for, late, or due only after the service has started."""
    known = {task.number: task for task in tasks}
    for task in sorted(tasks, key=lambda each: each.number):
        for number in task.after:
            if task.starts_on <= known[number].due_on:
                yield f"“{task.title}” starts before “{known[number].title}”, for which it waits, is due"
        if task.state is not TaskState.DONE and task.due_on < today:
            yield f"“{task.title}” is late"
        elif task.state is not TaskState.DONE and task.due_on >= service_on:
            yield f"“{task.title}” is due only once the service has started"


def _latest_start(task: Task, latest: Mapping[int, date]) -> date:
    return latest[task.number] - (task.due_on - task.starts_on)


def _weekday_by(day: date) -> date:
    """Return the day itself, or the Friday before a Saturday or Sunday."""
    return day - _DAY * max(day.weekday() - _FRIDAY, 0)


def _weekdays(due: date, latest: date) -> int:
    """Count the days from Monday to Friday after one day up to another; below zero where it lies before."""
    first, last = sorted((due, latest))
    count = sum((first + _DAY * step).weekday() <= _FRIDAY for step in range(1, (last - first).days + 1))
    return count if latest >= due else -max(count, 1)
