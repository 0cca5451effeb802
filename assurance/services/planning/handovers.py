"""Where care passes from one element of the programme to another: bidders say what then goes with the patient."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput, NotFound
from assurance.persistence.models import ElementHandover, PathwayElement, Procurement
from assurance.persistence.queries.planning import list_handovers
from assurance.services import audit
from assurance.services.planning.draft import revise


def add_handover(
    session: Session, *, procurement: Procurement, source: PathwayElement, target: PathwayElement, actor: Actor,
    now: datetime,
) -> ElementHandover:  # fmt: skip
    """Say that care passes from one element to another, of the same pathway or not."""
    revise(procurement)
    if source.id == target.id:
        raise InvalidInput("target", "Select another element than the one that care passes from")
    if any(
        (each.source_id, each.target_id) == (source.id, target.id) for each in list_handovers(session, procurement.id)
    ):
        raise InvalidInput("target", f"Care passing from “{source.name}” to “{target.name}” is already named")
    handover = ElementHandover(procurement_id=procurement.id, source_id=source.id, target_id=target.id)
    session.add(handover)
    _record(session, "handover:added", procurement, source, target, actor, now)
    return handover


def remove_handover(
    session: Session, *, procurement: Procurement, source: PathwayElement, target: PathwayElement, actor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Take a hand-over out of the programme."""
    revise(procurement)
    for each in list_handovers(session, procurement.id):
        if (each.source_id, each.target_id) == (source.id, target.id):
            session.delete(each)
            _record(session, "handover:removed", procurement, source, target, actor, now)
            return
    raise NotFound(f"Care passing from “{source.name}” to “{target.name}” is not named")


def drop_handovers_of(session: Session, procurement: Procurement, element: PathwayElement) -> None:
    """Let the hand-overs from and to an element go with it."""
    for each in list_handovers(session, procurement.id):
        if element.id in (each.source_id, each.target_id):
            session.delete(each)
    session.flush()


def _record(
    session: Session, tag: str, procurement: Procurement, source: PathwayElement, target: PathwayElement, actor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=procurement, subject=source.pathway[:120],
        source=source.name, target=target.name,
    )  # fmt: skip
