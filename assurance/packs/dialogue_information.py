"""What the dialogue record prints of information given to participants, and of decisions to go on with few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.packs.wording import counted, moment
from assurance.persistence.queries.competition import list_decisions
from assurance.persistence.queries.outgoing import label_of, list_sent

if TYPE_CHECKING:
    from assurance.persistence.models import Outgoing, OutgoingRecipient, Procurement


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """One briefing or version of the specification: its text, who has it, and what its check found."""

    title: str
    sent: str
    text: str
    changes: str
    given: tuple[tuple[str, str, str], ...]
    """Participant, given, and seen."""
    unequal_reason: str
    answers: tuple[tuple[str, str, str], ...]
    """Finding, why it was told, and who answered for it."""


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """One decision to go on with few bidders."""

    at: str
    stage: str
    left: str
    by: str
    reason: str


def item_records(session: Session, procurement: Procurement) -> tuple[ItemRecord, ...]:
    """Return what was sent, first to last."""
    return tuple(_item(row) for row in list_sent(session, procurement.id))


def decision_records(session: Session, procurement: Procurement) -> tuple[DecisionRecord, ...]:
    """Return the decisions to go on with few, first to last."""
    return tuple(
        DecisionRecord(
            at=moment(row.decided_at),
            stage=row.stage.label,
            left=counted(row.bids_left, "bidder"),
            by=row.decided_by.name if row.decided_by else "Not kept",
            reason=row.reason,
        )
        for row in reversed(list_decisions(session, procurement.id))
    )


def _item(row: Outgoing) -> ItemRecord:
    return ItemRecord(
        title=label_of(row),
        sent=f"{moment(row.sent_at)}, {row.sent_by.name if row.sent_by else ''}; written by {row.written_by.name}",
        text=row.text,
        changes=row.changes,
        given=tuple(_given(each) for each in row.recipients if each.given_at),
        unequal_reason="" if row.is_to_all else row.unequal_reason or "No reason is on record.",
        answers=tuple(
            (each.finding, each.reason, f"{each.answered_by.name}, {moment(each.answered_at)}") for each in row.answers
        ),
    )


def _given(each: OutgoingRecipient) -> tuple[str, str, str]:
    seen = f"{moment(each.seen_at)}, {each.seen_by.name}" if each.seen_by else "Not opened"
    return each.bid.organisation.name, moment(each.given_at), seen
