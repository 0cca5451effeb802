"""What every pack says of itself: what it is, whose, as at when, and where the audit trail stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.packs.wording import moment
from assurance.persistence.queries.evidence import find_last_event

if TYPE_CHECKING:
    from assurance.persistence.models import Procurement

DEMONSTRATION = "Demonstration: invented bidders and figures, not a real procurement"


@dataclass(frozen=True, slots=True)
class Heading:
    """The words of the cover and of the line above every page."""

    title: str
    variant: str
    reference: str
    procurement: str
    authority: str
    as_at: str
    demonstration: str
    """Empty for a real procurement."""


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The last entry of the audit trail that the pack takes account of."""

    number: int
    hash: str
    at: str
    instant: str
    """The same instant for machines."""


def heading(procurement: Procurement, *, title: str, variant: str, as_at: str) -> Heading:
    """Return the words of the cover."""
    return Heading(
        title=title,
        variant=variant,
        reference=procurement.reference,
        procurement=procurement.title,
        authority=procurement.organisation.name,
        as_at=as_at,
        demonstration=DEMONSTRATION if procurement.is_demonstration else "",
    )


def audit_head(session: Session, procurement_id: int, until: datetime | None = None) -> AuditHead:
    """Return where the audit trail stands, or stood at an instant; raise `Conflict` when nothing is on it."""
    event = find_last_event(session, procurement_id, until)
    if event is None:
        raise Conflict("Nothing is on record for this procurement yet, so there is nothing to print")
    return AuditHead(event.seq, event.hash, moment(event.at), _machine(event.at))


def _machine(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")
