"""Lays out moderation: one line for each question of each bid, and the strip on which marks stand as dots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assurance.domain.evaluation.moderation import Spread, spread

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One question of one bid: the marks that count, the agreed mark, and whose approval is missing."""

    bid: Any
    criterion: Any
    spread: Spread | None
    record: Any
    markers: frozenset[int]
    approved_by: frozenset[int]
    me: int
    corrections: int = 0
    """Members who asked for a correction of the current record and have not approved it since."""

    @property
    def missing(self) -> int:
        """Count the approvals that are missing."""
        return len(self.markers - self.approved_by)

    @property
    def state(self) -> tuple[str, str]:
        """Return the status and its words."""
        if self.record is None:
            return "required", "To be agreed"
        if self.corrections:
            return "required", "Correction asked for"
        if self.missing:
            return "due", f"{len(self.markers) - self.missing} of {len(self.markers)} approvals"
        return "agreed", "Agreed and approved"

    @property
    def waits_for_moderator(self) -> bool:
        """Say whether a record must be made, for the first time or again."""
        return self.record is None or self.corrections > 0

    @property
    def urgency(self) -> tuple[bool, bool, Decimal]:
        """Order the moderator's work: corrections first, then what is not agreed, the widest spread first."""
        apart = self.spread.range if self.spread else Decimal(0)
        return (self.corrections == 0, self.record is not None, -apart)

    @property
    def waits_for_me(self) -> bool:
        """Say whether the person who asks has this record to approve."""
        return self.record is not None and self.me in self.markers - self.approved_by


def lines(
    *, bids: Sequence[Any], criteria: Sequence[Any], marks: Mapping[Key, Sequence[Any]], agreed: Mapping[Key, Any],
    cells: Sequence[Any], me: int, corrections: Mapping[int, Sequence[Any]] | None = None,
) -> list[Line]:  # fmt: skip
    """List every question of every bid, bid by bid."""
    markers: dict[Key, set[int]] = {}
    for cell in cells:
        markers.setdefault((cell.bid_id, cell.criterion_id), set()).add(cell.evaluator_id)

    def line(bid: Any, criterion: Any) -> Line:
        key = (bid.id, criterion.id)
        record = agreed.get(key)
        approved_by = frozenset(each.user_id for each in record.approvals) if record else frozenset()
        asked = {each.user_id for each in (corrections or {}).get(record.id, ())} if record else set()
        return Line(
            bid=bid,
            criterion=criterion,
            spread=spread([mark.mark for mark in marks.get(key, ())]),
            record=record,
            markers=frozenset(markers.get(key, ())),
            approved_by=approved_by,
            me=me,
            corrections=len(asked - approved_by),
        )

    return [line(bid, criterion) for bid in bids for criterion in criteria]


def to_moderate(found: Sequence[Line]) -> list[Line]:
    """List what the moderator has to do, in the order in which it is best done."""
    return sorted((line for line in found if line.waits_for_moderator), key=lambda line: line.urgency)


def by_bid(found: Sequence[Line]) -> list[tuple[Any, list[Line]]]:
    """Group lines under their bids, keeping the order."""
    groups: dict[int, tuple[Any, list[Line]]] = {}
    for line in found:
        groups.setdefault(line.bid.id, (line.bid, []))[1].append(line)
    return list(groups.values())


def counts(found: Sequence[Line]) -> dict[str, int]:
    """Count what is there and what is done."""
    return {
        "all": len(found),
        "recorded": sum(line.record is not None for line in found),
        "approved": sum(line.record is not None and not line.missing for line in found),
    }


@dataclass(frozen=True, slots=True)
class Step:
    """One mark of the scale with the people who gave it."""

    mark: int
    people: tuple[tuple[str, str], ...]
    """Initials and name of each."""
    is_agreed: bool


def strip(sheet: Any, top: int) -> list[Step]:
    """Put each evaluator's mark on the scale, under the number of their text below it."""
    return [
        Step(
            mark=mark,
            people=tuple(
                (str(number), own.evaluator.name) for number, own in enumerate(sheet.marks, 1) if own.mark == mark
            ),
            is_agreed=sheet.agreed is not None and sheet.agreed.mark == mark,
        )
        for mark in range(top + 1)
    ]
