"""What the service holds about one person, for somebody who asks for their own data: theirs, and nobody else's.

Words that others wrote are left out, since they name others, and so is all that is about a bid. What a person did is
listed by what it was done to, how often and in which procurement, not with its content, which belongs to the procedure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from assurance.domain.errors import InvalidInput
from assurance.persistence import models as m
from assurance.persistence.base import Base
from assurance.services import accounts, audit

Row = dict[str, Any]
Held = dict[str, list[Row]]
"""By the name of a part its rows, each by the name of a column."""
MADE_SURE = "Say how you made sure who asks, for instance which identity document you saw"
ABOUT_PEOPLE = frozenset(
    {"factor", "holder-key", "identity", "panel", "passkey", "password", "power", "role", "sign-in", "user"}
)
"""What entries of the trail begin with whose subject is the number of a person."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows about a person: which table, which of its columns are told, and which says whose they are."""

    name: str
    model: type[Base]
    told: tuple[str, ...]
    whose: str = "user_id"


PARTS = (
    Part("account", m.User, ("email", "name", "job_title", "staff_number", "is_organisation_lead",
         "is_organisation_viewer", "is_active", "created_at"), "id"),
    Part("sign-ins", m.UserSession, ("started_at", "seen_at", "ended_at", "ended_because", "browser")),
    Part("second factors", m.SecondFactor, ("confirmed_at", "blocked_until")),
    Part("passkeys", m.Passkey, ("name", "created_at", "used_at")),
    Part("accounts elsewhere", m.IdentityLink, ("issuer", "subject", "linked_at", "used_at")),
    Part("roles", m.RoleAssignment, ("role", "given_at")),
    Part("powers proposed", m.PowerProposal, ("kind", "role", "proposed_at", "outcome", "decided_at")),
    Part("panels", m.PanelInvitation, ("invited_at", "answer", "answer_reason", "answered_at")),
    Part("reminders", m.Reminder, ("about", "outstanding", "sent_at", "seen_at")),
    Part("declarations of interest", m.ConflictDeclaration,
         ("has_conflict", "detail", "declared_at", "decision", "decided_at")),
    Part("keys to tenders", m.HolderKey, ("made_at", "changed_at")),
    Part("choice of e-mail", m.MailPreference, ("needed", "other")),
    Part("saved searches", m.SavedSearch, ("params", "saved_at", "ended_at")),
    Part("messages", m.Message, ("kind", "sent_at", "carried_at", "read_at")),
    Part("e-mails", m.MailMessage, ("recipient", "queued_at", "sent_at", "given_up_at"), "recipient"),
    Part("links by e-mail", m.MailedLink, ("email", "purpose", "job_title", "staff_number", "sent_at", "used_at"),
         "email"),
    Part("invitations to an organisation", m.ColleagueInvitation, ("email", "part", "invited_at", "accepted_at"),
         "email"),
    Part("invitations to calls", m.CallInvitation, ("email", "invited_at"), "email"),
)  # fmt: skip


def hand_out(session: Session, *, email: str, made_sure: str, now: datetime) -> Held:
    """Return what is held about who signs in with an address, and put on record that it was handed out.

    Raises `InvalidInput` for an address that nobody has, and where it is not said how it was made sure who asks.
    """
    person = accounts.known_user(session, email)
    if not made_sure.strip():
        raise InvalidInput("made_sure", MADE_SURE)
    held = {part.name: list(_rows(session, part, person)) for part in PARTS}
    held["organisation"] = [{"name": person.organisation.name}]
    held["done"] = list(_done(session, person))
    held["trail: by the person"] = _entries(session, m.AuditEvent.actor_id == person.id)
    held["trail: about the person"] = _entries(
        session, m.AuditEvent.subject == str(person.id),
        or_(*(m.AuditEvent.tag.startswith(f"{each}:") for each in sorted(ABOUT_PEOPLE))),
    )  # fmt: skip
    audit.record(
        session, tag="user:data-handed-out", actor=None, now=now, subject=str(person.id), made_sure=made_sure.strip(),
        rows={name: len(rows) for name, rows in held.items()},
    )  # fmt: skip
    return held


def _rows(session: Session, part: Part, person: m.User) -> Iterator[Row]:
    """Walk the rows of one part in their order, with the procurement where they are of one."""
    columns = Base.metadata.tables[part.model.__tablename__].columns
    whose = {"id": person.id, "user_id": person.id}.get(part.whose, person.email)
    query = select(*(columns[each] for each in part.told)).where(columns[part.whose] == whose)
    names = list(part.told)
    if "procurement_id" in columns:
        query = query.outerjoin(m.Procurement, m.Procurement.id == columns["procurement_id"])
        query, names = query.add_columns(m.Procurement.reference), [*names, "procurement"]
    for row in session.execute(query.order_by(columns["id"])):
        yield dict(zip(names, row, strict=True))


def _done(session: Session, person: m.User) -> Iterator[Row]:
    """Walk over every column that names who did something, with how often and in which procurement it is them."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if not any(key.column.table.name == "user" for key in column.foreign_keys):
                continue
            of = table.columns.get("procurement_id")
            reference = m.Procurement.reference if of is not None else None
            query = select(func.count(), *([] if reference is None else [reference])).where(column == person.id)
            query = query.select_from(table)
            if reference is not None and of is not None:
                query = query.outerjoin(m.Procurement, m.Procurement.id == of).group_by(reference).order_by(reference)
            for times, *where in session.execute(query):
                if times:
                    yield {"in": table.name, "as": column.name, "times": times, "procurement": next(iter(where), None)}


def _entries(session: Session, *wanted: ColumnElement[bool]) -> list[Row]:
    """List entries of the trail without what they say, which may name others."""
    query = (
        select(m.AuditEvent.seq, m.AuditEvent.at, m.AuditEvent.tag, m.Procurement.reference)
        .outerjoin(m.Procurement, m.Procurement.id == m.AuditEvent.procurement_id)
        .where(*wanted)
        .order_by(m.AuditEvent.seq)
    )
    return [
        {"entry": seq, "at": at, "what": tag, "procurement": reference}
        for seq, at, tag, reference in session.execute(query)
    ]
