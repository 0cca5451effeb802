"""Takes procurements of other publishers in for reference: read and shown first, kept only when somebody confirms."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.ocds.past.package import Reading
from assurance.domain.ocds.past.procurement import Past
from assurance.persistence.models import PastProcurement
from assurance.persistence.queries.past import list_compared, list_known
from assurance.services import audit


@dataclass(frozen=True, slots=True)
class Source:
    """Where procurements come from, as the file and its package say."""

    file_name: str
    file_digest: str
    publisher: str = ""
    licence: str = ""
    source: str = ""

    @classmethod
    def of(cls, content: bytes, file_name: str, reading: Reading) -> Source:
        """Describe a file that was read."""
        digest = hashlib.sha256(content).hexdigest()
        return cls(file_name[:200], digest, reading.publisher, reading.licence, reading.source)

    def as_data(self) -> dict[str, str]:
        """Write it as plain JSON."""
        return asdict(self)


def which_are_known(session: Session, *, past: Sequence[Past], actor: Actor) -> frozenset[str]:
    """Return the ocids that the authority has already and that reading again would replace."""
    return frozenset(list_known(session, actor.organisation_id, [each.ocid for each in past]))


def keep(session: Session, *, past: Sequence[Past], source: Source, actor: Actor, now: datetime) -> tuple[int, int]:
    """Keep procurements for the authority of the actor; return how many are new and how many were replaced."""
    if not permits(actor, Permission.REFERENCE_IMPORT, Reach()):
        raise NotPermitted("Past procurements are taken in by the people of an authority")
    known = list_known(session, actor.organisation_id, [each.ocid for each in past])
    for each in past:
        row = known.get(each.ocid)
        if row is None:
            row = PastProcurement(public_id=str(uuid.uuid4()), organisation_id=actor.organisation_id, ocid=each.ocid)
            session.add(row)
        _fill(row, each, source, actor, now)
    audit.record(
        session, tag="past:imported", actor=actor, now=now, subject=source.file_digest, file_name=source.file_name,
        added=len(past) - len(known), replaced=len(known),
    )  # fmt: skip
    return len(past) - len(known), len(known)


def remove(session: Session, *, past: PastProcurement, reason: str, actor: Actor, now: datetime) -> None:
    """Take a past procurement out again. Raises `Conflict` while a plan is compared with it."""
    if not permits(actor, Permission.REFERENCE_IMPORT, Reach()) or actor.organisation_id != past.organisation_id:
        raise NotPermitted("Past procurements are taken out by the people of the authority that took them in")
    if not reason.strip():
        raise InvalidInput("reason", "Say why it is taken out")
    if references := list_compared(session, past.id):
        raise Conflict(f"The plan of {', '.join(references)} is compared with it: take it away there first")
    audit.record(
        session, tag="past:removed", actor=actor, now=now, subject=past.public_id, ocid=past.ocid,
        reason=reason.strip(),
    )  # fmt: skip
    session.delete(past)


def _fill(row: PastProcurement, past: Past, source: Source, actor: Actor, now: datetime) -> None:
    facts: dict[str, Any] = {
        name: getattr(past, name)
        for name in (
            "title", "description", "buyer", "procedure", "status", "currency", "value_basis", "published_on",
            "tenders_due_on", "awarded_on", "starts_on", "ends_on", "tenders_received", "search_text",
        )
    }  # fmt: skip
    facts |= {
        "value_amount": past.value,
        "cpv": [list(each) for each in past.cpv],
        "suppliers": list(past.suppliers),
        "criteria": [asdict(each) for each in past.criteria],
        "imported_by_id": actor.user_id,
        "imported_at": now,
    }
    for name, value in (facts | asdict(source)).items():
        setattr(row, name, value)
