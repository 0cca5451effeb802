"""The report of one sitting at a gate: lines of enquiry, conditions, signatures and the verdict with its reasons.

The same record of a sitting is printed in the evaluation pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.domain.gates.catalogue import GATES
from assurance.domain.gates.definition import Track
from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.snapshot import Part, Snapshot, snapshot
from assurance.packs.wording import BLOCKS, VERDICTS, day, listed, moment
from assurance.persistence.queries.evidence import get_review
from assurance.persistence.queries.gate_evidence import list_of_review

if TYPE_CHECKING:
    from assurance.persistence.models import Condition, EvidenceRequest, GateFinding, GateLine, GateReview, Procurement

KIND = "gate_report"
RATINGS = {"green": "Green", "amber": "Amber", "red": "Red", None: "Not rated"}


@dataclass(frozen=True, slots=True)
class LineRecord:
    """One line of enquiry as it was rated."""

    title: str
    question: str
    what_good_looks_like: str
    is_mandatory: bool
    rating: str
    rating_code: str
    reason: str
    evidence: str
    rated_by: str


@dataclass(frozen=True, slots=True)
class ConditionRecord:
    """One condition and whether it has been met."""

    reference: str
    text: str
    owner: str
    evidence_required: str
    due: str
    blocks: str
    state: str


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One finding that was computed when the sitting was concluded."""

    rating: str
    rating_code: str
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class SittingRecord:
    """One sitting at a gate."""

    gate: str
    purpose: str
    sitting: int
    opened: str
    verdict: str
    verdict_reason: str
    concluded: str
    lines: tuple[LineRecord, ...]
    conditions: tuple[ConditionRecord, ...]
    signatures: tuple[tuple[str, str], ...]
    findings: tuple[FindingRecord, ...] = ()
    held: str = ""
    """How the sitting was held, where that is not the usual way: why it was opened again, why on the fast track."""


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One piece of evidence that was asked for, and what became of the request."""

    what: str
    of_whom: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class GateContent:
    """Everything the report prints."""

    heading: Heading
    sitting: SittingRecord
    counts: str
    audit: AuditHead
    evidence: tuple[EvidenceRecord, ...] = ()


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title, or raise `Conflict` while the last sitting has no verdict."""
    return f"Gate report: {sitting_record(_concluded(session, procurement, subject)).gate}"


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather the last sitting at a gate; raise `Conflict` while it has no verdict."""
    review = _concluded(session, procurement, subject)
    record = sitting_record(review)
    title = f"Gate report: {record.gate}"
    head = audit_head(session, procurement.id)
    content = GateContent(
        heading(procurement, title=title, variant="Full report", as_at=head.at), record, _counts(review), head,
        tuple(_evidence(each) for each in list_of_review(session, review.id)),
    )  # fmt: skip
    return snapshot(KIND, title, head.instant, content)


def parts(content: object) -> tuple[Part, ...]:
    """List the parts the report is made of."""
    return (
        Part("Verdict and conditions", "verdict.html"),
        Part("Findings and evidence", "findings.html"),
        Part("Lines of enquiry", "lines.html"),
    )


def _concluded(session: Session, procurement: Procurement, subject: str) -> GateReview:
    review = get_review(session, procurement.id, subject)
    if review.verdict is None:
        raise Conflict("This review has no verdict yet. The report can be issued when the review is concluded.")
    return review


def sitting_record(review: GateReview) -> SittingRecord:
    """Return a sitting as it is printed."""
    gate = GATES.get(review.gate_code)
    by = f" by {review.concluded_by.name}" if review.concluded_by else ""
    return SittingRecord(
        gate=gate.label if gate else review.gate_code.replace("_", " ").capitalize(),
        purpose=gate.purpose if gate else "",
        sitting=review.sitting,
        opened=moment(review.opened_at),
        verdict=VERDICTS.get(review.verdict or "", "No verdict yet"),
        verdict_reason=review.verdict_reason,
        concluded=f"{moment(review.concluded_at)}{by}" if review.concluded_at else "Not concluded",
        lines=tuple(_line(line) for line in review.lines),
        conditions=tuple(condition_record(each) for each in review.conditions),
        signatures=tuple(
            (signature.user.name, moment(signature.signed_at))
            for signature in sorted(review.signatures, key=lambda each: (each.signed_at, each.id))
        ),
        findings=tuple(_finding(each) for each in review.findings),
        held=" ".join(_held(review)),
    )


def _held(review: GateReview) -> Iterator[str]:
    if review.opened_reason:
        yield f"Opened again: {review.opened_reason}"
    if review.track == Track.FAST:
        yield f"Held on the fast track, which asks the mandatory lines only: {review.track_reason}"
    if review.template_number:
        yield f"The lines of enquiry are those of the authority's template, version {review.template_number}."


def _finding(row: GateFinding) -> FindingRecord:
    noted = row.rating is None
    return FindingRecord("Noted" if noted else RATINGS[row.rating], row.rating or "none", row.message, row.mend)


def _evidence(request: EvidenceRequest) -> EvidenceRecord:
    who = request.bid.organisation.name if request.bid else request.person.name if request.person else ""
    given = f"Given on {day(request.answered_at)}" if request.answered_at else "Not given"
    settled = {"": "", "accepted": ", accepted", "withdrawn": f", no longer wanted: {request.settled_reason}"}
    return EvidenceRecord(request.what, who, day(request.due_on), given + settled[request.settled])


def _line(line: GateLine) -> LineRecord:
    return LineRecord(
        title=line.title,
        question=line.question,
        what_good_looks_like=line.what_good_looks_like,
        is_mandatory=line.is_mandatory,
        rating=RATINGS[line.rating],
        rating_code=line.rating or "none",
        reason=line.reason,
        evidence=line.evidence_seen,
        rated_by=f"{line.rated_by.name}, {moment(line.rated_at)}" if line.rated_by else "",
    )


def condition_record(condition: Condition) -> ConditionRecord:
    """Return a condition as it is printed."""
    met = f"Met on {day(condition.met_at)} by {condition.met_by.name}" if condition.met_by else "Open"
    return ConditionRecord(
        reference=condition.reference,
        text=condition.text,
        owner=condition.owner,
        evidence_required=condition.evidence_required,
        due=day(condition.due_on),
        blocks=BLOCKS[condition.blocks],
        state=f"{met}: {condition.met_evidence}" if condition.met_evidence else met,
    )


def _counts(review: GateReview) -> str:
    counted = [
        f"{sum(1 for line in review.lines if line.rating == code)} {label.lower()}"
        for code, label in RATINGS.items()
        if any(line.rating == code for line in review.lines)
    ]
    return f"{len(review.lines)} lines of enquiry: {listed(counted)}." if counted else "No lines of enquiry."
