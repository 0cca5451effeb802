"""Letters to bidders: prepared from the moderated record, issued together, never edited afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import LONDON, Standstill
from assurance.domain.errors import Conflict, MoveRefused, Objection
from assurance.domain.notices.letters import LETTERS
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, Letter, Procurement
from assurance.persistence.queries.awards import list_bids_at, list_letter_bids, list_letters
from assurance.services import audit, letter_content, letter_record, letter_words, stages, telling
from assurance.services.permission import demand

UNTOLD = frozenset({BidStage.DRAFT_REQUEST, BidStage.WITHDRAWN, BidStage.EXCLUDED})
"""Bids whose bidder is not told of an abandonment: they never entered, or have left."""


def prepare_all(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> list[Letter]:
    """Prepare one outcome letter for each bidder who is told the outcome; doing it again writes them anew.

    Refused while a scored line of any bid has no reason, and once the letters are issued.
    """
    demand(actor, Permission.LETTERS_WRITE, procurement, act="prepare letters")
    stages.require(procurement, Stage.INTENTION, act="Prepare the letters")
    bids = list_letter_bids(session, procurement.id)
    winner = next((bid for bid in bids if bid.stage is BidStage.PREFERRED), None)
    if winner is None:
        raise MoveRefused(
            "letters", [Objection("preferred", "There is no preferred bidder", "Abandon, or start again")]
        )
    existing = {letter.bid_id: letter for letter in list_letters(session, procurement.id)}
    if any(letter.issued_at for letter in existing.values()):
        raise Conflict("The letters are issued, and what was sent does not change")
    record = letter_record.read_record(session, procurement, winner)
    if found := tuple(_unreasoned(record, bids)):
        raise MoveRefused("letters", found)
    _drop(session, existing, {bid.id for bid in bids})
    return [_prepare(session, record, bid, existing.get(bid.id), actor, now) for bid in bids]


def issue_all(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> None:
    """Issue every prepared outcome letter at the same instant, with the dates of standstill, and so fix them."""
    if procurement.standstill is None:
        raise RuntimeError("letters are issued with the intention to award, which sets its date first")
    dates = standstill_content(procurement.standstill)
    prepared = {letter.bid_id: letter for letter in list_letters(session, procurement.id)}
    told = {bid.id for bid in list_letter_bids(session, procurement.id)}
    _drop(session, prepared, told)  # a bidder that left after its letter was prepared is not sent it
    for letter in (letter for bid_id, letter in prepared.items() if bid_id in told):
        if letter.issued_at is None:
            today = now.astimezone(LONDON).date().isoformat()
            letter.content = {**letter.content, "date": today, "standstill": dates}
            _issue(session, letter, procurement, actor, now)


def issue_abandonment(session: Session, *, procurement: Procurement, actor: Actor, now: datetime, reason: str) -> None:
    """Tell every bidder who has not left that the procurement is abandoned, and why."""
    told = [stage for stage in BidStage if stage not in UNTOLD]
    for bid in list_bids_at(session, procurement.id, *told):
        content = letter_content.blank(procurement, bid, "abandonment")
        content |= {
            "date": now.astimezone(LONDON).date().isoformat(),
            "intro": f"Thank you for taking part in the competition for {procurement.title}. It ends without an award.",
            "why": reason.strip(),
            "words": letter_words.said(procurement, "abandonment"),
        }
        letter = Letter(
            bid_id=bid.id, bid=bid, kind="abandonment", content=content, prepared_by_id=actor.user_id, prepared_at=now
        )
        session.add(letter)
        _issue(session, letter, procurement, actor, now)


def standstill_content(standstill: Standstill) -> dict[str, Any]:
    """Give the dates of standstill as letters and notices carry them, each with its reason."""
    return {
        "begins_on": standstill.begins_on.isoformat(),
        "representations_until": standstill.representations_until.isoformat(),
        "why": list(standstill.why),
    }


def _unreasoned(record: letter_record.Record, bids: list[Bid]) -> Iterator[Objection]:
    for bid in bids:
        if lines := letter_content.unreasoned(record, bid):
            names = ", ".join(f"“{line}”" for line in lines)
            yield Objection(
                "reasons", f"{bid.organisation.name} has no reason for {names}",
                "Every mark a bidder is told has its reason in the record",
                LETTERS[record.procurement.procedure.regime].provision,
            )  # fmt: skip


def _drop(session: Session, existing: dict[int, Letter], told: set[int]) -> None:
    for bid_id, letter in existing.items():
        if bid_id not in told:
            session.delete(letter)


def _prepare(
    session: Session, record: letter_record.Record, bid: Bid, letter: Letter | None, actor: Actor, now: datetime
) -> Letter:
    content = letter_content.compose(session, record, bid) | {"date": now.astimezone(LONDON).date().isoformat()}
    if letter is None:
        letter = Letter(bid_id=bid.id, bid=bid, kind="outcome")
    letter.content, letter.prepared_by_id, letter.prepared_at = content, actor.user_id, now
    session.add(letter)
    audit.record(
        session, tag="letter:prepared", actor=actor, now=now, procurement=record.procurement, subject=bid.public_id,
        kind=letter.content["kind"],
    )  # fmt: skip
    return letter


def _issue(session: Session, letter: Letter, procurement: Procurement, actor: Actor, now: datetime) -> None:
    letter.issued_at = now
    audit.record(
        session, tag="letter:issued", actor=actor, now=now, procurement=procurement, subject=letter.bid.public_id,
        kind=letter.content["kind"],
    )  # fmt: skip
    telling.tell(
        session, kind=f"letter-{letter.kind}", subject=f"{letter.bid.public_id}:{now.isoformat()}", now=now,
        title="The authority has written to you about the outcome", procurement=procurement,
        text="The letter says what was decided and why, and what you can do until when.",
        endpoint="supplier.bids.letter", params={"bid_id": letter.bid.public_id},
        organisations=[letter.bid.organisation_id],
    )  # fmt: skip
