"""A bidder's people ask, and choose what becomes of a question that is not accepted as confidential."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.clarifications.questions import CIRCLES, Category, Circle, State
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.words import count_words
from assurance.persistence.models import Clarification, Procurement
from assurance.persistence.queries.entitled import takes_part
from assurance.services import audit, telling
from assurance.services.clarifications import holding
from assurance.services.clarifications.period import why_not_now
from assurance.services.suppliers.own import contributor

MOST_WORDS = 500
SHORTEST = 15


def why_not_asked(session: Session, *, procurement: Procurement, organisation_id: int, now: datetime) -> str:
    """Say why an organisation cannot ask now, or return nothing."""
    if why := why_not_now(session, procurement, now):
        return why
    is_for_all = CIRCLES[procurement.stage] is Circle.EVERYBODY
    if not is_for_all and not takes_part(session, procurement.id, organisation_id):
        return "Only the participants can ask at this stage, and your organisation is not one of them"
    return ""


def ask(
    session: Session,
    *,
    procurement: Procurement,
    category: Category,
    question: str,
    confidential_reason: str,
    is_confidential: bool,
    actor: Actor,
    now: datetime,
) -> Clarification:
    """Ask privately; the officer is told, and nobody among the providers.

    Raises `Conflict` at or after the deadline for questions, outside a stage for questions and for an organisation
    that is not entitled; `InvalidInput` for a text that says nothing or too much.
    """
    contributor(actor)
    if why := why_not_asked(session, procurement=procurement, organisation_id=actor.organisation_id, now=now):
        raise Conflict(why)
    question, confidential_reason = question.strip(), confidential_reason.strip()
    _check(question, confidential_reason, is_confidential)
    row = Clarification(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, organisation_id=actor.organisation_id,
        asked_by_id=actor.user_id, asked_at=now, circle=CIRCLES[procurement.stage], category=category,
        question=question, is_confidential=is_confidential, findings={},
        confidential_reason=confidential_reason if is_confidential else "",
    )  # fmt: skip
    session.add(row)
    session.flush()  # the officer's message names it
    audit.record(
        session, tag="question:asked", actor=actor, now=now, procurement=procurement, subject=row.public_id,
        category=category, confidential=is_confidential,
    )  # fmt: skip
    telling.tell_holders(
        session, procurement=procurement, roles=(Role.OFFICER,), kind="question-asked", subject=row.public_id, now=now,
        title=f"A question about {category.label.lower()}", endpoint="staff.clarifications.show",
        text="A provider has asked. " + ("It asks for confidence." if is_confidential else ""),
        params={"question_id": row.public_id},
    )  # fmt: skip
    return row


def withdraw(session: Session, *, row: Clarification, actor: Actor, now: datetime, version: int | None = None) -> None:
    """Take a question back before it is answered; also the choice when it is not accepted as confidential."""
    _hold(row, actor, version)
    if row.state not in (State.OPEN, State.ASKED_BACK):
        raise Conflict("The question is answered or withdrawn already")
    row.state, row.settled_at, row.settled_by_id = State.WITHDRAWN, now, actor.user_id
    row.reason = "Withdrawn by the organisation that asked"
    holding.replace(session, row.procurement, row, actor, now)
    _record(session, "question:withdrawn", row, actor, now)


def let_publish(
    session: Session, *, row: Clarification, actor: Actor, now: datetime, version: int | None = None
) -> None:
    """Choose that a question not accepted as confidential may be answered to all, in words that name nobody."""
    _hold(row, actor, version)
    if row.state is not State.ASKED_BACK:
        raise Conflict("There is nothing to choose: the question was not refused as confidential, or is settled")
    row.state, row.is_confidential = State.OPEN, False
    _record(session, "question:let-publish", row, actor, now)
    telling.tell_holders(
        session, procurement=row.procurement, roles=(Role.OFFICER,), kind="question-chosen", subject=row.public_id,
        now=now, title="A question may be answered to all", endpoint="staff.clarifications.show",
        text="Its organisation agrees that it is published in words that name nobody.",
        params={"question_id": row.public_id},
    )  # fmt: skip


def _hold(row: Clarification, actor: Actor, version: int | None) -> None:
    contributor(actor)
    if row.organisation_id != actor.organisation_id:
        raise NotFound("There is no such question, or it is not yours to see")
    if version is not None and version != row.version:
        raise Conflict("The question was changed by someone else after you opened the page")


def _check(question: str, reason: str, is_confidential: bool) -> None:
    if len(question) < SHORTEST:
        raise InvalidInput("question", f"Write the question in at least {SHORTEST} characters")
    if (count := count_words(question)) > MOST_WORDS:
        raise InvalidInput("question", f"The question must be {MOST_WORDS} words or fewer: it has {count:,}")
    if is_confidential and len(reason) < SHORTEST:
        raise InvalidInput(
            "confidential_reason", f"Say in at least {SHORTEST} characters why it is commercially confidential"
        )
    if (count := count_words(reason)) > MOST_WORDS:
        raise InvalidInput("confidential_reason", f"The reason must be {MOST_WORDS} words or fewer: it has {count:,}")


def _record(session: Session, tag: str, row: Clarification, actor: Actor, now: datetime) -> None:
    audit.record(session, tag=tag, actor=actor, now=now, procurement=row.procurement, subject=row.public_id)
