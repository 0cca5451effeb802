"""The record of the dialogue: sessions with agreed minutes, actions, outlines by digest, ideas, information, decisions.

It holds what each participant said in confidence, and is for those of the authority who may read that anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.packs.dialogue_information import DecisionRecord, ItemRecord, decision_records, item_records
from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.snapshot import Part, Snapshot, snapshot
from assurance.packs.wording import counted, day, moment
from assurance.persistence.queries.dialogue import list_sessions
from assurance.persistence.queries.dialogue_record import list_actions, list_ideas, list_submitted_outlines

if TYPE_CHECKING:
    from assurance.persistence.models import (
        DialogueAction,
        DialogueSession,
        DisclosureConsent,
        Idea,
        OutlineVersion,
        Procurement,
    )

KIND = "dialogue_record"
TITLE = "Dialogue record"
NOT_YET = "No session of the dialogue is on record yet, so there is nothing to print."


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """One action and what became of it."""

    text: str
    whose: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session with its minutes, who agreed them, and the actions that came of it."""

    title: str
    held: str
    place: str
    agenda: str
    attendance: str
    minutes: str
    agreements: tuple[tuple[str, str], ...]
    actions: tuple[ActionRecord, ...]


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """One request to tell exact words, and its answer."""

    wording: str
    to: str
    state: str


@dataclass(frozen=True, slots=True)
class IdeaRecord:
    """One idea, its owner, and every consent that was asked about it."""

    owner: str
    title: str
    text: str
    recorded: str
    dispute: str
    consents: tuple[ConsentRecord, ...]


@dataclass(frozen=True, slots=True)
class DialogueContent:
    """Everything the record prints."""

    heading: Heading
    counts: str
    sessions: tuple[SessionRecord, ...]
    outlines: tuple[tuple[str, str, str, str], ...]
    ideas: tuple[IdeaRecord, ...]
    items: tuple[ItemRecord, ...]
    decisions: tuple[DecisionRecord, ...]
    audit: AuditHead


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title, or raise `Conflict` while there was no session."""
    if not list_sessions(session, procurement.id):
        raise Conflict(NOT_YET)
    return TITLE


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather the dialogue as it is on record; raise `Conflict` while there was no session."""
    name_of(session, procurement, subject)
    head = audit_head(session, procurement.id)
    actions = list_actions(session, procurement.id)
    sessions = tuple(_session(row, actions) for row in list_sessions(session, procurement.id))
    outlines = tuple(_outline(row) for row in list_submitted_outlines(session, procurement.id))
    ideas = tuple(_idea(row) for row in list_ideas(session, procurement.id))
    items = item_records(session, procurement)
    content = DialogueContent(
        heading=heading(procurement, title=TITLE, variant="For the authority: holds confidences", as_at=head.at),
        counts=_counts(sessions, outlines, ideas, items),
        sessions=sessions,
        outlines=outlines,
        ideas=ideas,
        items=items,
        decisions=decision_records(session, procurement),
        audit=head,
    )
    return snapshot(KIND, TITLE, head.instant, content)


def parts(content: object) -> tuple[Part, ...]:
    """List the parts the record is made of."""
    return (
        Part("Sessions, minutes and actions", "sessions.html"),
        Part("Outline solutions, ideas and consents", "ideas.html"),
        Part("Information and decisions", "information.html"),
    )


def _session(row: DialogueSession, actions: list[DialogueAction]) -> SessionRecord:
    sides = (
        ("The authority", row.authority_agreed_by, row.authority_agreed_at),
        (row.bid.organisation.name, row.supplier_agreed_by, row.supplier_agreed_at),
    )
    both = f"The authority: {row.attendance}\nThe participant: {row.supplier_attendance}"
    return SessionRecord(
        title=f"{row.bid.organisation.name}, round {row.round}, {day(row.held_at)}",
        held=moment(row.held_at),
        place=row.place,
        agenda=row.agenda,
        attendance=both if row.supplier_attendance else row.attendance,
        minutes=row.minutes or "No minutes were written.",
        agreements=tuple(
            (side, f"{by.name}, {moment(at)}" if by is not None else "Not agreed") for side, by, at in sides
        ),
        actions=tuple(_action(each) for each in actions if each.session_id == row.id),
    )


def _action(row: DialogueAction) -> ActionRecord:
    whose = "The authority" if row.side == "authority" else row.session.bid.organisation.name
    done = f"Done {day(row.done_at)}, {row.done_by.name}: {row.done_note}" if row.done_by else "Open"
    return ActionRecord(row.text, f"{whose}: {row.owner}", day(row.due_on), done)


def _outline(row: OutlineVersion) -> tuple[str, str, str, str]:
    return (
        f"{row.bid.organisation.name}, round {row.round}, version {row.number}",
        counted(row.words, "word"),
        f"{moment(row.submitted_at)}, {row.submitted_by.name if row.submitted_by else ''}",
        row.digest,
    )


def _idea(row: Idea) -> IdeaRecord:
    return IdeaRecord(
        owner=row.bid.organisation.name,
        title=row.title,
        text=row.text,
        recorded=f"Recorded {moment(row.recorded_at)} by {row.recorded_by.name}",
        dispute=row.dispute,
        consents=tuple(_consent(each) for each in row.consents),
    )


def _consent(row: DisclosureConsent) -> ConsentRecord:
    named = ", ".join(each.bid.organisation.name for each in row.recipients)
    state = f"{row.state.label}; asked {moment(row.asked_at)}"
    if row.answered_by is not None:
        state += f"; answered {moment(row.answered_at)} by {row.answered_by.name}"
    if row.withdrawn_at is not None:
        state += f"; withdrawn {moment(row.withdrawn_at)}"
    if row.used_at is not None:
        state += f"; told {moment(row.used_at)}"
    if row.reason:
        state += f". Reason given: {row.reason.rstrip('.')}"
    return ConsentRecord(row.wording, "All other participants" if row.is_to_all else named, state)


def _counts(
    sessions: tuple[object, ...], outlines: tuple[object, ...], ideas: tuple[object, ...], items: tuple[object, ...]
) -> str:
    return (
        f"{counted(len(sessions), 'session')}, {counted(len(outlines), 'outline solution')} submitted, "
        f"{counted(len(ideas), 'idea')} on record, {counted(len(items), 'piece')} of information given."
    )
