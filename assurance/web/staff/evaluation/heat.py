"""Lays out how far the panel is. States and counts only: no mark passes here, and no order but that of names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from flask import url_for

from assurance.domain.authority.permissions import Permission
from assurance.domain.stages import Stage, reached
from assurance.web.filters import duration
from assurance.web.guards import allows, may_open

ENOUGH = 2
SET_APART = ("recused", "quarantined")


@dataclass(frozen=True)
class Work:
    """What was given out, and how far each mark is."""

    bids: Sequence[Any]
    criteria: Sequence[Any]
    duties: Sequence[Any]
    recused: set[tuple[int, int]]
    """Person and bid."""
    marks: Mapping[Any, str]
    agreed: set[tuple[int, int]]
    """Bid and criterion."""

    @cached_property
    def cells(self) -> dict[Any, str]:
        """The state of every mark given out."""
        return {cell: self._state(cell) for cell in self.duties}

    @cached_property
    def states(self) -> dict[tuple[int, int], list[str]]:
        """The states by bid and criterion, of everyone whose duty it is."""
        found: dict[tuple[int, int], list[str]] = {}
        for (bid, criterion, _), state in self.cells.items():
            found.setdefault((bid, criterion), []).append(state)
        return found

    def _state(self, cell: Any) -> str:
        if (cell.evaluator_id, cell.bid_id) in self.recused:
            return "quarantined" if cell in self.marks else "recused"
        state = self.marks.get(cell, "not_started")
        return "moderated" if state == "locked" and (cell.bid_id, cell.criterion_id) in self.agreed else state


@dataclass(frozen=True, slots=True)
class Map:
    """One map: its caption, columns and rows of cells."""

    caption: str
    columns: list[str]
    rows: list[dict[str, Any]]
    locked: int = 0
    expected: int = 0


@dataclass(frozen=True, slots=True)
class Doors:
    """Where the cells lead for the person who looks, asked once for a whole page."""

    reference: str
    conflicts: str
    """The page of conflicts; empty for those who may not open it."""
    sees_sheets: bool

    @classmethod
    def of(cls, procurement: Any) -> Doors:
        """Ask what the person may open."""
        ref = procurement.reference
        conflicts = url_for("staff.evaluation.conflicts", ref=ref) if may_open("staff.evaluation.conflicts") else ""
        moderated = reached(procurement.stage, Stage.MODERATION)
        return cls(ref, conflicts, moderated and allows(Permission.MODERATION_LEAD))

    def sheet(self, bid: Any, criterion: Any) -> str:
        """Lead to the sheet of a question of a bid; empty for those who may not see it."""
        if not self.sees_sheets:
            return ""
        return url_for("staff.evaluation.moderate", ref=self.reference, bid_id=bid.public_id, code=criterion.code)


def bid_maps(work: Work, people: Sequence[Any], procurement: Any) -> list[Map]:
    """Draw one map for each bid: questions down, evaluators across."""
    doors, columns = Doors.of(procurement), [(person.id, f"#person-{person.id}", person.name) for person in people]
    return [_bid_map(work, bid, columns, doors) for bid in work.bids]


def _bid_map(work: Work, bid: Any, people: Sequence[tuple[int, str, str]], doors: Doors) -> Map:
    states = [state for criterion in work.criteria for state in work.states.get((bid.id, criterion.id), ())]
    counted = [state for state in states if state not in SET_APART]
    locked = sum(state in ("locked", "moderated") for state in counted)

    def cells(bid_id: int, criterion_id: int, sheet: str) -> list[dict[str, str]]:
        row = [(work.cells.get((bid_id, criterion_id, person), "none"), totals) for person, totals, _ in people]
        return [{"status": state, "href": _leads_to(state, sheet, totals, doors)} for state, totals in row]

    return Map(
        caption=f"{bid.organisation.name}: {locked} of {len(counted)} locked",
        columns=[name for _, _, name in people],
        rows=[{"label": each.title, "cells": cells(bid.id, each.id, doors.sheet(bid, each))} for each in work.criteria],
        locked=locked,
        expected=len(counted),
    )


def _leads_to(state: str, sheet: str, totals: str, doors: Doors) -> str:
    """Lead to what the viewer may open about a cell: the sheet, the conflict, or the person's totals."""
    if state == "none":
        return ""
    if state in SET_APART and doors.conflicts:
        return doors.conflicts
    return sheet if state in ("locked", "moderated") and sheet else totals


