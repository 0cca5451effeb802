"""The record-keeping report: everything the law asks to have on record, whether it is there, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.snapshot import Part, Snapshot, snapshot
from assurance.persistence.queries.record_keeping import list_kept

if TYPE_CHECKING:
    from assurance.persistence.models import Procurement

KIND = "record_report"
TITLE = "Record-keeping report"


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement as it is printed."""

    title: str
    provision: str
    comes_from: str
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything the report prints."""

    heading: Heading
    regime: str
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    audit: AuditHead


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title; the report can be made at any time and says what is missing."""
    return TITLE


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather the report as the record stands."""
    lines = record_lines(session, procurement)
    head = audit_head(session, procurement.id)
    content = ReportContent(
        heading=heading(procurement, title=TITLE, variant="Full report", as_at=head.at),
        regime=procurement.procedure.regime.citation,
        lines=lines,
        missing=tuple(each.title for each in lines if each.state == "Missing"),
        audit=head,
    )
    return snapshot(KIND, TITLE, head.instant, content)


def parts(content: object) -> tuple[Part, ...]:
    """List the parts the report is made of."""
    return (Part("The record", "record.html"),)


def record_lines(session: Session, procurement: Procurement) -> tuple[Line, ...]:
    """Return each requirement as text, for the report and for `record.json`."""
    return tuple(
        Line(asked.title, asked.provision, asked.comes_from, each.state.label, each.text)
        for each in list_kept(session, procurement)
        for asked in (each.requirement,)
    )
