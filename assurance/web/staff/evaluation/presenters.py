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
    declined: frozenset[int] = frozenset()
    """People whose duties nobody fills, because they declined to sit on the panel."""

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
        """Count the evaluators of a criterion who have not declined."""
        filled = {f"{criterion.id}-{each.id}" for each in self.evaluators if each.id not in self.declined}
        return len(filled & self.given)

    @property
    def short(self) -> list[str]:
        """Name the criteria with fewer than two evaluators."""
        return [each.title for each in self.criteria if self.count(each) < ENOUGH_EVALUATORS]


def duty_table(
    criteria: Sequence[Any], evaluators: Sequence[Any], assignments: Sequence[Any], invitations: Mapping[int, Any]
) -> DutyTable:
    """Lay out who marks what."""
    declined = frozenset(person for person, row in invitations.items() if row.answer == "declined")
    given = frozenset(f"{each.criterion_id}-{each.user_id}" for each in assignments)
    return DutyTable(evaluators, criteria, given, declined)


def read_pairs(text: str | None) -> set[tuple[int, int]]:
    """Read cells as `DutyTable.value` names them; what is not one is left out and shows as a stale page."""
    return {(int(first), int(second)) for first, second in re.findall(r"\b([0-9]{1,9})-([0-9]{1,9})\b", text or "")}


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
