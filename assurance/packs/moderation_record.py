"""The record of moderation: each question of each bid, what everybody gave, what was said on each published point, why
marks moved, who dissented and who approved (Lancashire Care v Lancashire CC [2018] EWHC 1589 (TCC)).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.domain.stages import Stage
from assurance.packs.evaluation_bids import BidRecord, QuestionRecord, gather_bids
from assurance.packs.evaluation_pack import question_parts
from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.snapshot import Part, Snapshot, snapshot
from assurance.packs.wording import counted, listed
from assurance.persistence.queries import evidence
from assurance.persistence.queries.bids import list_in_procurement

if TYPE_CHECKING:
    from assurance.persistence.models import Bid, Procurement

KIND = "moderation_record"
TITLE = "Moderation record"
NOT_YET = "Moderation is not complete. Its record can be printed when the panel has agreed its marks."
UNFINISHED = (Stage.SCORING, Stage.MODERATION)
"""Stages in which marks are still the panel's own."""


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """How one question of one bid came out."""

    bid: str
    anchor: str
    question: str
    marks: tuple[str, ...]
    """In the order of the members; empty for one who gave none that counts."""
    agreed: str
    moved: str
    dissent: str


@dataclass(frozen=True, slots=True)
class ModerationContent:
    """Everything the record prints."""

    heading: Heading
    sentences: tuple[str, ...]
    members: tuple[tuple[str, str], ...]
    """A letter for each member of the panel, and the name."""
    rows: tuple[OverviewRow, ...]
    bids: tuple[BidRecord, ...]
    audit: AuditHead


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title, or raise `Conflict` before moderation is complete."""
    _moderated(session, procurement)
    return TITLE


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather the record; raise `Conflict` before moderation is complete."""
    bids = gather_bids(session, procurement, _moderated(session, procurement))
    head = audit_head(session, procurement.id)
    names = sorted({mark.evaluator for bid in bids for question in bid.questions for mark in question.marks})
    rows = tuple(_row(bid, question, names) for bid in bids for question in bid.questions)
    content = ModerationContent(
        heading=heading(procurement, title=TITLE, variant="Full record, not redacted", as_at=head.at),
        sentences=_sentences(rows),
        members=tuple((_letter(place), name) for place, name in enumerate(names)),
        rows=rows,
        bids=bids,
        audit=head,
    )
    return snapshot(KIND, TITLE, head.instant, content)


def parts(content: ModerationContent) -> tuple[Part, ...]:
    """List the parts the record is made of: an overview, then the questions of each bid."""
    return (
        Part("Overview", "overview.html"),
        *(
            part
            for number, bid in enumerate(content.bids)
            for part in (
                Part(f"Moderation of {bid.name}", "bid.html", number, alone=True),
                *question_parts(number, bid.name, bid.questions),
            )
        ),
        Part("Audit trail", "closing.html"),
    )


def _moderated(session: Session, procurement: Procurement) -> list[Bid]:
    moderated = {each.bid_id for each in evidence.list_agreed(session, procurement.id)}
    if not moderated or procurement.stage in UNFINISHED:
        raise Conflict(NOT_YET)
    return [bid for bid in list_in_procurement(session, procurement.id) if bid.id in moderated]


def _row(bid: BidRecord, question: QuestionRecord, names: list[str]) -> OverviewRow:
    given = {each.evaluator: each.mark.partition(" ")[0] for each in question.marks if not each.set_apart}
    row = OverviewRow(
        bid=bid.name,
        anchor=f"bid-{bid.id}-{question.number}",
        question=f"{question.number}. {question.title}",
        marks=tuple(given.get(name, "") for name in names),
        agreed="None",
        moved="",
        dissent="",
    )
    if (agreed := question.agreed) is None:
        return row
    return replace(
        row,
        agreed=agreed.mark.partition(" ")[0],
        moved=listed([title for title, _, why in agreed.points if why]),
        dissent=listed([name for name, _ in agreed.dissents]) or ("Recorded" if agreed.dissent else ""),
    )


def _letter(place: int) -> str:
    """Count in letters: A to Z, then AA, AB and so on."""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _sentences(rows: tuple[OverviewRow, ...]) -> tuple[str, ...]:
    agreed = [row for row in rows if row.agreed != "None"]
    dissent = [row for row in agreed if row.dissent]
    return (
        f"{len(agreed)} of {counted(len(rows), 'question')} have an agreed mark, counting each question of each bid.",
        f"A mark moved on a published point in {len([row for row in agreed if row.moved])} of them; "
        f"somebody dissents in {len(dissent)}.",
        "An agreed mark is never an average: each has a reason of its own, and the individual marks stay as they were "
        "locked.",
    )
