"""A notice as it was published, on paper: its sections, when and under which provision, and what it corrects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.snapshot import Part, Snapshot, snapshot
from assurance.packs.wording import moment
from assurance.persistence.queries.corrections import list_versions
from assurance.persistence.queries.notices import get_notice

if TYPE_CHECKING:
    from assurance.persistence.models import Notice, Procurement

KIND = "notice"


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its heading and its lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """Everything the notice prints."""

    heading: Heading
    published: str
    provision: str
    version: str
    """Which version it is, where there is more than one; empty for a first version."""
    correction: str
    """Why it takes the place of the version before it."""
    sections: tuple[Section, ...]
    audit: AuditHead


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title of the notice, or raise `NotFound` for one that is not of this procurement."""
    return _of(session, procurement, subject).title


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather the notice with this public id as it was published."""
    notice = _of(session, procurement, subject)
    head = audit_head(session, procurement.id, notice.published_at)
    content = NoticeContent(
        heading=heading(procurement, title=notice.title, variant="Notice", as_at=moment(notice.published_at)),
        published=moment(notice.published_at),
        provision=notice.content.get("provision", ""),
        version=_version(list_versions(session, notice), notice),
        correction=notice.correction_reason,
        sections=tuple(_sections(notice.content["sections"])),
        audit=head,
    )
    return snapshot(KIND, notice.title, head.instant, content)


def parts(content: object) -> tuple[Part, ...]:
    """List the parts the notice is made of."""
    return (Part("Notice", "notice.html"),)


def _of(session: Session, procurement: Procurement, subject: str) -> Notice:
    notice, about = get_notice(session, subject)
    if about.id != procurement.id:
        raise NotFound("There is no such notice")
    return notice


def _version(versions: Sequence[Notice], notice: Notice) -> str:
    """Say which version it is and when the one before it was published; later ones were not known on that day."""
    place = next(place for place, each in enumerate(versions) if each.id == notice.id)
    if place == 0:
        return ""
    return (
        f"Version {place + 1}. It takes the place of the version published {moment(versions[place - 1].published_at)}."
    )


def _sections(given: Sequence[Mapping[str, str]]) -> Iterator[Section]:
    for each in given:
        yield Section(each["heading"], tuple(line for line in each["text"].splitlines() if line.strip()))
