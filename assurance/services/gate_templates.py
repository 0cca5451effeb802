"""An authority's own lines of enquiry for each gate: changed as a whole new version, with its reason.

What is shipped is version 0. A sitting copies the lines it is opened with, so that no change reaches one that runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.gates.catalogue import GATES, get_gate
from assurance.domain.gates.definition import Gate, KeyLine
from assurance.domain.gates.templates import template_faults
from assurance.persistence.models import GateTemplate
from assurance.services import audit


def current(session: Session, organisation_id: int, gate_code: str) -> tuple[Gate, int]:
    """Return a gate with the lines an authority asks today, and the number of that version."""
    versions = list_versions(session, organisation_id, gate_code)
    return (_applied(versions[0]), versions[0].number) if versions else (get_gate(gate_code), 0)


def version(session: Session, organisation_id: int, gate_code: str, number: int) -> Gate | None:
    """Return a gate as it was asked in one version, or None when there was none of that number."""
    if number == 0:
        return get_gate(gate_code)
    found = [each for each in list_versions(session, organisation_id, gate_code) if each.number == number]
    return _applied(found[0]) if found else None


def all_current(session: Session, organisation_id: int) -> list[tuple[Gate, int]]:
    """Return every gate with the lines that are asked today, in order, read in one go."""
    query = select(GateTemplate).where(GateTemplate.organisation_id == organisation_id).order_by(GateTemplate.number)
    newest = {row.gate_code: row for row in session.scalars(query)}
    return [
        (_applied(newest[code]), newest[code].number) if code in newest else (gate, 0) for code, gate in GATES.items()
    ]


def list_versions(session: Session, organisation_id: int, gate_code: str) -> list[GateTemplate]:
    """List the versions of an authority's template of a gate, newest first."""
    query = select(GateTemplate).where(
        GateTemplate.organisation_id == organisation_id, GateTemplate.gate_code == get_gate(gate_code).code
    )
    return list(session.scalars(query.order_by(GateTemplate.number.desc())))


def save_line(
    session: Session, *, gate_code: str, line: KeyLine, reason: str, seen: int, actor: Actor, now: datetime
) -> GateTemplate:
    """Change one line of enquiry, or add it at the end; `seen` is the version of the template the person saw."""
    gate, number = _held(session, actor, gate_code, seen)
    lines = [line if each.code == line.code else each for each in gate.key_lines]
    if gate.find_line(line.code) is None:
        lines.append(line)
    return _save(session, gate, number, lines, reason, actor, now)


def drop_line(
    session: Session, *, gate_code: str, line_code: str, reason: str, seen: int, actor: Actor, now: datetime
) -> GateTemplate:
    """Take a line of enquiry out of the template."""
    gate, number = _held(session, actor, gate_code, seen)
    return _save(session, gate, number, [each for each in gate.key_lines if each.code != line_code], reason, actor, now)


def restore(session: Session, *, gate_code: str, reason: str, seen: int, actor: Actor, now: datetime) -> GateTemplate:
    """Go back to the lines that are shipped, as a new version."""
    gate, number = _held(session, actor, gate_code, seen)
    return _save(session, gate, number, get_gate(gate_code).key_lines, reason, actor, now)


def new_code(gate: Gate) -> str:
    """Return a code for a line that an authority adds."""
    used = {line.code for line in gate.key_lines}
    return next(code for number in range(1, 1000) if (code := f"own_{number}") not in used)


def _held(session: Session, actor: Actor, gate_code: str, seen: int) -> tuple[Gate, int]:
    if not permits(actor, Permission.GATE_TEMPLATE_EDIT, Reach()):
        raise NotPermitted("Only the board secretary of the authority changes the lines of enquiry of a gate")
    gate, number = current(session, actor.organisation_id, gate_code)
    if seen != number:
        raise Conflict("The lines of this gate were changed after you opened the page")
    return gate, number


def _save(
    session: Session, gate: Gate, number: int, lines: Sequence[KeyLine], reason: str, actor: Actor, now: datetime
) -> GateTemplate:
    if not reason.strip():
        raise InvalidInput("reason", "Say why the lines of enquiry change")
    for fault in template_faults(lines):
        raise InvalidInput(fault.path, fault.message)
    row = GateTemplate(
        organisation_id=actor.organisation_id, gate_code=gate.code, number=number + 1, quorum=gate.quorum,
        lines=[_written(line) for line in lines], reason=reason.strip(), saved_by_id=actor.user_id, saved_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()  # of two saved at once the second fails here
    audit.record(
        session, tag="gate-template:saved", actor=actor, now=now, subject=gate.code, number=row.number,
        lines=[line.code for line in lines], reason=row.reason,
    )  # fmt: skip
    return row


def _applied(row: GateTemplate) -> Gate:
    lines = tuple(KeyLine(**{**each, "evidence": tuple(each["evidence"])}) for each in row.lines)
    return replace(get_gate(row.gate_code), key_lines=lines, quorum=row.quorum)


def _written(line: KeyLine) -> dict[str, Any]:
    return {**asdict(line), "evidence": list(line.evidence)}
