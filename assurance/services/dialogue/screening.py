"""Holds what is to be sent against everybody else's ideas and names, and says what still stands in its way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.dialogue import disclosure
from assurance.domain.dialogue.consent import State
from assurance.domain.dialogue.disclosure import Finding, Known
from assurance.domain.stages import BidStage
from assurance.persistence.models import (
    Bid,
    CriterionRow,
    DisclosureConsent,
    Idea,
    Outgoing,
    OutgoingAnswer,
    PathwayElement,
    Procurement,
    Subcontractor,
)
from assurance.persistence.queries.dialogue_record import list_ideas
from assurance.persistence.queries.outgoing import list_sent
from assurance.persistence.queries.specification import find_published


@dataclass(frozen=True, slots=True)
class Screened:
    """The outcome of one check: findings, the answers that hold, and the consents that the text relies on."""

    findings: tuple[Finding, ...]
    answers: dict[str, OutgoingAnswer]
    relied_on: tuple[DisclosureConsent, ...]

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that nobody has answered; while there is one, nothing leaves."""
        return tuple(each for each in self.findings if each.key not in self.answers)

    @property
    def needs_second(self) -> bool:
        """Say whether somebody answered a finding, so that another person has to release it."""
        return bool(self.findings)


def recipients_of(session: Session, row: Outgoing) -> list[Bid]:
    """List the participants that information goes to, or went to."""
    if row.sent_at is not None or not row.is_to_all:
        return [each.bid for each in row.recipients]
    return list_in_dialogue(session, row.procurement_id)


def list_in_dialogue(session: Session, procurement_id: int) -> list[Bid]:
    """List the participants still in the dialogue, by name."""
    query = select(Bid).where(Bid.procurement_id == procurement_id, Bid.stage == BidStage.IN_DIALOGUE)
    return sorted(session.scalars(query), key=lambda bid: (bid.organisation.name, bid.id))


def screen(session: Session, row: Outgoing, recipients: Collection[Bid]) -> Screened:
    """Check a text for these recipients, as ideas, consents and what is public stand now."""
    text = "\n".join((row.title, row.text, row.changes))
    findings, used = check(session, row.procurement, text, [str(bid.id) for bid in recipients])
    answers = {each.key: each for each in row.answers}
    return Screened(findings, {each.key: answers[each.key] for each in findings if each.key in answers}, used)


def check(
    session: Session, procurement: Procurement, text: str, to: Collection[str]
) -> tuple[tuple[Finding, ...], tuple[DisclosureConsent, ...]]:
    """Check any text that is to leave for these recipients; return findings, and the consents it relies on.

    Recipients are named by the id of their bid; somebody without a bid is just another who would read it.
    """
    ideas = list_ideas(session, procurement.id)
    used = [
        consent
        for idea in ideas
        for consent in idea.consents
        if consent.state is State.GIVEN and disclosure.relied_on(text, _consent(consent), to)
    ]
    return disclosure.check(text, _known(session, procurement, ideas), to), tuple(used)


def _known(session: Session, procurement: Procurement, ideas: list[Idea]) -> Known:
    return Known(
        ideas=[_idea(each) for each in ideas], names=_names(session, procurement), public=_public(session, procurement)
    )


def _idea(row: Idea) -> disclosure.Idea:
    return disclosure.Idea(
        id=row.public_id, owner=str(row.bid_id), owner_name=row.bid.organisation.name, title=row.title, text=row.text,
        consents=tuple(_consent(each) for each in row.consents if each.state is State.GIVEN),
    )  # fmt: skip


def _consent(row: DisclosureConsent) -> disclosure.Consent:
    named = frozenset(str(each.bid_id) for each in row.recipients)
    return disclosure.Consent(row.wording, None if row.is_to_all else named)


def _names(session: Session, procurement: Procurement) -> dict[str, tuple[str, ...]]:
    bids = session.scalars(select(Bid).where(Bid.procurement_id == procurement.id).order_by(Bid.id)).all()
    partners = session.scalars(select(Subcontractor).where(Subcontractor.bid_id.in_([bid.id for bid in bids]))).all()
    return {
        str(bid.id): (bid.organisation.name, *(each.name for each in partners if each.bid_id == bid.id)) for bid in bids
    }


def _public(session: Session, procurement: Procurement) -> list[str]:
    """List what every participant can read already: the notice, the programme, the criteria, what all were sent."""
    criteria = session.scalars(select(CriterionRow).where(CriterionRow.procurement_id == procurement.id)).all()
    elements = session.scalars(select(PathwayElement).where(PathwayElement.procurement_id == procurement.id)).all()
    return [
        procurement.title, procurement.summary, procurement.notice_text, procurement.engagement_summary,
        *(text for row in criteria for text in (row.title, row.question or "", row.guidance or "")),
        *(f"{row.pathway} {row.name}" for row in elements),
        *(each.text for each in (find_published(session, procurement),) if each is not None),
        *(f"{row.title}\n{row.text}\n{row.changes}" for row in list_sent(session, procurement.id) if row.is_to_all),
    ]  # fmt: skip