def panel_map(work: Work, procurement: Any) -> Map:
    """Draw the panel as a whole: questions down, bids across."""
    doors = Doors.of(procurement)

    def cell(criterion: Any, bid: Any) -> dict[str, str]:
        state = _together(work.states.get((bid.id, criterion.id), []), (bid.id, criterion.id) in work.agreed)
        sheet = doors.sheet(bid, criterion) if state in ("locked", "moderated") else ""
        return {"status": state, "href": sheet or f"#bid-{bid.public_id}"}

    return Map(
        caption="The whole panel, bid by bid",
        columns=[bid.organisation.name for bid in work.bids],
        rows=[{"label": each.title, "cells": [cell(each, bid) for bid in work.bids]} for each in work.criteria],
    )


def _together(states: Sequence[str], is_agreed: bool) -> str:
    """Return the state of a question of a bid for everybody together: as far as the last of them."""
    counted = [state for state in states if state not in SET_APART]
    if not states:
        return "none"
    if not counted:
        return "recused"
    if is_agreed:
        return "moderated"
    if all(state == "locked" for state in counted):
        return "locked"
    return "not_started" if all(state == "not_started" for state in counted) else "draft"


def short(work: Work) -> list[tuple[Any, Any, int]]:
    """List bid, criterion and number where fewer than two evaluators are left."""

    def left(bid: Any, criterion: Any) -> int:
        return sum(state not in SET_APART for state in work.states.get((bid.id, criterion.id), ()))

    counted = [(bid, each, left(bid, each)) for bid in work.bids for each in work.criteria]
    return [row for row in counted if row[2] < ENOUGH]


@dataclass(frozen=True, slots=True)
class Time:
    """When scoring began, when marks are due, and now."""

    started: datetime | None
    due: datetime | None
    now: datetime

    @property
    def gone(self) -> float:
        """Say which share of the time is gone, from 0 to 1."""
        if self.started is None or self.due is None or self.due <= self.started:
            return 0.0
        return min(1.0, max(0.0, (self.now - self.started) / (self.due - self.started)))

    @property
    def left(self) -> str:
        """Say how long is left, or how long ago it was over."""
        if self.due is None:
            return "No date set"
        ahead = self.due - self.now
        return f"{duration(ahead)} left" if ahead > timedelta(0) else f"{duration(-ahead)} over"


@dataclass(frozen=True, slots=True)
class Total:
    """One person of the panel: what is done, what is outstanding, and whether they are behind."""

    user: Any
    expected: int
    locked: int
    drafts: int
    set_apart: int
    outstanding: list[Any]
    time: Time

    @property
    def is_behind(self) -> bool:
        """Say whether the date has passed, or less is begun than the share of the time that is gone."""
        if not self.outstanding:
            return False
        if any(each.about == "marks" for each in self.outstanding):
            return self.time.gone >= 1 or self.locked + self.drafts < int(self.expected * self.time.gone)
        return True

    @property
    def last(self) -> datetime | None:
        """Return when the person was last reminded of anything outstanding."""
        return max((each.last.sent_at for each in self.outstanding if each.last), default=None)


def totals(work: Work, people: Sequence[Any], outstanding: Sequence[Any], time: Time) -> list[Total]:
    """List everyone with a duty or something outstanding, by name."""
    users = {person.id: person for person in people} | {each.user.id: each.user for each in outstanding}
    states: dict[int, list[str]] = {}
    for (_, _, person), state in work.cells.items():
        states.setdefault(person, []).append(state)
    return [
        Total(
            user=user,
            expected=sum(state not in SET_APART for state in states.get(user.id, ())),
            locked=sum(state in ("locked", "moderated") for state in states.get(user.id, ())),
            drafts=states.get(user.id, []).count("draft"),
            set_apart=states.get(user.id, []).count("quarantined"),
            outstanding=[each for each in outstanding if each.user.id == user.id],
            time=time,
        )
        for user in sorted(users.values(), key=lambda each: (each.name, each.id))
    ]


def sent_words(sent: Any) -> str:
    """Say who was reminded, and who was spared because it was within a day."""
    names = sorted({row.user.name for row in sent.rows})
    words = f"Reminded: {', '.join(names)}."
    if sent.spared:
        spared = sorted({f"{each.user.name} ({each.words})" for each in sent.spared})
        words += f" Not reminded again, because it is less than a day ago: {', '.join(spared)}."
    return words
