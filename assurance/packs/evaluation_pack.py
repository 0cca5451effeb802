"""The evaluation pack: who is recommended and why, with every mark and reason it rests on (PSR 2023 reg 24).

Made to be handed over within standstill to someone who challenges the award, so it is evidence and not a report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.packs.evaluation_bids import BidRecord, QuestionRecord, gather_bids
from assurance.packs.evaluation_checks import Checks, gather_checks
from assurance.packs.evaluation_firmness import Firmness, gather_firmness
from assurance.packs.evaluation_payment import PaymentSection, gather_payment
from assurance.packs.evaluation_result import Ranking, confirmed, make_ranking
from assurance.packs.evaluation_setting import Setting, gather_setting
from assurance.packs.evaluation_summary import (
    DialogueRecord,
    Summary,
    gather_dialogue,
    gather_sign_offs,
    gather_summary,
)
from assurance.packs.gate_report import SittingRecord, sitting_record
from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.open_data import ocds_files
from assurance.packs.record import evaluation_file, record_file
from assurance.packs.snapshot import AttachedFile, Part, Snapshot, attached, snapshot
from assurance.packs.wording import moment
from assurance.persistence.queries import evidence
from assurance.persistence.queries.bids import list_in_procurement
from assurance.persistence.queries.criteria import get_tree
from assurance.persistence.queries.individual_marks import list_individual_marks
from assurance.persistence.queries.procurements import list_changes

if TYPE_CHECKING:
    from assurance.persistence.models import Procurement

KIND = "evaluation_pack"
TITLE = "Evaluation pack"
MARKS_IN_A_PART = 60
"""Marks with their reasons that fill some twelve pages."""
SETTING = Part("How the evaluation was set up", "setting.html", alone=True)
GATES = Part("Gates", "gates.html", alone=True)


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """One step the procurement took."""

    at: str
    by: str
    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class EvaluationContent:
    """Everything the pack prints."""

    heading: Heading
    summary: Summary
    setting: Setting
    checks: Checks
    dialogue: tuple[DialogueRecord, ...]
    bids: tuple[BidRecord, ...]
    ranking: Ranking
    firmness: Firmness
    result_digest: str
    gates: tuple[SittingRecord, ...]
    moves: tuple[MoveRecord, ...]
    sign_offs: tuple[tuple[str, str, str], ...]
    attachments: tuple[AttachedFile, ...]
    audit: AuditHead
    payment: PaymentSection | None = None
    """Where a payment model was published."""


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title, or raise `NotFound` while no result is confirmed."""
    evidence.get_result(session, procurement.id)
    return TITLE


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather the pack; raise `NotFound` while no result is confirmed."""
    row = evidence.get_result(session, procurement.id)
    evaluation, result = confirmed(row)
    head = audit_head(session, procurement.id)
    tree = get_tree(session, procurement.id)
    named = {evidence.result_id(bid): bid for bid in list_in_procurement(session, procurement.id)}
    names = {bid_id: bid.organisation.name for bid_id, bid in named.items()}
    ranking = make_ranking(evaluation, result, tree, names)
    marks = list_individual_marks(session, procurement.id, {bid.id: bid_id for bid_id, bid in named.items()})
    files = (evaluation_file(row), record_file(session, procurement, row, head), *ocds_files(session, procurement))
    content = EvaluationContent(
        heading=heading_of(procurement, head.at),
        summary=gather_summary(session, procurement, ranking),
        setting=gather_setting(session, procurement),
        checks=gather_checks(session, procurement),
        dialogue=gather_dialogue(session, procurement),
        bids=gather_bids(session, procurement, [named[bid.id] for bid in result.bids if bid.id in named]),
        ranking=ranking,
        firmness=gather_firmness(evaluation, marks.by_cell(), marks.people, names),
        payment=gather_payment(session, procurement, [named[bid.id] for bid in result.bids if bid.id in named]),
        result_digest=row.digest,
        gates=tuple(sitting_record(review) for review in evidence.list_reviews(session, procurement.id)),
        moves=tuple(
            MoveRecord(
                moment(move.at), move.actor.name, f"{move.from_stage.label} → {move.to_stage.label}", move.reason
            )
            for move in list_changes(session, procurement.id)
        ),
        sign_offs=gather_sign_offs(session, procurement, row),
        attachments=tuple(attached(each) for each in files),
        audit=head,
    )
    return snapshot(KIND, TITLE, head.instant, content, files)


def heading_of(procurement: Procurement, as_at: str = "") -> Heading:
    """Return the words of the cover; the line above every page needs no instant."""
    return heading(procurement, title=TITLE, variant="Full pack, not redacted", as_at=as_at)


def parts(content: EvaluationContent) -> tuple[Part, ...]:
    """List the parts the pack is made of; several for each bid, so that one mark changes few pages."""
    return (
        Part("Result in brief", "brief.html"),
        Part("Contents", "contents.html", alone=True),
        SETTING,
        *(part for number, bid in enumerate(content.bids) for part in _bid_parts(number, bid)),
        Part("Price, ranking and result", "ranking.html", alone=True),
        Part("How firm the result is", "firmness.html", alone=True),
        *((Part("Promise against cost", "payment.html", alone=True),) if content.payment else ()),
        GATES,
        Part("History, sign-offs and files", "closing.html"),
    )


def _bid_parts(number: int, bid: BidRecord) -> tuple[Part, ...]:
    return (
        Part(f"Evidence on {bid.name}", "bid.html", number, alone=True),
        *question_parts(number, bid.name, bid.questions),
    )


def question_parts(number: int, name: str, questions: Sequence[QuestionRecord]) -> Iterator[Part]:
    """Yield the questions of a bid in parts of some twelve pages.

    Where a part ends depends on how many people mark and not on what they write, so that a longer reason leaves the
    other parts as they are.
    """
    markers = max((len(each.marks) for each in questions), default=1)
    step = max(1, MARKS_IN_A_PART // (markers + 1))
    for first in range(0, len(questions), step):
        last = min(first + step, len(questions))
        yield Part(f"{name}: questions {first + 1} to {last}", "questions.html", number, span=(first, last), alone=True)
