"""The data carried inside the evaluation pack: what the ranking follows from, and the record it rests on.

`evaluation.json` lets anyone recompute the ranking; `record.json` holds what was offered, written,
agreed, decided and done.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import rfc8785
from sqlalchemy.orm import Session

from assurance.packs.evaluation_offers import offer_data
from assurance.packs.evaluation_payment import payment_data
from assurance.packs.heading import AuditHead
from assurance.packs.printing import Attachment
from assurance.packs.record_checks import checks_data
from assurance.packs.record_report import record_lines
from assurance.persistence.queries import evidence
from assurance.persistence.queries.bids import list_in_procurement
from assurance.persistence.queries.criteria import list_criteria
from assurance.persistence.queries.moderation_trail import Trail, moderation_trail
from assurance.persistence.queries.offers import get_asked
from assurance.persistence.queries.panel import recused_pairs
from assurance.persistence.queries.procurements import list_changes

if TYPE_CHECKING:
    from datetime import datetime

    from assurance.persistence.models import Consensus, EvaluationResult, GateReview, Mark, Procurement

FORMAT = "assurance-record/1"


def evaluation_file(result: EvaluationResult) -> Attachment:
    """Return the evaluation as an attachment, in canonical JSON."""
    return Attachment("evaluation.json", "The evaluation with the agreed marks", rfc8785.dumps(result.evaluation))


def record_file(session: Session, procurement: Procurement, result: EvaluationResult, head: AuditHead) -> Attachment:
    """Return the record as an attachment, in canonical JSON."""
    entered = list_in_procurement(session, procurement.id)
    bids = {bid.id: evidence.result_id(bid) for bid in entered}
    ranked = {each["id"] for each in result.result["bids"]}
    codes = {row.id: row.code for row in list_criteria(session, procurement.id)}
    trail = moderation_trail(session, procurement.id)
    recused = set(recused_pairs(session, procurement.id))
    data: dict[str, Any] = {
        "format": FORMAT,
        "procurement": {
            "reference": procurement.reference,
            "title": procurement.title,
            "authority": procurement.organisation.name,
            "procedure": procurement.procedure_code,
            "procedure_version": procurement.procedure_version,
            "criteria_digest": procurement.criteria_digest,
            "is_demonstration": procurement.is_demonstration,
        },
        "bidders": {bids[bid.id]: bid.organisation.name for bid in entered if bids[bid.id] in ranked},
        "result": result.result,
        "result_digest": result.digest,
        "offers": _offers(session, procurement, result, codes),
        "marks": [_mark(each, bids, codes, recused) for each in evidence.list_marks(session, procurement.id)],
        "moderation": [_agreed(each, bids, codes, trail) for each in evidence.list_agreed(session, procurement.id)],
        "payment_model": payment_data(session, procurement),
        **checks_data(session, procurement, bids),
        "record_keeping": [dataclasses.asdict(line) for line in record_lines(session, procurement)],
        "gates": [_sitting(each) for each in evidence.list_reviews(session, procurement.id)],
        "moves": [
            {
                "at": _instant(move.at), "trigger": move.trigger, "from": move.from_stage.value,
                "to": move.to_stage.value, "by": move.actor.name, "reason": move.reason,
            }
            for move in list_changes(session, procurement.id)
        ],
        "audit_head": {"number": head.number, "hash": head.hash, "at": head.instant},
    }  # fmt: skip
    return Attachment(
        "record.json", "Offers, individual marks, moderation, gates, moves and audit head", rfc8785.dumps(data)
    )


def _offers(
    session: Session, procurement: Procurement, result: EvaluationResult, codes: dict[int, str]
) -> list[dict[str, Any]]:
    """Write what every bid of the result offers; of others nothing was opened."""
    asked, ids = get_asked(session, procurement.id), {each["id"] for each in result.result["bids"]}
    return [
        {"bid": evidence.result_id(bid), **offer_data(session, bid, asked, codes)}
        for bid in list_in_procurement(session, procurement.id)
        if evidence.result_id(bid) in ids
    ]


def _mark(mark: Mark, bids: dict[int, str], codes: dict[int, str], recused: set[tuple[int, int]]) -> dict[str, Any]:
    return {
        "bid": bids[mark.bid_id],
        "criterion": codes[mark.criterion_id],
        "evaluator": mark.evaluator.name,
        "mark": mark.mark,
        "scale": mark.scale_top,
        "rationale": mark.rationale,
        "evidence": mark.evidence,
        "private_note": mark.private_note,
        "answers_to_findings": [
            {"code": each.code, "said": each.said, "reason": each.reason, "at": _instant(each.answered_at)}
            for each in mark.finding_answers
        ],
        "locked_at": _instant(mark.locked_at),
        "set_apart": (mark.evaluator_id, mark.bid_id) in recused,
    }


def _agreed(agreed: Consensus, bids: dict[int, str], codes: dict[int, str], trail: Trail) -> dict[str, Any]:
    return {
        "bid": bids[agreed.bid_id],
        "criterion": codes[agreed.criterion_id],
        "mark": agreed.mark,
        "scale": agreed.scale_top,
        "discussion": agreed.discussion,
        "reason": agreed.reason,
        "dissent": agreed.dissent,
        "moderator": agreed.moderator.name,
        "recorded_at": _instant(agreed.recorded_at),
        "superseded_at": _instant(agreed.superseded_at),
        "superseded_reason": agreed.superseded_reason,
        "points": [{"title": each.title, "discussed": each.discussed, "moved": each.moved} for each in agreed.points],
        "answers_to_findings": [
            {"code": each.code, "said": each.said, "reason": each.reason} for each in trail.answers.get(agreed.id, ())
        ],
        "corrections_asked": [
            {"by": each.name, "at": _instant(each.at), "reason": each.reason}
            for each in trail.corrections.get(agreed.id, ())
        ],
        "approvals": [
            {"by": each.user.name, "at": _instant(each.approved_at), "dissent": each.dissent}
            for each in sorted(agreed.approvals, key=lambda each: each.id)
        ],
    }


def _sitting(review: GateReview) -> dict[str, Any]:
    return {
        "gate": review.gate_code,
        "sitting": review.sitting,
        "verdict": review.verdict,
        "verdict_reason": review.verdict_reason,
        "concluded_at": _instant(review.concluded_at),
        "lines": [{"code": line.code, "rating": line.rating, "reason": line.reason} for line in review.lines],
        "conditions": [
            {
                "reference": each.reference, "text": each.text, "owner": each.owner,
                "due_on": each.due_on.isoformat(), "blocks": each.blocks, "met_at": _instant(each.met_at),
            }
            for each in review.conditions
        ],
        "signatures": sorted(each.user.name for each in review.signatures),
    }  # fmt: skip


def _instant(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="seconds")
