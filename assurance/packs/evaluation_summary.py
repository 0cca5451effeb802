"""What the evaluation pack says first and last: who is recommended, what is still open, and who has signed what.

The down-selection in the dialogue is told here too, because it decided who could be marked at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.packs.evaluation_result import Ranking
from assurance.packs.gate_report import sitting_record
from assurance.packs.wording import BLOCKS, counted, day, moment
from assurance.persistence.queries import evidence
from assurance.persistence.queries.bids import list_in_procurement
from assurance.persistence.queries.criteria import list_criteria

if TYPE_CHECKING:
    from assurance.persistence.models import EvaluationResult, Procurement, Recommendation


@dataclass(frozen=True, slots=True)
class Summary:
    """The first page after the cover: four questions and their answers."""

    recommended: str
    standing: str
    """Whether the recommendation is approved, and by whom."""
    reasons: str
    by_how_much: tuple[str, ...]
    what_could_change: tuple[str, ...]
    still_open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DialogueRecord:
    """What the down-selection decided about one participant."""

    name: str
    decision: str
    reason: str
    decided: str
    marks: tuple[tuple[str, str, str], ...]


def gather_summary(session: Session, procurement: Procurement, ranking: Ranking) -> Summary:
    """Gather the answers of the first page."""
    recommendation = _standing(evidence.list_recommendations(session, procurement.id))
    first = [row.name for row in ranking.rows if row.rank == "1"]
    if recommendation is not None:
        recommended = f"{recommendation.preferred_bid.organisation.name} is recommended as lead provider."
    elif first:
        recommended = f"{' and '.join(first)} is ranked first. No recommendation has been written yet."
    else:
        recommended = "No bid is left to recommend."
    return Summary(
        recommended=recommended,
        standing=_decision(recommendation, first) if recommendation else "",
        reasons=recommendation.text if recommendation else "",
        by_how_much=(*ranking.sentences, *ranking.ties),
        what_could_change=ranking.flips,
        still_open=tuple(_still_open(session, procurement, recommendation)),
    )


def gather_dialogue(session: Session, procurement: Procurement) -> tuple[DialogueRecord, ...]:
    """Gather the down-selection between the rounds; empty when there was none."""
    names = {bid.id: bid.organisation.name for bid in list_in_procurement(session, procurement.id)}
    titles = {row.id: row.title for row in list_criteria(session, procurement.id)}
    marks = evidence.list_down_select_marks(session, procurement.id)
    return tuple(
        DialogueRecord(
            name=names[decision.bid_id],
            decision="Kept in the dialogue" if decision.is_kept else "Not kept",
            reason=decision.reason,
            decided=f"{decision.decided_by.name}, {moment(decision.decided_at)}",
            marks=tuple(
                (titles[mark.criterion_id], f"{mark.mark} out of {mark.scale_top}", mark.reason)
                for mark in marks
                if mark.bid_id == decision.bid_id
            ),
        )
        for decision in evidence.list_down_select_decisions(session, procurement.id)
    )


def gather_sign_offs(
    session: Session, procurement: Procurement, result: EvaluationResult
) -> tuple[tuple[str, str, str], ...]:
    """List who signed or decided what, and when."""
    names = evidence.names_of(session, [result.confirmed_by_id])
    agreed = [each for each in evidence.list_agreed(session, procurement.id) if each.superseded_at is None]
    approvals = sum(len(each.approvals) for each in agreed)
    rows = [
        ("Agreed marks", f"{counted(len(agreed), 'record')}, {counted(approvals, 'approval')} by members", ""),
        ("Result confirmed", names.get(result.confirmed_by_id, ""), moment(result.confirmed_at)),
    ]
    for each in evidence.list_recommendations(session, procurement.id):
        rows.append(("Recommendation written", each.author.name, moment(each.written_at)))
        if each.decided_by is not None:
            rows.append((f"Recommendation {each.decision}", each.decided_by.name, moment(each.decided_at)))
    for review in evidence.list_reviews(session, procurement.id):
        record = sitting_record(review)
        rows += [(f"{record.gate} signed", name, at) for name, at in record.signatures]
        if review.concluded_by is not None:
            rows.append((f"{record.gate} concluded", review.concluded_by.name, moment(review.concluded_at)))
    return tuple(rows)


def _standing(recommendations: list[Recommendation]) -> Recommendation | None:
    return next((each for each in reversed(recommendations) if each.decision != "refused"), None)


def _decision(recommendation: Recommendation, first: list[str]) -> str:
    written = f"Written by {recommendation.author.name} on {day(recommendation.written_at)}."
    if recommendation.preferred_bid.organisation.name not in first:
        written += " This is not the bid ranked first."
    if recommendation.decided_by is None:
        return f"{written} Not yet decided."
    decided = f"Approved by {recommendation.decided_by.name} on {day(recommendation.decided_at)}."
    return f"{written} {decided}"


def _still_open(session: Session, procurement: Procurement, recommendation: Recommendation | None) -> list[str]:
    found = []
    if recommendation is not None and recommendation.decided_by is None:
        found.append("The recommendation waits for the approver’s decision.")
    for review in evidence.list_reviews(session, procurement.id):
        if review.verdict is None:
            found.append(f"{sitting_record(review).gate} has no verdict yet.")
    for condition in evidence.list_open_conditions(session, procurement.id):
        found.append(
            f"Condition {condition.reference}, due {day(condition.due_on)}, owner {condition.owner}: {condition.text} "
            f"(blocks: {BLOCKS[condition.blocks].lower()})"
        )
    for challenge in evidence.list_representations(session, procurement.id):
        if not challenge.decision:
            found.append(f"A representation received on {day(challenge.received_at)} waits for a further decision.")
    return found
