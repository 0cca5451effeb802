"""When too few shares of a tender key are left: bidders open their own copies, and only what matches is taken.

Two people declare the loss, each with a reason, and only while it shows that too few holders are left. Then each bidder
can give its tender again with the return code of its receipt, or from its own file (`supplied`). Every part is
compared with the commitment made at the deadline, so that nobody gains time and nothing changes. The box is opened by
the two once bidders have had theirs; after that nothing is taken any more. Prices that wait for quality are given again
in the same way when they are due (`lost_prices`), also where the key was lost only after the tenders were opened.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.adapters.vault import commitment, decrypt_stream
from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import BidStage, Stage
from assurance.domain.tenderbox.holders import find_twins, say_twins
from assurance.domain.tenderbox.opening import OPENERS_REQUIRED, PRICE, TENDER
from assurance.domain.tenderbox.parts import RECEIPT
from assurance.persistence.models import (
    Bid,
    LossDeclaration,
    OpeningAct,
    Procurement,
    SealedItem,
    Submission,
    SuppliedPart,
    User,
)
from assurance.persistence.queries.bids import list_openable, tenders_opened
from assurance.persistence.queries.sealing import (
    find_submission,
    find_tender_key,
    list_current_holders,
    list_declarations,
)
from assurance.services import audit, price_opening, stages
from assurance.services.intake import belongs_to
from assurance.services.permission import demand
from assurance.services.sealing import boxing, copies, lost_prices, told, unsealing
from assurance.services.sealing.tender_keys import staff_number_of

TOO_LATE = "The tenders that were given again have been opened. What was not given by then stays sealed"
NOT_LOST = "The key of this tender box is not lost: tenders are opened by its holders"


def wanted(procurement: Procurement) -> str:
    """Say which envelope the key is needed for: prices that wait, once they are due, and the tenders before."""
    return TENDER if price_opening.why_not_now(procurement) else PRICE


def declare(session: Session, *, procurement: Procurement, reason: str, actor: Actor, now: datetime) -> bool:
    """Declare that too few shares are left; say whether a second person has done so and the loss stands.

    Raises `Conflict` while enough holders have their shares, before closing, after the opening, and for a second
    declaration by one person.
    """
    demand(actor, Permission.TENDER_KEY_LOSE, procurement, act="declare the key lost")
    session.scalars(select(Procurement).where(Procurement.id == procurement.id).with_for_update(of=Procurement)).one()
    _check_lost(session, procurement)
    if not reason.strip():
        raise InvalidInput("reason", "Enter what happened to the shares")
    before = list_declarations(session, procurement.id)
    if actor.user_id in {each.user_id for each in before}:
        raise Conflict("You have declared the loss already. Another person must declare it too")
    people = [*(each.user for each in before), session.get_one(User, actor.user_id)]
    if (twins := find_twins([(user.name, staff_number_of(user)) for user in people])) is not None:
        raise Conflict(f"{say_twins(*twins)}. Another person must declare the loss too")
    session.add(LossDeclaration(procurement_id=procurement.id, user_id=actor.user_id, reason=reason.strip(), at=now))
    audit.record(
        session, tag="tender-key:declared-lost", actor=actor, now=now, procurement=procurement, reason=reason.strip()
    )
    session.flush()
    return is_lost(session, procurement.id)


def is_lost(session: Session, procurement_id: int) -> bool:
    """Say whether two people have declared the key of a tender box lost."""
    return len(list_declarations(session, procurement_id)) >= OPENERS_REQUIRED


def why_not_lost(session: Session, procurement: Procurement) -> str:
    """Say why the key cannot be declared lost now, or nothing when it can."""
    try:
        _check_lost(session, procurement)
    except Conflict as refused:
        return str(refused)
    return ""


def supply(session: Session, *, bid: Bid, return_code: str, files: FileStore, actor: Actor, now: datetime) -> None:
    """Give a submitted tender again from the bidder's own copy; every part must match what was promised.

    Held for the bidder by the caller's `hold`. Raises `InvalidInput` for a wrong code, and `Conflict` when the key is
    not lost or a part does not match, which the copy of an honest service never does.
    """
    submission = asked_again(session, bid)
    own = copies.open_own_copy(bid, submission, return_code)
    if wanted(bid.procurement) == PRICE:
        return lost_prices.supply(session, bid=bid, submission=submission, own=own, actor=actor, now=now)
    opened = _matching(bid, submission, own, files)
    return give_whole(session, bid=bid, submission=submission, opened=opened, actor=actor, now=now)


def asked_again(session: Session, bid: Bid) -> Submission:
    """Return the submission that is to be given again; raise `Conflict` when none is, or when it is too late."""
    if wanted(bid.procurement) == PRICE:
        found = lost_prices.asked_again(session, bid) if is_lost(session, bid.procurement_id) else None
        if found is None:
            raise Conflict(NOT_LOST)
        return found
    submission = find_submission(session, bid.id)
    if submission is None or bid.stage is not BidStage.SUBMITTED or not is_lost(session, bid.procurement_id):
        raise Conflict(NOT_LOST)
    if bid.manifest is not None:
        raise Conflict("Your tender has been given again already. It is opened with the others")
    if tenders_opened(session, bid.procurement_id):
        raise Conflict(TOO_LATE)
    return submission


def is_asked_again(session: Session, bid: Bid) -> bool:
    """Say whether the bidder is asked to give its tender again, and still may."""
    try:
        asked_again(session, bid)
    except Conflict:
        return False
    return True


def give_whole(
    session: Session, *, bid: Bid, submission: Submission, opened: boxing.Opened, actor: Actor, now: datetime
) -> None:
    """Write a tender that is given again whole, by the way of every opening; raise `Conflict` unless it is whole."""
    if not opened.damaged:
        unsealing.write_opened(session, bid=bid, submission=submission, opened=opened, envelope=TENDER)
    if opened.damaged:
        raise Conflict("These parts do not match your receipt, so they are not taken: " + ", ".join(opened.damaged))
    _forget_supplied(session, [submission.id])
    audit.record(
        session, tag="bid:supplied", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        digest=submission.manifest_digest,
    )  # fmt: skip
    told.tell_given_again(session, bid=bid, digest=submission.manifest_digest, now=now)


def open_supplied(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> None:
    """Open what bidders have given again; what was not given stays sealed for ever and is left to be decided on.

    Done by one who declared the loss. Raises `Conflict` while the key is not lost or nothing was given again.
    """
    demand(actor, Permission.TENDER_KEY_LOSE, procurement, act="open the tenders that were given again")
    session.scalars(select(Procurement).where(Procurement.id == procurement.id).with_for_update(of=Procurement)).one()
    declared = list_declarations(session, procurement.id)
    if wanted(procurement) == PRICE and is_lost(session, procurement.id):
        lost_prices.open_given(session, procurement=procurement, declared=declared, actor=actor, now=now)
        _forget_supplied(session, select(Submission.id).join(Bid).where(Bid.procurement_id == procurement.id))
        return
    if not is_lost(session, procurement.id) or tenders_opened(session, procurement.id):
        raise Conflict(NOT_LOST)
    supplied = [bid for bid in list_openable(session, procurement.id) if bid.manifest is not None]
    if not supplied:
        raise Conflict("No bidder has given its tender again yet, so there is nothing to open")
    for each in declared[:OPENERS_REQUIRED]:
        session.add(OpeningAct(procurement_id=procurement.id, envelope=TENDER, user_id=each.user_id, at=now))
    session.flush()
    record = [unsealing.entry(bid, _submission(session, bid), []) for bid in supplied]
    for bid in supplied:
        stages.move_bid(session, bid=bid, trigger="open", actor=actor, now=now)
    _forget_supplied(session, select(Submission.id).join(Bid).where(Bid.procurement_id == procurement.id))
    audit.record(
        session, tag="tender:opened", actor=actor, now=now, procurement=procurement, bids=record,
        openers=[each.user.name for each in declared], how="given again by the bidders, since the key was lost",
    )  # fmt: skip
    told.tell_opened(
        session, procurement=procurement, envelope=TENDER, damaged={}, actor=actor, now=now, by_bidders=True
    )


def _check_lost(session: Session, procurement: Procurement) -> None:
    key = find_tender_key(session, procurement.id)
    is_closed = procurement.stage is Stage.OPENING and not tenders_opened(session, procurement.id)
    if key is None or not (is_closed or wanted(procurement) == PRICE):
        raise Conflict(
            "A key is declared lost after the tenders are closed and before they are opened, or once prices that wait "
            "for quality are due"
        )
    left = len(list_current_holders(session, procurement.id))
    if left >= key.needed:
        raise Conflict(
            f"{left} holders still have their shares, and {key.needed} are enough to open. A holder who has forgotten "
            "their passphrase replaces their key on the page “My key”"
        )


def _matching(bid: Bid, submission: Submission, own: copies.OwnCopy, files: FileStore) -> boxing.Opened:
    """Compare every part of a bidder's own copy with what was promised; prices published as waiting are left out."""
    salts = {(each["kind"], each["code"]): bytes.fromhex(each["salt"]) for each in own.receipt["salts"]}
    parts = {(part.kind, part.code): part for part in own.parts}
    waits, opened = bid.procurement.price_opens_after_quality, boxing.Opened()
    for item in submission.items:
        key = (item.kind, item.code)
        if item.kind == RECEIPT or (item.envelope == PRICE and waits):
            continue
        if item.body is None:
            _match_file(bid, item.code, item.storage_key or "", item.commitment, item.label, own, files, opened)
        elif key in parts and commitment(salts[key], [parts[key].canonical]) == item.commitment:
            opened.parts.append(parts[key])
        else:
            opened.damaged.append(item.label)
    return opened


def _match_file(
    bid: Bid, document_id: str, stored: str, promised: str, label: str, own: copies.OwnCopy, files: FileStore,
    opened: boxing.Opened,
) -> None:  # fmt: skip
    place = belongs_to(bid.procurement.reference, bid.public_id, document_id)
    try:
        key = own.files[document_id]
        is_whole = commitment(key.salt, decrypt_stream(files.stream(stored), key, place)) == promised
    except (KeyError, *boxing.FAULTS):
        is_whole = False
    if is_whole:
        opened.files[document_id] = own.files[document_id]
    else:
        opened.damaged.append(label)


def _forget_supplied(session: Session, submissions: Any) -> None:
    """Delete parts that wait for others: the tender is whole now, or what is not whole stays sealed."""
    items = select(SealedItem.id).where(SealedItem.submission_id.in_(submissions))
    session.execute(delete(SuppliedPart).where(SuppliedPart.sealed_item_id.in_(items)))


def _submission(session: Session, bid: Bid) -> Submission:
    found = find_submission(session, bid.id)
    if found is None:
        raise RuntimeError("a tender that was given again is in the box")
    return found
