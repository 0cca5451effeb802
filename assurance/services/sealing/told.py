"""Telling everybody of an opening: each bidder whose tender was opened, and the staff whom it concerns.

Who opened is told by role. Of the prices, every bidder whose tender was opened is told in the same words: whether its
own price was among them would tell it how it stands before its letter does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.procedures.rules.wording import when
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.opening import PRICE, TENDER
from assurance.domain.tenderbox.receipt import receipt_number
from assurance.persistence.models import Bid, OpeningAct, Procurement, RoleAssignment
from assurance.persistence.queries.bids import list_opened
from assurance.services import telling

STAFF: dict[str, tuple[Role, ...]] = {
    TENDER: (Role.OFFICER, Role.OWNER, Role.OPENER, Role.AUDITOR),
    PRICE: (Role.OFFICER, Role.OWNER, Role.OPENER, Role.FINANCE_OFFICER, Role.AUDITOR),
}
PAGES = {TENDER: "staff.opening.show", PRICE: "staff.opening.prices"}
BY_BIDDERS = " from the bidders’ own copies, since the key of the box is lost,"


def tell_opened(
    session: Session, *, procurement: Procurement, envelope: str, damaged: Mapping[str, Sequence[str]], actor: Actor,
    now: datetime, by_bidders: bool = False,
) -> None:  # fmt: skip
    """Tell of an opening that has just been done; `damaged` names by bid what could not be opened of it."""
    opened = [bid for bid in list_opened(session, procurement.id) if bid.stage is not BidStage.WITHDRAWN]
    openers = _openers(session, procurement, envelope)
    how = f"Opened at {when(now)}{BY_BIDDERS if by_bidders else ''} by people in these roles: {openers}."
    for bid in opened:
        telling.tell(
            session, kind=f"{envelope}-opened", subject=bid.public_id, now=now, procurement=procurement,
            title="Your final tender was opened" if envelope == TENDER else "The prices of the tenders were opened",
            text=f"{how} {_what(bid, envelope, damaged.get(bid.public_id, ()))}",
            endpoint="supplier.bids.show", params={"bid_id": bid.public_id}, organisations=[bid.organisation_id],
        )  # fmt: skip
    telling.tell_holders(
        session, procurement=procurement, roles=STAFF[envelope], without=actor, kind=f"{envelope}-opened",
        subject=procurement.reference, now=now, endpoint=PAGES[envelope],
        title="The final tenders are open" if envelope == TENDER else "The prices are open", text=how,
    )  # fmt: skip


def tell_given_again(session: Session, *, bid: Bid, digest: str, now: datetime, envelope: str = TENDER) -> None:
    """Tell the bidder, and nobody else before the opening, that its tender or its price is given again whole."""
    title, what = "Your price is given again", "It"
    if envelope == TENDER:
        title, what = "Your final tender is given again", "Every part"
    telling.tell(
        session, kind=f"{envelope}-given-again", subject=digest, now=now, procurement=bid.procurement, title=title,
        text=f"{what} agrees with your receipt, {receipt_number(digest)}. It is opened with the others.",
        endpoint="supplier.bids.show", params={"bid_id": bid.public_id}, organisations=[bid.organisation_id],
    )  # fmt: skip


def _what(bid: Bid, envelope: str, damaged: Sequence[str]) -> str:
    number = receipt_number(bid.manifest_digest or "")
    price_waits = bid.procurement.price_opens_after_quality
    if damaged:
        what = f"These parts were not whole and could not be opened: {', '.join(damaged)}."
    elif envelope == PRICE:
        what = "They had stayed closed until the marks on quality were final, as was published."
    elif price_waits:
        what = "Every part but the price agrees with your receipt. The price stays closed until marks are final."
    else:
        what = "Every part agrees with your receipt."
    return f"{what} Your receipt: {number}. Nothing is asked of you now; the outcome comes by letter."


def _openers(session: Session, procurement: Procurement, envelope: str) -> str:
    """Say by role who opened, one entry for each person."""
    acts = session.scalars(
        select(OpeningAct)
        .where(OpeningAct.procurement_id == procurement.id, OpeningAct.envelope == envelope)
        .order_by(OpeningAct.at, OpeningAct.id)
    )
    rows = session.execute(
        select(RoleAssignment.user_id, RoleAssignment.role).where(RoleAssignment.procurement_id == procurement.id)
    )
    held: dict[int, list[Role]] = {}
    for user_id, role in rows:
        held.setdefault(user_id, []).append(role)
    return "; ".join(_as_one(held.get(each.user_id, [])) for each in acts)


def _as_one(roles: Sequence[Role]) -> str:
    """Name one opener by the roles that person holds besides opening, or as an opener."""
    others = [role for role in roles if role is not Role.OPENER]
    return " and ".join(role.label.lower() for role in others or (Role.OPENER,))
