"""The answers and the price of a final tender, kept as the bidder works on them. Nobody else can read them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.tenderbox.price import tender_price
from assurance.domain.words import count_words
from assurance.persistence.models import Answer, Bid, CriterionRow, Price
from assurance.services import audit
from assurance.services.bids.own import hold_tender


def save_answer(
    session: Session,
    *,
    bid: Bid,
    criterion: CriterionRow,
    text: str,
    actor: Actor,
    now: datetime,
    is_confirmed: bool = False,
    version: int | None = None,
) -> Answer:
    """Keep the answer to a criterion. Words are counted here, and more than the limit are refused.

    `version` is that of the answer the person was shown, 0 when there was none; a colleague's newer one is not lost.
    """
    hold_tender(session, bid, actor, now)
    if criterion.procurement_id != bid.procurement_id or criterion.kind not in (Kind.SCORED, Kind.PASS_FAIL):
        raise InvalidInput("text", "This criterion asks for no answer")
    text = text.strip()
    limit, count = criterion.word_limit, count_words(text)
    if limit is not None and count > limit:
        raise InvalidInput("text", f"The answer has {count:,} words; at most {limit:,} are allowed")
    answer = session.scalar(select(Answer).where(Answer.bid_id == bid.id, Answer.criterion_id == criterion.id))
    if version is not None and version != (answer.version if answer else 0):
        raise Conflict("A colleague changed this answer after you opened the page")
    if answer is None:
        answer = Answer(bid_id=bid.id, criterion_id=criterion.id)
        session.add(answer)
    answer.text, answer.is_confirmed = text, is_confirmed and criterion.kind == Kind.PASS_FAIL
    answer.updated_at, answer.updated_by_id = now, actor.user_id
    audit.record(
        session, tag="answer:saved", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        criterion=criterion.code,
    )  # fmt: skip
    return answer


def set_price(
    session: Session, *, bid: Bid, criterion: CriterionRow, amount: Decimal, actor: Actor, now: datetime
) -> Price:
    """Keep the price under a price criterion; it is above zero, for the whole term of the contract."""
    hold_tender(session, bid, actor, now)
    if criterion.procurement_id != bid.procurement_id or criterion.kind != Kind.PRICE:
        raise InvalidInput("amount", "This criterion asks for no price")
    amount = tender_price(amount)
    price = session.scalar(select(Price).where(Price.bid_id == bid.id, Price.criterion_id == criterion.id))
    if price is None:
        price = Price(bid_id=bid.id, criterion_id=criterion.id, amount=amount)
        session.add(price)
    price.amount = amount
    audit.record(
        session, tag="price:saved", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        criterion=criterion.code,
    )  # fmt: skip
    return price
