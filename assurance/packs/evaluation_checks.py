"""What stands beside the marks: versions of the criteria, trials on dummy bids, and bids asked about their price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from assurance.packs.wording import moment
from assurance.persistence.queries.evaluation_evidence import list_abnormal, list_trials, list_versions

if TYPE_CHECKING:
    from assurance.persistence.models import AbnormalBidQuery, Procurement, WindTunnelRun

DECISIONS = {"accepted": "Accepted", "rejected": "Rejected", "": "Not decided"}


@dataclass(frozen=True, slots=True)
class TrialRecord:
    """One trial of the criteria on dummy bids."""

    run: str
    fits: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedRecord:
    """One bid that looked abnormally low or promised too much."""

    bidder: str
    about: str
    finding: str
    question: str
    asked: str
    answer: str
    answered: str
    decision: str
    reason: str
    decided: str


@dataclass(frozen=True, slots=True)
class Checks:
    """Everything of this kind."""

    versions: tuple[tuple[str, str, str, str], ...]
    """Number, published, reason, digest."""
    trials: tuple[TrialRecord, ...]
    asked: tuple[AskedRecord, ...]


def gather_checks(session: Session, procurement: Procurement) -> Checks:
    """Gather what stands beside the marks."""
    return Checks(
        versions=tuple(
            (
                str(each.number),
                f"{each.published_by.name}, {moment(each.published_at)}",
                each.reason or "First publication",
                each.digest,
            )
            for each in list_versions(session, procurement.id)
        ),
        trials=tuple(_trial(each, procurement) for each in list_trials(session, procurement.id)),
        asked=tuple(_asked(each) for each in list_abnormal(session, procurement.id)),
    )


def _trial(run: WindTunnelRun, procurement: Procurement) -> TrialRecord:
    fits = run.criteria_digest == procurement.criteria_digest
    return TrialRecord(
        run=f"{run.run_by.name}, {moment(run.run_at)}",
        fits="Tried the criteria as they stand" if fits else "Tried criteria that were changed afterwards",
        findings=tuple(_sentences(run.findings)),
    )


def _sentences(value: Any) -> Iterator[str]:
    """Give the sentences of findings, wherever they stand in them; figures and short names are left to the file."""
    if isinstance(value, str) and len(value.split()) > 3:
        yield value
    elif isinstance(value, dict):
        for key in sorted(value):
            yield from _sentences(value[key])
    elif isinstance(value, list):
        for each in value:
            yield from _sentences(each)


def _asked(row: AbnormalBidQuery) -> AskedRecord:
    return AskedRecord(
        bidder=row.bid.organisation.name,
        about="Price" if row.about == "price" else "Promise",
        finding=row.finding,
        question=row.question or "No question was needed.",
        asked=f"{row.asked_by.name}, {moment(row.asked_at)}"
        + (f"; answer due {moment(row.answer_due_at)}" if row.question else ""),
        answer=row.answer or ("No answer was given." if row.question else "None was asked for."),
        answered=f"{row.answered_by.name}, {moment(row.answered_at)}" if row.answered_by else "",
        decision=DECISIONS[row.decision],
        reason=row.decision_reason,
        decided=f"{row.decided_by.name}, {moment(row.decided_at)}" if row.decided_by else "",
    )
