"""The elements of care that the programme covers, pathway by pathway."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput, NotFound
from assurance.persistence.models import PathwayElement, Procurement
from assurance.persistence.queries.planning import next_position
from assurance.services import audit
from assurance.services.planning.draft import line, revise
from assurance.services.planning.handovers import drop_handovers_of


def add_element(
    session: Session, *, procurement: Procurement, pathway: str, name: str, actor: Actor, now: datetime
) -> PathwayElement:
    """Add a step of care to a pathway; the same step twice in one pathway is refused."""
    revise(procurement)
    pathway = line(pathway, "pathway", "Enter the pathway", 120)
    name = line(name, "name", "Enter the element of care", 160)
    if _find(session, procurement, pathway, name) is not None:
        raise InvalidInput("name", f"“{name}” is already an element of “{pathway}”")
    element = PathwayElement(
        procurement_id=procurement.id, pathway=pathway, name=name,
        position=next_position(session, PathwayElement, procurement.id),
    )  # fmt: skip
    session.add(element)
    audit.record(
        session, tag="element:added", actor=actor, now=now, procurement=procurement, subject=pathway[:120], name=name
    )
    return element


def remove_element(
    session: Session, *, procurement: Procurement, pathway: str, name: str, actor: Actor, now: datetime
) -> None:
    """Take a step of care out of a pathway, and the hand-overs from and to it."""
    revise(procurement)
    element = _find(session, procurement, pathway, name)
    if element is None:
        raise NotFound(f"“{name}” is not an element of “{pathway}”")
    drop_handovers_of(session, procurement, element)
    session.delete(element)
    audit.record(
        session, tag="element:removed", actor=actor, now=now, procurement=procurement, subject=pathway[:120], name=name
    )


def _find(session: Session, procurement: Procurement, pathway: str, name: str) -> PathwayElement | None:
    return session.scalar(
        select(PathwayElement).where(
            PathwayElement.procurement_id == procurement.id,
            PathwayElement.pathway == pathway,
            PathwayElement.name == name,
        )
    )
