"""The part of `record.json` on versions of the criteria, trials, openings, and bids that looked abnormally low."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from assurance.persistence.queries import evidence
from assurance.persistence.queries.evaluation_evidence import list_abnormal, list_trials, list_versions

if TYPE_CHECKING:
    from assurance.persistence.models import AbnormalBidQuery, Procurement


def checks_data(session: Session, procurement: Procurement, bids: dict[int, str]) -> dict[str, Any]:
    """Return these parts of the record as data."""
    return {
        "criteria_versions": [
            {
                "number": each.number, "digest": each.digest, "reason": each.reason, "retest": each.retest,
                "document": each.document, "by": each.published_by.name, "at": _instant(each.published_at),
            }
            for each in list_versions(session, procurement.id)
        ],
        "trials": [
            {
                "criteria_digest": each.criteria_digest, "setting": each.setting, "findings": each.findings,
                "by": each.run_by.name, "at": _instant(each.run_at),
            }
            for each in list_trials(session, procurement.id)
        ],
        "openings": [
            {"envelope": each.envelope, "by": each.user.name, "at": _instant(each.at)}
            for each in evidence.list_openings(session, procurement.id)
        ],
        "abnormal_bids": [_asked(each, bids) for each in list_abnormal(session, procurement.id)],
    }  # fmt: skip


def _asked(row: AbnormalBidQuery, bids: dict[int, str]) -> dict[str, Any]:
    return {
        "bid": bids[row.bid_id],
        "about": row.about,
        "finding": row.finding,
        "question": row.question,
        "asked_by": row.asked_by.name,
        "asked_at": _instant(row.asked_at),
        "answer_due_at": _instant(row.answer_due_at),
        "answer": row.answer,
        "answered_by": row.answered_by.name if row.answered_by else None,
        "answered_at": _instant(row.answered_at),
        "decision": row.decision,
        "decision_reason": row.decision_reason,
        "decided_by": row.decided_by.name if row.decided_by else None,
        "decided_at": _instant(row.decided_at),
    }


def _instant(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="seconds")
