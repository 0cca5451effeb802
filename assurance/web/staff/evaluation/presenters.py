"""Turns duties and states of marks into tables. Counts and words only: no mark passes through here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assurance.web.forms.macros import first_message

ENOUGH_EVALUATORS = 2


@dataclass(frozen=True, slots=True)
class DutyTable:
    """Criteria down, evaluators across, a tick where one marks the other."""

    evaluators: Sequence[Any]
    criteria: Sequence[Any]
    given: frozenset[str]

    @property
    def values(self) -> list[str]:
        """Every tick that could be sent, and those given already."""
        possible = {self.value(criterion, person) for criterion in self.criteria for person in self.evaluators}
        return sorted(possible | self.given)

    @property
    def seen(self) -> str:
        """How the table stands, to be sent back with the form."""
        return " ".join(sorted(self.given))

    def value(self, criterion: Any, person: Any) -> str:
        """Name one cell."""
        return f"{criterion.id}-{person.id}"

    def count(self, criterion: Any) -> int:
        """Count the evaluators of a criterion."""
        return sum(value.startswith(f"{criterion.id}-") for value in self.given)

    @property
    def short(self) -> list[str]:
        """Name the criteria with fewer than two evaluators."""
        return [each.title for each in self.criteria if self.count(each) < ENOUGH_EVALUATORS]


def duty_table(criteria: Sequence[Any], evaluators: Sequence[Any], assignments: Sequence[Any]) -> DutyTable:
    """Lay out who marks what."""
    return DutyTable(evaluators, criteria, frozenset(f"{each.criterion_id}-{each.user_id}" for each in assignments))


def read_pairs(text: str | None) -> set[tuple[int, int]]:
    """Read cells as `DutyTable.value` names them; what is not one is left out and shows as a stale page."""
    return {(int(first), int(second)) for first, second in re.findall(r"\b([0-9]{1,9})-([0-9]{1,9})\b", text or "")}


@dataclass(frozen=True, slots=True)
class HeatMap:
    """One bid: evaluators across, questions down, and how many of the marks expected are locked."""

    bid: Any
    columns: list[str]
    rows: list[dict[str, Any]]
    expected: int
    locked: int


def heat_maps(
    *, bids: Sequence[Any], criteria: Sequence[Any], assignments: Sequence[Any], cells: set[Any],
    states: Mapping[Any, str],
) -> list[HeatMap]:  # fmt: skip
    """Draw one map for each bid; a duty that is no cell is one from which the person is recused."""
    people = {each.user_id: each.user.name for each in sorted(assignments, key=lambda each: each.user.name)}
    given = {(each.criterion_id, each.user_id) for each in assignments}
    states_of = {(cell.bid_id, cell.criterion_id, cell.evaluator_id): state for cell, state in states.items()}
    expected = {(cell.bid_id, cell.criterion_id, cell.evaluator_id) for cell in cells}

    def status(bid: Any, criterion: Any, user_id: int) -> str:
        if (criterion.id, user_id) not in given:
            return "none"
        key = (bid.id, criterion.id, user_id)
        return states_of.get(key, "not_started") if key in expected else "recused"

    return [
        HeatMap(
            bid=bid,
            columns=list(people.values()),
            rows=[
                {"label": each.title, "cells": [{"status": status(bid, each, user_id)} for user_id in people]}
                for each in criteria
            ],
            expected=sum(key[0] == bid.id for key in expected),
            locked=sum(key[0] == bid.id and states_of.get(key) == "locked" for key in expected),
        )
        for bid in bids
    ]


def ladder(criterion: Any, descriptors: Sequence[Any], field: Any) -> list[dict[str, Any]]:
    """Return the radios of the scale, lowest first, each with what the mark means; the one typed is checked."""
    meaning = {each.mark: each for each in descriptors}
    chosen = field._value()
    return [
        {
            "value": str(mark),
            "text": f"{mark}: {meaning[mark].label}" if mark in meaning else str(mark),
            "hint": {"text": meaning[mark].text} if mark in meaning else None,
            "checked": chosen == str(mark),
        }
        for mark in range((criterion.scale_top or 0) + 1)
    ]


def first_error(form: Any) -> str:
    """Return the first message of a refused form."""
    return first_message(form.errors)
