"""The days a procurement really spent in its stages, from the record of its moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assurance.domain.stages import Stage


@dataclass(frozen=True, slots=True)
class Actual:
    """When a stage was last entered and left; one that is not left yet has no end."""

    began_on: date
    ended_on: date | None


def actual_days(created_on: date, moves: Sequence[tuple[Stage, Stage, date]]) -> dict[Stage, Actual]:
    """Return the days of each stage that was entered; `moves` are from, to and day, first to last.

    Where the procurement went back and came through a stage twice, the last time counts, and the stages it went back
    behind have not happened until it reaches them again.
    """
    order = list(Stage)
    days = {Stage.PLANNING: Actual(created_on, None)}
    for left, entered, on in moves:
        if left in days:
            days[left] = Actual(days[left].began_on, on)
        if order.index(entered) <= order.index(left):
            days = {stage: each for stage, each in days.items() if order.index(stage) < order.index(entered)}
        days[entered] = Actual(on, None)
    return days
