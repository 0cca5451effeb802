"""What the programme says beside budget and pathways: definitions, service users, envelope."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.domain.provision.envelope import Terms
from assurance.persistence.models import Definition, EnvelopeTerms, Involvement, Outcome, Procurement


def list_definitions(session: Session, procurement_id: int) -> list[Definition]:
    """List the definitions that stand, by term."""
    query = select(Definition).where(Definition.procurement_id == procurement_id, Definition.superseded_at.is_(None))
    return sorted(session.scalars(query), key=lambda each: each.term.casefold())


def list_versions_of_definitions(session: Session, procurement_id: int) -> list[Definition]:
    """List every version of every term, those that do not stand too, newest first within a term."""
    rows = session.scalars(select(Definition).where(Definition.procurement_id == procurement_id))
    return sorted(rows, key=lambda each: (each.term.casefold(), -each.number))


def get_definition(session: Session, procurement_id: int, definition_id: str) -> Definition:
    """Return the version of a definition by the number it has in addresses, or say that there is none."""
    number = (
        int(definition_id) if definition_id.isascii() and definition_id.isdigit() and len(definition_id) < 10 else 0
    )
    found = session.get(Definition, number)
    if found is None or found.procurement_id != procurement_id:
        raise NotFound("There is no such definition in this programme")
    return found


def list_undefined(session: Session, procurement_id: int) -> list[str]:
    """Name each outcome that is bound to no definition, or to a version that does not stand any more."""
    outcomes = session.scalars(
        select(Outcome).where(Outcome.procurement_id == procurement_id).order_by(Outcome.position, Outcome.id)
    )
    return [
        each.name
        if each.definition is None
        else f"{each.name} ({each.definition.label}, which does not stand any more)"
        for each in outcomes
        if each.definition is None or each.definition.superseded_at is not None
    ]


def list_involvement(session: Session, procurement_id: int) -> list[Involvement]:
    """List the people who use the care and had a part in the plan, in the order in which it was recorded."""
    query = select(Involvement).where(Involvement.procurement_id == procurement_id).order_by(Involvement.id)
    return list(session.scalars(query))


def get_involvement(session: Session, procurement_id: int, public_id: str) -> Involvement:
    """Return one record by its public id."""
    found = session.scalar(
        select(Involvement).where(Involvement.procurement_id == procurement_id, Involvement.public_id == public_id)
    )
    if found is None:
        raise NotFound("There is no such record of people involved")
    return found


def find_envelope_terms(session: Session, procurement_id: int) -> EnvelopeTerms | None:
    """Return how the envelope follows from the budget, or None while nobody has said."""
    return session.scalar(select(EnvelopeTerms).where(EnvelopeTerms.procurement_id == procurement_id))


def get_terms(session: Session, procurement: Procurement, categories: Decimal) -> Terms:
    """Return what the envelope is made from; without terms it is the categories alone, the same every year."""
    kept = find_envelope_terms(session, procurement.id)
    if kept is None:
        return Terms(categories, population=procurement.population)
    return Terms(
        categories, kept.social_amount, procurement.population, kept.rate_per_head,
        tuple(Decimal(each) for each in kept.growth),
    )  # fmt: skip
