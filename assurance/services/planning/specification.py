"""The specification while it is planned: written by section, kept as versions; the last is published with the call.

From then on versions are written in the dialogue, where each is checked before it goes to every participant.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, Stale
from assurance.domain.provision.specification import SectionPart, checked, code_of
from assurance.domain.provision.specification_template import TEMPLATE
from assurance.persistence.models import Procurement, SpecificationSection, SpecificationVersion
from assurance.persistence.queries.specification import list_kept, list_sections
from assurance.services import audit
from assurance.services.planning.draft import line, revise

NEWER = "A colleague changed this section after you opened the page"
WITH_CALL = "As published with the call"


def start_from_template(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> None:
    """Lay down the nine interventions, the five components and what enables them, to be changed."""
    revise(procurement)
    if list_sections(session, procurement.id):
        raise Conflict("The specification has sections already; the template is for one that is empty")
    for part, section in TEMPLATE:
        add_section(
            session, procurement=procurement, part=part, title=section.title, text=section.text, actor=actor, now=now
        )


def add_section(
    session: Session, *, procurement: Procurement, part: SectionPart, title: str, text: str, actor: Actor, now: datetime
) -> SpecificationSection:
    """Add a section at the end of its part."""
    revise(procurement)
    rows = list_sections(session, procurement.id)
    words = checked(title, text, [row.title for row in rows])
    row = SpecificationSection(
        procurement_id=procurement.id, code=code_of(words.title, [each.code for each in rows]), part=part.value,
        position=1 + max((each.position for each in rows), default=-1), updated_by_id=actor.user_id, updated_at=now,
    )  # fmt: skip
    row.title, row.text = words.title, words.text
    session.add(row)
    session.flush()
    _record(session, "specification:added", procurement, row, actor, now)
    return row


def edit_section(
    session: Session, *, procurement: Procurement, row: SpecificationSection, title: str, text: str, version: int,
    actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """Word a section anew; what it said is in the versions that were kept."""
    revise(procurement)
    if version != row.version:
        raise Stale(NEWER)
    others = [each.title for each in list_sections(session, procurement.id) if each.id != row.id]
    words = checked(title, text, others)
    row.title, row.text, row.updated_by_id, row.updated_at = words.title, words.text, actor.user_id, now
    _record(session, "specification:changed", procurement, row, actor, now)


def remove_section(
    session: Session, *, procurement: Procurement, row: SpecificationSection, actor: Actor, now: datetime
) -> None:
    """Take a section out; versions that were kept still have it."""
    revise(procurement)
    _record(session, "specification:removed", procurement, row, actor, now)
    session.delete(row)


def keep_version(
    session: Session, *, procurement: Procurement, changes: str, actor: Actor, now: datetime
) -> SpecificationVersion:
    """Keep the specification as it stands, as a version that is never changed."""
    revise(procurement)
    changes = line(changes, "changes", "Say what changed; for the first version, what it rests on", 1000)
    sections, kept = _snapshot(session, procurement), list_kept(session, procurement.id)
    if not sections:
        raise InvalidInput("changes", "Write at least one section first")
    if kept and kept[-1].sections == sections:
        raise InvalidInput("changes", f"Nothing changed since version {kept[-1].number}")
    return _keep(session, procurement, sections, changes, actor, now)


def keep_for_call(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> None:
    """Keep what is published with the call, unless the last version says it already."""
    sections, kept = _snapshot(session, procurement), list_kept(session, procurement.id)
    if sections and not (kept and kept[-1].sections == sections):
        _keep(session, procurement, sections, WITH_CALL, actor, now)


def _snapshot(session: Session, procurement: Procurement) -> list[dict[str, Any]]:
    return [
        {"code": row.code, "part": row.part, "title": row.title, "text": row.text}
        for row in list_sections(session, procurement.id)
    ]


def _keep(
    session: Session, procurement: Procurement, sections: list[dict[str, Any]], changes: str, actor: Actor,
    now: datetime,
) -> SpecificationVersion:  # fmt: skip
    number = 1 + len(list_kept(session, procurement.id))
    row = SpecificationVersion(
        procurement_id=procurement.id, number=number, sections=sections, changes=changes, kept_by_id=actor.user_id,
        kept_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()  # two who keep one at once meet here
    audit.record(
        session, tag="specification:kept", actor=actor, now=now, procurement=procurement, subject=str(number),
        changes=changes, sections=len(sections),
    )  # fmt: skip
    return row


def _record(
    session: Session, tag: str, procurement: Procurement, row: SpecificationSection, actor: Actor, now: datetime
) -> None:
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=procurement, subject=row.code, title=row.title,
        text=row.text,
    )  # fmt: skip
