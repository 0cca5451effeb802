"""The board's variant of the evaluation pack: the decision asked for, what it rests on, and what is not settled.

It holds no individual mark and no member's own words; who wants those asks for the full pack, which has the same
figures, because both print the same confirmed result.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.packs.evaluation_firmness import Firmness, gather_firmness
from assurance.packs.evaluation_result import Ranking, confirmed, make_ranking
from assurance.packs.evaluation_setting import CriterionRecord, DeclarationRecord, gather_setting
from assurance.packs.evaluation_summary import Summary, gather_sign_offs, gather_summary
from assurance.packs.gate_report import ConditionRecord, SittingRecord, sitting_record
from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.open_data import ocds_files
from assurance.packs.record import evaluation_file
from assurance.packs.snapshot import AttachedFile, Part, Snapshot, attached, snapshot
from assurance.persistence.queries import evidence
from assurance.persistence.queries.bids import list_in_procurement
from assurance.persistence.queries.criteria import get_tree
from assurance.persistence.queries.individual_marks import list_individual_marks

if TYPE_CHECKING:
    from assurance.persistence.models import Procurement

KIND = "board_pack"
TITLE = "Evaluation pack for the board"
WORRYING = ("red", "amber")


@dataclass(frozen=True, slots=True)
class BoardContent:
    """Everything the pack prints."""

    heading: Heading
    summary: Summary
    criteria: tuple[CriterionRecord, ...]
    conflicts: tuple[DeclarationRecord, ...]
    nothing_declared: str
    ranking: Ranking
    firmness: Firmness
    result_digest: str
    gates: tuple[SittingRecord, ...]
    """The last sitting at each gate, with its red and amber lines only."""
    open_conditions: tuple[ConditionRecord, ...]
    sign_offs: tuple[tuple[str, str, str], ...]
    attachments: tuple[AttachedFile, ...]
    audit: AuditHead


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title, or raise `NotFound` while no result is confirmed."""
    evidence.get_result(session, procurement.id)
    return TITLE


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather the pack; raise `NotFound` while no result is confirmed."""
    row = evidence.get_result(session, procurement.id)
    evaluation, result = confirmed(row)
    head = audit_head(session, procurement.id)
    named = {evidence.result_id(bid): bid for bid in list_in_procurement(session, procurement.id)}
    names = {bid_id: bid.organisation.name for bid_id, bid in named.items()}
    ranking = make_ranking(evaluation, result, get_tree(session, procurement.id), names)
    marks = list_individual_marks(session, procurement.id, {bid.id: bid_id for bid_id, bid in named.items()})
    setting = gather_setting(session, procurement)
    sittings = _last_sittings(session, procurement)
    files = (evaluation_file(row), *ocds_files(session, procurement))
    content = BoardContent(
        heading=heading(procurement, title=TITLE, variant="For the board, not redacted", as_at=head.at),
        summary=gather_summary(session, procurement, ranking),
        criteria=setting.criteria,
        conflicts=setting.declarations,
        nothing_declared=setting.nothing_declared,
        ranking=ranking,
        firmness=gather_firmness(evaluation, marks.by_cell(), marks.people, names),
        result_digest=row.digest,
        gates=tuple(_worrying(each) for each in sittings),
        open_conditions=tuple(each for sitting in sittings for each in sitting.conditions if each.state == "Open"),
        sign_offs=gather_sign_offs(session, procurement, row),
        attachments=tuple(attached(each) for each in files),
        audit=head,
    )
    return snapshot(KIND, TITLE, head.instant, content, files)


def parts(content: BoardContent) -> tuple[Part, ...]:
    """List the parts the pack is made of."""
    return (
        Part("The decision", "decision.html"),
        Part("Ranking and result", "ranking.html"),
        Part("How firm the result is", "firmness.html"),
        Part("Risks, gates and conditions", "gates.html"),
        Part("How it was judged", "judged.html"),
        Part("Files", "files.html"),
    )


def _last_sittings(session: Session, procurement: Procurement) -> list[SittingRecord]:
    last = {review.gate_code: review for review in evidence.list_reviews(session, procurement.id)}
    return [sitting_record(review) for review in last.values()]


def _worrying(sitting: SittingRecord) -> SittingRecord:
    return replace(sitting, lines=tuple(line for line in sitting.lines if line.rating_code in WORRYING))
