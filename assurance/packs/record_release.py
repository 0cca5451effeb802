"""The records released to a bidder that asked for them, exactly as they were approved, with the register beside them.

Prints what was fixed at the release; it gathers nothing of its own, so that nothing withheld can come back in.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.snapshot import Part, Snapshot, snapshot
from assurance.packs.wording import moment
from assurance.persistence.queries.disclosure import get_release

if TYPE_CHECKING:
    from assurance.persistence.models import Procurement, RecordRelease

KIND = "record_release"


@dataclass(frozen=True, slots=True)
class Piece:
    """One item as it is printed."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """Items under one heading."""

    title: str
    items: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ReleaseContent:
    """Everything the document prints."""

    heading: Heading
    to: str
    received: str
    released: str
    asked: str
    sections: tuple[Section, ...]
    register: tuple[dict[str, str], ...]
    digest: str
    audit: AuditHead


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title, or raise `Conflict` while the records are not released."""
    return f"Records for {_released(session, procurement, subject).representation.bid.organisation.name}"


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather what was released under a public id; raise `Conflict` while it is not."""
    release = _released(session, procurement, subject)
    to = release.representation.bid.organisation.name
    head = audit_head(session, procurement.id, release.released_at)
    title = f"Records for {to}"
    content = ReleaseContent(
        heading=heading(procurement, title=title, variant="Released to this bidder", as_at=moment(release.released_at)),
        to=to,
        received=moment(release.representation.received_at),
        released=moment(release.released_at),
        asked=release.representation.information_asked,
        sections=sections(release.content["items"]),
        register=tuple(release.content["register"]),
        digest=release.digest,
        audit=head,
    )
    return snapshot(KIND, title, head.instant, content)


def parts(content: object) -> tuple[Part, ...]:
    """List the parts the document is made of."""
    return (Part("About these records", "about.html"), Part("Records", "records.html"))


def sections(items: list[dict[str, Any]]) -> tuple[Section, ...]:
    """Put the items under their headings, in the order they were released."""
    return tuple(
        Section(title, tuple(Piece(each["title"], each["text"]) for each in found))
        for title, found in groupby(items, key=lambda each: each["section"])
    )


def _released(session: Session, procurement: Procurement, subject: str) -> RecordRelease:
    release = get_release(session, procurement.id, subject)
    if release.released_at is None:
        raise Conflict("These records have not been released yet")
    return release
