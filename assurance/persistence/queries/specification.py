"""The specification: its sections while it is planned, and every version that was kept or sent, of whatever round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.domain.provision.specification import Section, SectionPart, assembled
from assurance.persistence.models import Outgoing, Procurement, SpecificationSection, SpecificationVersion

ORDER = list(SectionPart)


@dataclass(frozen=True, slots=True)
class Version:
    """One version as anybody who may read it sees it."""

    number: int
    label: str
    text: str
    changes: str
    at: datetime
    by: str
    round: int | None
    """The round of the dialogue it belongs to; None where it was kept while planning."""


def list_sections(session: Session, procurement_id: int) -> list[SpecificationSection]:
    """List the sections as they are being written, part by part."""
    rows = session.scalars(
        select(SpecificationSection).where(SpecificationSection.procurement_id == procurement_id)
    ).all()
    return sorted(rows, key=lambda row: (ORDER.index(SectionPart(row.part)), row.position, row.id))


def get_section(session: Session, procurement_id: int, code: str) -> SpecificationSection:
    """Return a section by its short name."""
    found = session.scalar(
        select(SpecificationSection).where(
            SpecificationSection.procurement_id == procurement_id, SpecificationSection.code == code
        )
    )
    if found is None:
        raise NotFound("There is no such section in this specification")
    return found


def list_kept(session: Session, procurement_id: int) -> list[SpecificationVersion]:
    """List the versions that were kept while planning, first to last."""
    query = select(SpecificationVersion).where(SpecificationVersion.procurement_id == procurement_id)
    return list(session.scalars(query.order_by(SpecificationVersion.number)))


def text_of(row: SpecificationVersion) -> str:
    """Write a kept version as one text."""
    return assembled(Section(each["title"], each["text"]) for each in row.sections)


def find_published(session: Session, procurement: Procurement) -> Version | None:
    """Return the version that was published with the call, or None before it and where there is none."""
    if procurement.criteria_frozen_at is None:
        return None
    kept = list_kept(session, procurement.id)
    return _of_plan(kept[-1], is_published=True) if kept else None


def list_versions(session: Session, procurement: Procurement) -> list[Version]:
    """List every version, first to last: those kept while planning, then those sent in the dialogue."""
    kept = list_kept(session, procurement.id)
    is_called = procurement.criteria_frozen_at is not None
    planned = [_of_plan(each, is_published=is_called and each is kept[-1]) for each in kept]
    sent = session.scalars(
        select(Outgoing)
        .where(Outgoing.procurement_id == procurement.id, Outgoing.kind == "specification")
        .where(Outgoing.sent_at.is_not(None))
        .order_by(Outgoing.number)
    )
    return [*planned, *(of_dialogue(each) for each in sent)]


def last_number(session: Session, procurement_id: int) -> int:
    """Return the number of the last version kept while planning, 0 for none; those of the dialogue go on from it."""
    query = select(func.max(SpecificationVersion.number)).where(SpecificationVersion.procurement_id == procurement_id)
    return session.scalar(query) or 0


def of_dialogue(row: Outgoing) -> Version:
    """Return a version that was sent in the dialogue."""
    label = f"Version {row.number}, round {row.round} of the dialogue"
    by = row.sent_by.name if row.sent_by else row.written_by.name
    return Version(row.number or 0, label, row.text, row.changes, row.sent_at or row.written_at, by, row.round)


def _of_plan(row: SpecificationVersion, *, is_published: bool) -> Version:
    label = f"Version {row.number}, {'published with the call' if is_published else 'kept while planning'}"
    return Version(row.number, label, text_of(row), row.changes, row.kept_at, row.kept_by.name, None)
