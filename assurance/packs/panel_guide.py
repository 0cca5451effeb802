"""The guide for evaluators, with a blank sheet for every question: what a member of the panel has in hand to mark.

It holds what was published and what evaluators are told besides, and nothing of any bid, so it may be printed before
the tenders are opened.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.domain.money import plain
from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.snapshot import Part, Snapshot, snapshot
from assurance.packs.wording import fixed, listed, moment
from assurance.persistence.queries.criteria import (
    get_publication,
    get_tree,
    list_assignments,
    list_descriptors,
    list_scored,
)

if TYPE_CHECKING:
    from assurance.persistence.models import CriterionRow, Procurement

KIND = "panel_guide"
TITLE = "Guide for evaluators"
NOT_YET = (
    "The criteria are not published yet, so there is nothing to guide evaluators by. It can be printed after the call."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question to mark: what is asked, what to look for, and room to write."""

    number: str
    title: str
    weight: str
    question: str
    points: tuple[str, ...]
    """What an answer must cover, as published."""
    guidance: str
    for_evaluators: str
    limits: str
    evaluators: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuideContent:
    """Everything the guide prints."""

    heading: Heading
    facts: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    scale: tuple[tuple[str, str, str], ...]
    sheets: tuple[Sheet, ...]
    audit: AuditHead


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title, or raise `Conflict` before the criteria are published."""
    _refuse_unpublished(procurement)
    return TITLE


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather the guide; raise `Conflict` before the criteria are published."""
    _refuse_unpublished(procurement)
    head = audit_head(session, procurement.id)
    marked_by: dict[int, list[str]] = defaultdict(list)
    questions: dict[str, list[str]] = defaultdict(list)
    for duty in list_assignments(session, procurement.id):
        marked_by[duty.criterion_id].append(duty.user.name)
        questions[duty.user.name].append(duty.criterion.title)
    tree = get_tree(session, procurement.id)
    content = GuideContent(
        heading=heading(procurement, title=TITLE, variant="With blank sheets", as_at=head.at),
        facts=_facts(session, procurement),
        people=tuple((name, listed(titles)) for name, titles in sorted(questions.items())),
        scale=tuple((str(each.mark), each.label, each.text) for each in list_descriptors(session, procurement.id)),
        sheets=tuple(
            _sheet(row, number, fixed(tree.global_weight(row.code)), sorted(marked_by[row.id]))
            for number, row in enumerate(list_scored(session, procurement.id), start=1)
        ),
        audit=head,
    )
    return snapshot(KIND, TITLE, head.instant, content)


def parts(content: object) -> tuple[Part, ...]:
    """List the parts the guide is made of."""
    return (Part("How to mark", "guide.html"), Part("Blank sheets", "sheets.html"))


def _refuse_unpublished(procurement: Procurement) -> None:
    if procurement.criteria_frozen_at is None:
        raise Conflict(NOT_YET)


def _facts(session: Session, procurement: Procurement) -> tuple[tuple[str, str], ...]:
    due = moment(procurement.marks_due_at) if procurement.marks_due_at else "Told when marking begins"
    return (
        ("Final tenders due", moment(procurement.tenders_due_at)),
        ("Marks to be locked by", due),
        ("Criteria published", moment(procurement.criteria_frozen_at)),
        ("SHA-256 of the criteria", procurement.criteria_digest or get_publication(session, procurement).digest()),
    )


def _sheet(row: CriterionRow, number: int, weight: str, evaluators: list[str]) -> Sheet:
    limits = [f"answers of at most {row.word_limit:,} words"] if row.word_limit else []
    if row.minimum is not None:
        limits.append(f"a bid below {plain(row.minimum)} marks is out")
    words = listed(limits)
    return Sheet(
        number=str(number),
        title=row.title,
        weight=weight,
        question=row.question,
        points=tuple(each.title for each in row.sub_criteria),
        guidance=row.guidance,
        for_evaluators=row.evaluator_guidance,
        limits=f"{words[:1].upper()}{words[1:]}." if words else "",
        evaluators=listed(evaluators) if evaluators else "Nobody yet",
        marks=tuple(str(mark) for mark in range((row.scale_top or 0) + 1)),
    )
