"""Asking a bidder to explain a price or a promise that looks unrealistic, and deciding on what it answers.

A bid is rejected only after a real chance to explain (PCR 2015 reg 69, Procurement Act 2023 s 19(4), kept as the
pattern; PSR 2023 reg 4), and before anything relative is worked out. Nobody's mark is touched. After the ranking is
confirmed nothing can be asked.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.domain.evaluation.abnormal import ACCEPTED, PRICE, PROMISE, REJECTED, check_due, may_decide
from assurance.domain.stages import ASKABLE_BID_STAGES, ASKING_STAGES, Stage
from assurance.domain.tenderbox.visibility import low_bids_visible, price_visible
from assurance.persistence.models import AbnormalBidQuery, Bid, Procurement
from assurance.persistence.queries.abnormal import hidden_bids, list_questions
from assurance.persistence.queries.bids import list_in_procurement
from assurance.services import audit, low_bids, stages
from assurance.services.permission import demand


def ask(
    session: Session,
    *,
    bid: Bid,
    about: str,
    finding: str,
    question: str,
    due: datetime,
    actor: Actor,
    now: datetime,
) -> AbnormalBidQuery:
    """Ask a bidder to explain its price or a promise, by a time that leaves a reasonable chance to.

    What was seen goes on record: for a price its figures, for a promise the words of the person who asks. One question
    about the same is open at a time. Raises `InvalidInput` at `about`, `finding`, `question` or `due_on`.
    """
    _hold(session, bid, actor, about, act="ask a bidder to explain its bid")
    if any(row.about == about and not row.decision for row in list_questions(session, bid.id)):
        raise Conflict("This bidder has an open question about the same already. Decide on it first")
    seen = _seen(session, bid, about, finding)
    _check_question(session, bid, question)
    check_due(due, now)
    row = AbnormalBidQuery(
        bid=bid, about=about, finding=seen, question=question.strip(), asked_by_id=actor.user_id, asked_at=now,
        answer_due_at=due,
    )  # fmt: skip
    session.add(row)
    _record(session, "abnormal:asked", row, actor, now, finding=seen, question=row.question, due=due)
    return row


def let_be(session: Session, *, bid: Bid, reason: str, actor: Actor, now: datetime) -> AbnormalBidQuery:
    """Decide, with the reason, that a price which looks low needs no question."""
    _hold(session, bid, actor, PRICE, act="decide that no question is needed")
    if any(row.about == PRICE for row in list_questions(session, bid.id)):
        raise Conflict("There is a question or a decision about this price already")
    seen = _seen(session, bid, PRICE, "")
    if not reason.strip():
        raise InvalidInput("reason", "Enter why no question is needed")
    row = AbnormalBidQuery(
        bid=bid, about=PRICE, finding=seen, question="", asked_by_id=actor.user_id, asked_at=now, answer_due_at=now,
        decision=ACCEPTED, decision_reason=reason.strip(), decided_by_id=actor.user_id, decided_at=now,
    )  # fmt: skip
    session.add(row)
    _record(session, "abnormal:let-be", row, actor, now, finding=seen, because=row.decision_reason)
    return row


def decide(
    session: Session,
    *,
    row: AbnormalBidQuery,
    accept: bool,
    reason: str,
    actor: Actor,
    now: datetime,
    saw_answer: bool | None = None,
) -> AbnormalBidQuery:
    """Accept the explanation, or reject the bid, which then takes part in nothing that follows.

    Not before an answer or the time it was due. `saw_answer` is whether the person was shown one, so that nobody
    decides without having read an answer that came meanwhile.
    """
    bid = row.bid
    _hold(session, bid, actor, row.about, act="decide on an explanation")
    session.refresh(row, with_for_update={"of": AbnormalBidQuery})
    if row.decision:
        raise Conflict(f"This question is already decided: {row.decision}")
    if saw_answer is not None and saw_answer != bool(row.answer):
        raise Conflict("The bidder answered after you opened the page. Read the answer, then decide")
    if not may_decide(answered=bool(row.answer), due=row.answer_due_at, now=now):
        raise Conflict("The bidder has not answered and its time has not passed. It must have a real chance to explain")
    if not reason.strip():
        raise InvalidInput("reason", "Enter the reason for the decision")
    row.decision, row.decision_reason = ACCEPTED if accept else REJECTED, reason.strip()
    row.decided_by_id, row.decided_at = actor.user_id, now
    _record(session, "abnormal:decided", row, actor, now, decision=row.decision, because=row.decision_reason)
    if not accept:
        stages.move_bid(session, bid=bid, trigger="reject", actor=actor, now=now, reason=row.decision_reason)
    return row


def require_visible(session: Session, bid: Bid, actor: Actor) -> None:
    """Raise unless this person may know what a bidder was asked and answered: not the panel, nor one in conflict."""
    demand(actor, Permission.ABNORMAL_VIEW, bid.procurement, act="see what bidders were asked to explain")
    if not low_bids_visible(actor.roles, bid.procurement.stage):
        raise NotPermitted("The quality panel learns of low bids once the result is confirmed")
    if bid.id in hidden_bids(session, bid.procurement_id, actor.user_id):
        raise NotFound("There is no such bid, or it is not yours to see")


def why_closed(bid: Bid) -> str:
    """Say why nothing can be asked or decided about a bid any more or yet, or return nothing while it can."""
    stage = bid.procurement.stage
    if stage is Stage.ABANDONED:
        return "The procurement was abandoned: there is nothing left to ask or decide"
    if stage not in ASKING_STAGES:
        return "A bidder is asked after the opening and before the ranking is confirmed, at no other time"
    if bid.stage not in ASKABLE_BID_STAGES:
        return "Only a bidder whose opened bid is still in can be asked to explain it"
    return ""


def _hold(session: Session, bid: Bid, actor: Actor, about: str, *, act: str) -> None:
    """Lock the procurement and the bid, in this order as the moves do, and refuse who or what has no place here."""
    demand(actor, Permission.ABNORMAL_DECIDE, bid.procurement, act=act)
    require_visible(session, bid, actor)
    session.scalars(
        select(Procurement)
        .where(Procurement.id == bid.procurement_id)
        .with_for_update(of=Procurement)
        .execution_options(populate_existing=True)
    ).one()
    session.scalars(
        select(Bid).where(Bid.id == bid.id).with_for_update(of=Bid).execution_options(populate_existing=True)
    ).one()
    if why := why_closed(bid):
        raise Conflict(why)
    if about not in (PRICE, PROMISE):
        raise InvalidInput("about", "Select whether it is about the price or about a promise")
    procurement = bid.procurement
    if about == PRICE and not price_visible(actor.roles, procurement.stage, closed=procurement.are_prices_closed):
        raise Conflict("The prices are closed, so nothing can be asked about one", endpoint="staff.opening.prices")


def _check_question(session: Session, bid: Bid, question: str) -> None:
    if not question.strip():
        raise InvalidInput("question", "Enter what the bidder is to explain")
    others = {each.organisation.name for each in list_in_procurement(session, bid.procurement_id) if each.id != bid.id}
    if named := next((name for name in sorted(others) if name.lower() in question.lower()), None):
        raise InvalidInput("question", f"Name no other bidder to this one: take out “{named}”")


def _seen(session: Session, bid: Bid, about: str, finding: str) -> str:
    if about == PROMISE:
        if not finding.strip():
            raise InvalidInput("finding", "Enter what in the bid looks unrealistic")
        return finding.strip()
    low = {each.bid.id: each for each in low_bids.list_low(session, bid.procurement)}
    if bid.id not in low:
        raise InvalidInput("about", "The price of this bid is not low by the figures set for this procurement")
    return low[bid.id].finding


def _record(session: Session, tag: str, row: AbnormalBidQuery, actor: Actor, now: datetime, **data: object) -> None:
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=row.bid.procurement, subject=row.bid.public_id,
        about=row.about, **data,
    )  # fmt: skip
