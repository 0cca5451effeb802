"""The register of definitions: a term that changes its meaning gets a new version, and the old one stays on record."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.provision.definitions import STARTING_LIST, Meaning, checked, same_term
from assurance.persistence.models import Definition, Procurement
from assurance.persistence.queries.planning import list_outcomes
from assurance.persistence.queries.programme import list_definitions, list_versions_of_definitions
from assurance.services import audit
from assurance.services.planning.draft import revise

NEWER = "A colleague changed this definition after you opened the page"


def current(session: Session, *, procurement_id: int) -> list[Definition]:
    """List the definitions that stand, by term."""
    return list_definitions(session, procurement_id)


def offered(session: Session, *, procurement_id: int) -> list[Meaning]:
    """List what the starting list offers that the register does not have."""
    known = current(session, procurement_id=procurement_id)
    return [each for each in STARTING_LIST if not any(same_term(each.term, row.term) for row in known)]


def define(
    session: Session, *, procurement: Procurement, term: str, meaning: str, source: str, actor: Actor, now: datetime
) -> Definition:
    """Add a term; one that was taken out before goes on with the next version."""
    revise(procurement)
    words = checked(Meaning(term, meaning, source))
    rows = list_versions_of_definitions(session, procurement.id)
    before = [row for row in rows if same_term(row.term, words.term)]
    if any(row.superseded_at is None for row in before):
        raise InvalidInput("term", f"“{before[0].term}” is defined already: change it there")
    return _write(session, procurement, words, before[0] if before else None, actor, now)


def take_over(
    session: Session, *, procurement: Procurement, terms: Collection[str], actor: Actor, now: datetime
) -> list[Definition]:
    """Take terms over from the starting list as they stand there."""
    wanted = [each for each in offered(session, procurement_id=procurement.id) if each.term in terms]
    if not wanted:
        raise InvalidInput("terms", "Select at least one term")
    return [
        define(
            session, procurement=procurement, term=each.term, meaning=each.meaning, source=each.source, actor=actor,
            now=now,
        )
        for each in wanted
    ]  # fmt: skip


def redefine(
    session: Session, *, procurement: Procurement, definition: Definition, meaning: str, source: str, actor: Actor,
    now: datetime,
) -> Definition:  # fmt: skip
    """Give a term another meaning: a new version stands, and outcomes stay with the one they were bound to."""
    revise(procurement)
    _require_standing(definition)
    words = checked(Meaning(definition.term, meaning, source))
    if (words.meaning, words.source) == (definition.meaning, definition.source):
        raise InvalidInput("meaning", "This is what the version that stands says already")
    definition.superseded_at = now
    return _write(session, procurement, words, definition, actor, now)


def retire(session: Session, *, procurement: Procurement, definition: Definition, actor: Actor, now: datetime) -> None:
    """Take a term out of the register; refused while an outcome is bound to it."""
    revise(procurement)
    _require_standing(definition)
    bound = [each.name for each in list_outcomes(session, procurement.id) if each.definition_id == definition.id]
    if bound:
        raise Conflict(f"“{definition.term}” says what is measured for {', '.join(bound)}: bind it to another first")
    definition.superseded_at = now
    audit.record(
        session, tag="definition:retired", actor=actor, now=now, procurement=procurement, subject=definition.term,
        number=definition.number,
    )  # fmt: skip


def _require_standing(definition: Definition) -> None:
    if definition.superseded_at is not None:
        raise Conflict(NEWER)


def _write(
    session: Session, procurement: Procurement, words: Meaning, before: Definition | None, actor: Actor, now: datetime
) -> Definition:
    row = Definition(
        procurement_id=procurement.id, term=before.term if before else words.term, meaning=words.meaning,
        source=words.source, number=before.number + 1 if before else 1, written_by_id=actor.user_id, written_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()  # two people who define one term at once meet here
    audit.record(
        session, tag="definition:written", actor=actor, now=now, procurement=procurement, subject=row.term,
        number=row.number, meaning=row.meaning, source=row.source,
    )  # fmt: skip
    return row
