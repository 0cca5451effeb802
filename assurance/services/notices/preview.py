"""A notice as it would be published now, before it is: what it says, what is missing, and when it is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.deadlines import LONDON
from assurance.domain.deadlines.dated import Dated, Event
from assurance.domain.errors import NotFound
from assurance.domain.notices.kinds import NoticeKind, get_kind, missing
from assurance.domain.procedures.definition import CaseMove
from assurance.persistence.models import Notice, PaperDraft, Procurement
from assurance.persistence.queries.awards import list_letters
from assurance.persistence.queries.notices import list_of_procurement
from assurance.persistence.queries.paper_drafts import find_draft
from assurance.services import timetable
from assurance.services.notices.composing import compose

BEGINS_STANDSTILL = "start_standstill"
AFTER_AWARD = frozenset({"award", "uk7", "contract_award_notice"})
"""Kinds whose last day is counted from the award or from the contract."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A notice that a step of the procedure publishes, and how it stands."""

    move: CaseMove
    kind: NoticeKind
    published: Notice | None
    due: Dated | None

    def overdue(self, today: date) -> bool:
        """Say whether its last day is over and it is not published."""
        return self.published is None and self.due is not None and self.due.on < today


@dataclass(frozen=True, slots=True)
class Preview:
    """What a notice would say if its step were taken now."""

    kind: NoticeKind
    move: CaseMove
    title: str
    sections: Sequence[dict[str, str]]
    missing: tuple[str, ...]
    unwritten: str = ""
    """Why nothing can be written yet."""
    draft: PaperDraft | None = None
    """The reason it gives, once that is written."""

    @property
    def asks_reason(self) -> bool:
        """Say whether the notice gives a reason that is written and approved before the step is taken."""
        return self.move.needs_reason and self.move.notices_approved_first


def list_expected(session: Session, procurement: Procurement) -> list[Expected]:
    """List every notice of the procedure in the order of its steps."""
    published = find_published(session, procurement)
    due = _after_award(session, procurement)
    return [
        Expected(move, get_kind(kind, procurement.procedure.regime), published.get(kind), due.get(kind))
        for move in procurement.procedure.moves
        for kind in move.notices
    ]


def find_published(session: Session, procurement: Procurement) -> dict[str, Notice]:
    """Find the newest published notice of each kind, without those whose step is ahead again."""
    newest = {each.kind: each for each in reversed(list_of_procurement(session, procurement.id))}
    ahead = {kind for move in procurement.procedure.moves if procurement.stage in move.source for kind in move.notices}
    return {kind: each for kind, each in newest.items() if kind not in ahead}


def preview(session: Session, *, procurement: Procurement, kind: str, now: datetime) -> Preview:
    """Write a notice as it would be published now, storing nothing; raise `NotFound` for one that no step publishes."""
    move = move_of(procurement, kind)
    row = get_kind(kind, procurement.procedure.regime)
    draft = find_draft(session, procurement.id, kind) if move.needs_reason else None
    reason = draft.text if draft else ""
    try:
        with _as_if_published(session, procurement, move, now):
            title, content = compose(session, procurement=procurement, kind=kind, now=now, reason=reason)
    except NotFound as why:
        return Preview(row, move, f"{row.label}: {procurement.title}", (), row.must_say, str(why), draft)
    sections: list[dict[str, str]] = content["sections"]
    gaps = missing(kind, (each["heading"] for each in sections))
    return Preview(row, move, title, sections, tuple(gap for gap in gaps if not _given_later(gap, move)), "", draft)


def move_of(procurement: Procurement, kind: str) -> CaseMove:
    """Return the step that publishes notices of a kind; raise `NotFound` where none of the procedure does."""
    move = next((each for each in procurement.procedure.moves if kind in each.notices), None)
    if move is None:
        raise NotFound("No step of this procedure publishes such a notice")
    return move


def _given_later(heading: str, move: CaseMove) -> bool:
    """Say whether a section is the reason that is asked for when the step is taken, and not before."""
    return heading == "Reason" and move.needs_reason and not move.notices_approved_first


@contextmanager
def _as_if_published(session: Session, procurement: Procurement, move: CaseMove, now: datetime) -> Iterator[None]:
    """Let the dates that only publication sets stand for a moment, in memory alone."""
    if move.trigger != BEGINS_STANDSTILL or procurement.intention_published_on is not None:
        yield
        return
    unissued: list[Any] = [each for each in list_letters(session, procurement.id) if each.issued_at is None]
    with session.no_autoflush:
        try:
            procurement.intention_published_on = now.astimezone(LONDON).date()
            for letter in unissued:
                letter.issued_at = now
            yield
        finally:
            procurement.intention_published_on = None
            for letter in unissued:
                letter.issued_at = None


def _after_award(session: Session, procurement: Procurement) -> dict[str, Dated]:
    """Give the last day of the notice that follows the award, by kind, once it is counted."""
    for followed in timetable.following(session, procurement, tells_representations=False):
        if followed.event is Event.AWARD and followed.dates:
            return dict.fromkeys(AFTER_AWARD, followed.dates[0])
    return {}
