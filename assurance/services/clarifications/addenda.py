"""Addenda: numbered changes to the tender information, and whether a submitted tender stands after them.

A tender that was submitted before an addendum which changes what must be answered is not thrown out and not taken as
meant: its bidder is asked to confirm it or to submit again, and what is unconfirmed shows when compliance is checked.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.clarifications.questions import CIRCLES, Circle
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.procedures.bid import tenders_open
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Addendum, AddendumConfirmation, Bid, HeldText, Procurement
from assurance.persistence.queries.clarifications import list_unconfirmed, next_number
from assurance.persistence.queries.entitled import list_told
from assurance.services import audit, stages, telling
from assurance.services.bids.own import hold
from assurance.services.clarifications import holding
from assurance.services.clarifications.answering import lock
from assurance.services.clarifications.screening import answered, ideas_told, screen
from assurance.services.engagement.questionnaire import add_notice
from assurance.services.permission import demand
from assurance.services.planning.draft import line

SHORTEST = 20


def why_none(procurement: Procurement, now: datetime) -> str:
    """Say why no addendum can be sent now, or return nothing."""
    if procurement.stage not in CIRCLES:
        return f"Addenda change what bidders work from; at the stage “{procurement.stage.label}” nobody works on a bid"
    due = procurement.tenders_due_at
    if procurement.stage is Stage.FINAL_TENDERS and due is not None and now >= due:
        return "The deadline for final tenders has passed: what they were asked can no longer change"
    return ""


def issue(
    session: Session,
    *,
    procurement: Procurement,
    title: str,
    text: str,
    changes: str,
    effective_on: date,
    is_asking: bool,
    reasons: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> Addendum | HeldText:
    """Send a numbered addendum to everybody entitled at once; it is never edited, only followed by another.

    `is_asking` says that it changes what must be answered. The texts are checked for names of bidders like published
    answers, and held for a second person's release where they share words with an idea of the dialogue.
    """
    demand(actor, Permission.CLARIFICATION_ANSWER, procurement, act="send addenda")
    if why := why_none(procurement, now):
        raise Conflict(why)
    holding.replace(session, procurement, None, actor, now)
    content = {
        "title": line(title, "title", "Enter a title", 160), "text": _text(text, "text"),
        "changes": _text(changes, "changes"), "effective_on": effective_on.isoformat(), "is_asking": is_asking,
    }  # fmt: skip
    _check_day(effective_on, now)
    said = in_words(content)
    content["findings"] = answered(screen(session, procurement, said), reasons)
    told, consents = ideas_told(session, procurement, said)
    if told:
        return holding.hold(
            session, procurement=procurement, question=None, act=holding.ADDENDUM, content=content, findings=told,
            reasons=reasons, actor=actor, now=now,
        )  # fmt: skip
    holding.use(consents, now)
    return issue_now(session, procurement=procurement, content=content, actor=actor, now=now)


def in_words(content: Mapping[str, Any]) -> str:
    """Return what bidders read of an addendum."""
    return "\n".join(str(content[name]) for name in ("title", "text", "changes"))


def issue_now(
    session: Session, *, procurement: Procurement, content: Mapping[str, Any], actor: Actor, now: datetime
) -> Addendum:
    """Send an addendum that was checked under the next number; while the call is open it is also a public notice."""
    if why := why_none(procurement, now):
        raise Conflict(why)
    fields = {**content, "effective_on": date.fromisoformat(content["effective_on"])}
    _check_day(fields["effective_on"], now)
    row = Addendum(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, circle=CIRCLES[procurement.stage], issued_at=now,
        issued_by_id=actor.user_id, **fields,
    )  # fmt: skip
    lock(session, procurement)
    row.number = next_number(session, Addendum, procurement.id)
    session.add(row)
    audit.record(
        session, tag="addendum:issued", actor=actor, now=now, procurement=procurement, subject=f"addendum {row.number}",
        title=row.title, changes=row.changes, effective_on=row.effective_on, is_asking=row.is_asking,
    )  # fmt: skip
    _tell(session, row, procurement, now)
    return row


def confirm(session: Session, *, bid: Bid, addendum: Addendum, actor: Actor, now: datetime) -> AddendumConfirmation:
    """Confirm that a submitted tender stands after an addendum; until the deadline, by somebody who may submit.

    Staff see nothing of it before the opening: that somebody confirms would tell that a tender is in the box.
    """
    hold(session, bid, actor, Permission.BID_SUBMIT)
    if bid.stage is not BidStage.SUBMITTED or bid.reopened_at is not None:
        raise Conflict("There is no submitted tender to confirm: submitting it after the addendum is enough")
    if tenders_open(stages.bid_case(bid, now)) is not None:
        raise Conflict("Final tenders are closed: what was not confirmed is looked at when compliance is checked")
    if addendum.id not in {each.id for each in list_unconfirmed(session, bid)}:
        raise Conflict("This addendum needs no confirmation, or it is confirmed")
    row = AddendumConfirmation(addendum_id=addendum.id, bid_id=bid.id, confirmed_by_id=actor.user_id, confirmed_at=now)
    session.add(row)
    session.flush()  # two people of one organisation at once meet here
    audit.record(
        session, tag="addendum:confirmed", actor=actor, now=now, procurement=bid.procurement,
        subject=f"{bid.public_id}/addendum {addendum.number}",
    )  # fmt: skip
    return row


def _check_day(effective_on: date, now: datetime) -> None:
    if effective_on < now.astimezone(LONDON).date():
        raise InvalidInput("effective_on", "An addendum takes effect today or later, never backwards")


def _text(text: str, field: str) -> str:
    if len(text.strip()) < SHORTEST:
        raise InvalidInput(field, f"Write at least {SHORTEST} characters")
    return text.strip()


def _tell(session: Session, row: Addendum, procurement: Procurement, now: datetime) -> None:
    ask = " If your final tender is submitted, confirm that it stands or submit it again." if row.is_asking else ""
    telling.tell(
        session, kind="addendum", subject=f"{procurement.reference}/{row.number}", now=now,
        title=f"Addendum {row.number}: {row.title}", text=f"The tender information has changed.{ask}",
        endpoint="supplier.clarifications.addendum", params={"number": row.number}, procurement=procurement,
        organisations=list_told(session, procurement),
    )  # fmt: skip
    if row.circle is Circle.EVERYBODY:
        add_notice(
            session,
            procurement=procurement,
            kind="change",
            title=f"Addendum {row.number}",
            now=now,
            sections=(("What changes", row.changes), (row.title, row.text)),
        )
