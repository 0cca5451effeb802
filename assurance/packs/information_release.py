"""The answer to a request for information, exactly as it was approved, with the register of what is withheld.

Prints what was fixed at the release; it gathers nothing of its own, so that nothing withheld can come back in. It does
not name who asked: that is personal data, and the answer may be published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.domain.deadlines import say_day
from assurance.domain.errors import Conflict
from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.record_release import Section, sections
from assurance.packs.snapshot import Part, Snapshot, snapshot
from assurance.packs.wording import moment
from assurance.persistence.queries.information import get_request

if TYPE_CHECKING:
    from assurance.persistence.models import InformationRequest, Procurement

KIND = "information_release"
TITLE = "Answer to a request for information"


@dataclass(frozen=True, slots=True)
class InformationContent:
    """Everything the document prints."""

    heading: Heading
    received: str
    due: str
    released: str
    asked: str
    sections: tuple[Section, ...]
    register: tuple[dict[str, str], ...]
    digest: str
    audit: AuditHead


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title, or raise `Conflict` while the answer is not approved."""
    return f"{TITLE} of {say_day(_released(session, procurement, subject).received_on)}"


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather what was approved under a public id; raise `Conflict` while it is not."""
    request = _released(session, procurement, subject)
    head = audit_head(session, procurement.id, request.released_at)
    content = InformationContent(
        heading=heading(procurement, title=TITLE, variant="As released", as_at=moment(request.released_at)),
        received=say_day(request.received_on),
        due=say_day(request.due_on),
        released=moment(request.released_at),
        asked=request.asked,
        sections=sections(request.content["items"]),
        register=tuple(request.content["register"]),
        digest=request.digest,
        audit=head,
    )
    return snapshot(KIND, TITLE, head.instant, content)


def parts(content: object) -> tuple[Part, ...]:
    """List the parts the document is made of."""
    return (Part("About this answer", "about.html"), Part("Records", "records.html"))


def _released(session: Session, procurement: Procurement, subject: str) -> InformationRequest:
    request = get_request(session, procurement.id, subject)
    if request.released_at is None:
        raise Conflict("This answer has not been approved yet")
    return request
