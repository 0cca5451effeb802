"""Prices that wait for quality when the key of the box is lost: bidders give them again, and two people open them.

Every bidder whose tender was opened is asked alike, since being left out would tell it that its bid is out. What is
given waits under the key ring, compared with the commitment of the receipt, and is written where it is read only when
all are opened; prices of bids that are out stay closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.vault import commitment
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.opening import OPENERS_REQUIRED, PRICE
from assurance.domain.tenderbox.parts import RECEIPT, Part, read
from assurance.persistence.models import (
    Bid,
    LossDeclaration,
    OpeningAct,
    Procurement,
    SealedItem,
    Submission,
    SuppliedPart,
)
from assurance.persistence.queries.bids import was_opened
from assurance.persistence.queries.panel import list_evaluated_bids
from assurance.persistence.queries.sealing import find_submission, list_supplied
from assurance.services import audit
from assurance.services.sealing import boxing, copies, told, unsealing

GIVEN_ALREADY = "Your price has been given again already. It is opened with the others"


def prices_of(submission: Submission) -> list[SealedItem]:
    """List the prices that a submission keeps closed; its receipt lies in the same envelope."""
    return [item for item in submission.items if item.envelope == PRICE and item.kind != RECEIPT]


def asked_again(session: Session, bid: Bid) -> Submission | None:
    """Return the submission whose price is to be given again, or None when none is; `Conflict` when it was given."""
    submission = find_submission(session, bid.id)
    if submission is None or bid.stage is BidStage.WITHDRAWN or not was_opened(session, bid.id):
        return None
    if _is_whole(session, submission):
        raise Conflict(GIVEN_ALREADY)
    return submission


def supply(
    session: Session, *, bid: Bid, submission: Submission, own: copies.OwnCopy, actor: Actor, now: datetime
) -> None:
    """Keep the prices of the bidder's own copy; raise `Conflict` for one that does not match what was promised."""
    salts = {(each["kind"], each["code"]): bytes.fromhex(each["salt"]) for each in own.receipt["salts"]}
    parts = {(part.kind, part.code): part for part in own.parts}
    given = {each.sealed_item_id for each in list_supplied(session, submission.id)}
    for item in prices_of(submission):
        part = parts.get((item.kind, item.code))
        if part is None or commitment(salts[item.kind, item.code], [part.canonical]) != item.commitment:
            raise Conflict(f"These parts do not match your receipt, so they are not taken: {item.label}")
        if item.id not in given:
            row = SuppliedPart(item=item, content=part.canonical, given_at=now, given_by_id=actor.user_id)
            session.add(row)
    session.flush()
    note_given(session, bid=bid, submission=submission, actor=actor, now=now)


def note_given(session: Session, *, bid: Bid, submission: Submission, actor: Actor, now: datetime) -> None:
    """Put on record that the prices of a bid are given again whole, and tell the bidder and nobody else."""
    audit.record(
        session, tag="price:supplied", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        digest=submission.manifest_digest,
    )  # fmt: skip
    told.tell_given_again(session, bid=bid, digest=submission.manifest_digest, now=now, envelope=PRICE)


def open_given(
    session: Session, *, procurement: Procurement, declared: Iterable[LossDeclaration], actor: Actor, now: datetime
) -> None:
    """Open the prices that were given again of the bids still in; others stay sealed for ever, and are named.

    Raises `Conflict` while nothing was given.
    """
    record = [_open(session, bid) for bid in list_evaluated_bids(session, procurement.id)]
    if all(each["altered"] for each in record):
        raise Conflict("No bidder has given its price again yet, so there is nothing to open")
    openers = list(declared)[:OPENERS_REQUIRED]
    here = select(OpeningAct.user_id).where(OpeningAct.procurement_id == procurement.id, OpeningAct.envelope == PRICE)
    acted = set(session.scalars(here))
    for each in openers:
        if each.user_id not in acted:
            session.add(OpeningAct(procurement_id=procurement.id, envelope=PRICE, user_id=each.user_id, at=now))
    procurement.prices_opened_at = now
    session.flush()
    audit.record(
        session, tag="price:opened", actor=actor, now=now, procurement=procurement, bids=record,
        openers=[each.user.name for each in openers], how="given again by the bidders, since the key was lost",
    )  # fmt: skip
    damaged = {each["bid"]: each["altered"] for each in record}
    told.tell_opened(
        session, procurement=procurement, envelope=PRICE, damaged=damaged, actor=actor, now=now, by_bidders=True
    )


def _open(session: Session, bid: Bid) -> dict[str, Any]:
    submission = find_submission(session, bid.id)
    if submission is None:
        raise RuntimeError("a bid that is evaluated is in the box")
    given = {each.sealed_item_id: each.content for each in list_supplied(session, submission.id)}
    opened = boxing.Opened()
    for item in prices_of(submission):
        if (content := given.get(item.id)) is None:
            opened.damaged.append(item.label)
        else:
            opened.parts.append(Part(item.kind, item.code, item.label, read(content)))
    if not opened.damaged:
        unsealing.write_opened(session, bid=bid, submission=submission, opened=opened, envelope=PRICE)
    return unsealing.entry(bid, submission, opened.damaged)


def _is_whole(session: Session, submission: Submission) -> bool:
    given = {each.sealed_item_id for each in list_supplied(session, submission.id)}
    return {item.id for item in prices_of(submission)} <= given
