"""Opening the prices that were kept closed: two different people together, once the marks on quality are final."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict
from assurance.domain.stages import Stage
from assurance.domain.tenderbox.opening import PRICE, box_open
from assurance.persistence.models import OpeningAct, Procurement
from assurance.persistence.queries.bids import list_openers
from assurance.persistence.queries.panel import list_evaluated_bids
from assurance.services import audit
from assurance.services.permission import demand
from assurance.services.submission import altered_prices


def take_part(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> OpeningAct:
    """Take part in the opening of the prices; with the second different person all of them open, in this transaction.

    Openers queue for the procurement, so that of two at the same instant one is second. Only bids still in are opened:
    of one that is out the price stays closed for good. Each price is compared with what was submitted, and one that
    was altered is named. Raises `Conflict` at any other stage, when prices are open, and for a person who has already
    taken part.
    """
    demand(actor, Permission.TENDERS_OPEN, procurement, act="open the prices")
    session.scalars(
        select(Procurement)
        .where(Procurement.id == procurement.id)
        .with_for_update(of=Procurement)
        .execution_options(populate_existing=True)
    ).one()
    if why := why_not_now(procurement):
        raise Conflict(why)
    before = list_openers(session, procurement.id, PRICE)
    if actor.user_id in {act.user_id for act in before}:
        raise Conflict("You have already taken part. Another person with the role of opener must open with you")
    act = OpeningAct(procurement_id=procurement.id, user_id=actor.user_id, envelope=PRICE, at=now)
    session.add(act)
    audit.record(session, tag="price:opening-joined", actor=actor, now=now, procurement=procurement)
    if box_open(len(before) + 1):
        _open_all(session, procurement, actor, now)
    return act


def why_not_now(procurement: Procurement) -> str:
    """Say why the prices cannot be opened now, or return nothing when they can."""
    if not procurement.price_opens_after_quality:
        return "In this procurement the prices are opened with the tenders"
    if procurement.prices_opened_at is not None:
        return "The prices are open"
    if procurement.stage is Stage.ABANDONED:
        return "The procurement was abandoned: the prices stay closed"
    if procurement.stage is not Stage.RANKING:
        return "The prices are opened once moderation is complete and the marks on quality are final"
    return ""


def _open_all(session: Session, procurement: Procurement, actor: Actor, now: datetime) -> None:
    procurement.prices_opened_at = now
    record = [
        {"bid": bid.public_id, "bidder": bid.organisation.name, "altered": altered_prices(session, bid)}
        for bid in list_evaluated_bids(session, procurement.id)
    ]
    openers = [act.user.name for act in list_openers(session, procurement.id, PRICE)]
    audit.record(
        session, tag="price:opened", actor=actor, now=now, procurement=procurement, bids=record, openers=openers
    )
