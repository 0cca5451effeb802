"""The officer answers: to all in words that give nobody away, or privately for a recorded reason.

A question that is not accepted as confidential goes back to its organisation first, which chooses whether it is
withdrawn or published; without a choice in time it may be set aside, so that nobody can hold a stage open by silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.clarifications.questions import State
from assurance.domain.deadlines import LONDON, Counted, add_working_days, end_of_day_london, say_day
from assurance.domain.dialogue.disclosure import Finding
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.words import count_words
from assurance.persistence.models import Clarification, Procurement
from assurance.persistence.queries.clarifications import next_number
from assurance.persistence.queries.entitled import list_told
from assurance.services import audit, telling
from assurance.services.clarifications import holding
from assurance.services.clarifications.screening import answered, ideas_told, screen
from assurance.services.permission import demand

MOST_WORDS = 2_000
SHORTEST_REASON = 20
DAYS_TO_CHOOSE = 2
"""Working days in which an organisation chooses, when its question is not accepted as confidential."""


def save_draft(
    session: Session, *, row: Clarification, wording: str, answer: str, actor: Actor, now: datetime,
    version: int | None = None,
) -> None:  # fmt: skip
    """Keep the answer and the wording for publication as a draft; nobody outside the authority sees it."""
    _hold(session, row, actor, version, now)
    _write(row, wording, answer)
    _record(session, "question:drafted", row, actor, now)


def publish(
    session: Session,
    *,
    row: Clarification,
    wording: str,
    answer: str,
    reasons: Mapping[str, str],
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> Clarification:
    """Publish question and answer to everybody entitled at once, under the next number, or hold them for a release.

    Checks both texts for what would give the asker away: each finding is changed or answered with a reason, by its
    key. Where they share words with an idea of the dialogue, a second person releases them, and the question stays
    open until then. A confidential question goes back to its organisation first (`refuse_confidence`).
    """
    _hold(session, row, actor, version, now)
    if row.is_confidential:
        raise Conflict("It was asked in confidence: answer privately, or ask its organisation to choose first")
    _write(row, wording, answer)
    if not row.wording:
        raise InvalidInput("wording", "Write the question as it is to be published")
    _need_answer(row)
    said = f"{row.wording}\n{row.answer}"
    row.findings = answered(screen(session, row.procurement, said, row), reasons)
    told, consents = ideas_told(session, row.procurement, said)
    if told:
        _wait(session, row, holding.PUBLISH, {"wording": row.wording, "answer": row.answer}, told, reasons, actor, now)
        return row
    holding.use(consents, now)
    publish_now(session, row=row, actor=actor, now=now)
    return row


def publish_now(session: Session, *, row: Clarification, actor: Actor, now: datetime) -> None:
    """Publish what was checked: everybody entitled is told the same at the same moment, the asker among them."""
    lock(session, row.procurement)
    row.number, row.published_at = next_number(session, Clarification, row.procurement_id), now
    _settle(row, State.PUBLISHED, actor, now)
    _record(session, "question:published", row, actor, now, number=row.number, findings=len(row.findings))
    telling.tell(
        session, kind="question-published", subject=f"{row.procurement.reference}/{row.number}", now=now,
        title=f"Question {row.number} is answered", endpoint="supplier.clarifications.index",
        text="A question about this procurement and its answer are published.", procurement=row.procurement,
        organisations=list_told(session, row.procurement),
    )  # fmt: skip


def answer_privately(
    session: Session, *, row: Clarification, answer: str, reason: str, actor: Actor, now: datetime,
    version: int | None = None, reasons: Mapping[str, str] | None = None,
) -> Clarification:  # fmt: skip
    """Answer to the organisation alone, with the reason why the others do not need it, on record.

    An answer that shares words with somebody else's idea is held for a release, with a reason for each finding.
    """
    _hold(session, row, actor, version, now)
    _write(row, row.wording, answer)
    _need_answer(row)
    row.reason = _reason(reason, "Say in at least {} characters why the answer is not for everybody entitled")
    told, consents = ideas_told(session, row.procurement, row.answer, to=row.organisation)
    if told:
        said = {"answer": row.answer, "reason": row.reason}
        _wait(session, row, holding.PRIVATE, said, told, reasons or {}, actor, now)
        return row
    holding.use(consents, now)
    answer_privately_now(session, row=row, actor=actor, now=now)
    return row


def answer_privately_now(session: Session, *, row: Clarification, actor: Actor, now: datetime) -> None:
    """Give the answer that was checked to the organisation that asked."""
    _settle(row, State.PRIVATE, actor, now)
    _record(session, "question:answered-privately", row, actor, now, reason=row.reason)
    _tell_asker(session, row, "question-answered", "Your question is answered", "The answer is for you alone.", now)


def _time_to_choose(refused_at: datetime) -> Counted:
    return add_working_days(refused_at.astimezone(LONDON).date(), DAYS_TO_CHOOSE)


def why_choose_by(row: Clarification) -> str:
    """Say why an organisation has until then to choose, or nothing where it need not choose."""
    if row.refused_at is None:
        return ""
    told = say_day(row.refused_at.astimezone(LONDON).date())
    return (
        f"{DAYS_TO_CHOOSE} working days after {told}, the day you were told; a rule of this service. "
        f"{_time_to_choose(row.refused_at).skipped_sentence}"
    )


def refuse_confidence(
    session: Session, *, row: Clarification, reason: str, actor: Actor, now: datetime, version: int | None = None
) -> Clarification:
    """Say why a question is not confidential and let its organisation choose: withdraw it, or have it published."""
    _hold(session, row, actor, version, now)
    if not row.is_confidential:
        raise Conflict("The question was not asked in confidence: there is nothing to refuse")
    row.refusal_reason = _reason(reason, "Say in at least {} characters why it is not commercially confidential")
    row.state, row.refused_at = State.ASKED_BACK, now
    row.choose_by = end_of_day_london(_time_to_choose(now).on)
    _record(session, "question:confidence-refused", row, actor, now, reason=row.refusal_reason)
    _tell_asker(
        session, row, "question-choice", "Choose what becomes of your question",
        "The authority does not accept it as confidential. Withdraw it, or let it be answered to all.", now,
    )  # fmt: skip
    return row


def set_aside(session: Session, *, row: Clarification, actor: Actor, now: datetime, version: int | None = None) -> None:
    """Close a question whose organisation has not chosen in time, as if it were withdrawn; nothing is published."""
    demand(actor, Permission.CLARIFICATION_ANSWER, row.procurement, act="answer questions")
    _check_version(row, version)
    if why := why_not_set_aside(row, now):
        raise Conflict(why)
    row.reason = "Its organisation did not choose in time, so it counts as withdrawn"
    _settle(row, State.WITHDRAWN, actor, now)
    _record(session, "question:set-aside", row, actor, now, reason=row.reason)
    _tell_asker(session, row, "question-set-aside", "Your question counts as withdrawn", row.reason + ".", now)


def why_not_set_aside(row: Clarification, now: datetime) -> str:
    """Say why a question cannot be set aside now, or return nothing."""
    if row.state is not State.ASKED_BACK or row.choose_by is None:
        return "Only a question whose organisation was asked to choose can be set aside"
    return "Its organisation still has time to choose" if now < row.choose_by else ""


def lock(session: Session, procurement: Procurement) -> None:
    """Let publications of one procurement queue, so that their numbers follow each other."""
    session.execute(select(Procurement.id).where(Procurement.id == procurement.id).with_for_update())


def _hold(session: Session, row: Clarification, actor: Actor, version: int | None, now: datetime) -> None:
    """Let somebody work on an open question; what waited for a release is replaced by what they write now."""
    demand(actor, Permission.CLARIFICATION_ANSWER, row.procurement, act="answer questions")
    _check_version(row, version)
    if row.state is State.ASKED_BACK:
        raise Conflict("Its organisation has been asked to choose: wait for the choice, or for the time to pass")
    if row.state is not State.OPEN:
        raise Conflict("The question is answered or withdrawn: it can no longer be changed")
    holding.replace(session, row.procurement, row, actor, now)


def _wait(
    session: Session, row: Clarification, act: str, content: Mapping[str, str], told: Sequence[Finding],
    reasons: Mapping[str, str], actor: Actor, now: datetime,
) -> None:  # fmt: skip
    holding.hold(
        session, procurement=row.procurement, question=row, act=act, content=content, findings=told, reasons=reasons,
        actor=actor, now=now,
    )  # fmt: skip


def _check_version(row: Clarification, version: int | None) -> None:
    if version is not None and version != row.version:
        raise Conflict("The question was changed by someone else after you opened the page")


def _write(row: Clarification, wording: str, answer: str) -> None:
    for field, text in (("wording", wording), ("answer", answer)):
        if (count := count_words(text)) > MOST_WORDS:
            raise InvalidInput(field, f"The text must be {MOST_WORDS:,} words or fewer: it has {count:,}")
    row.wording, row.answer = wording.strip(), answer.strip()


def _need_answer(row: Clarification) -> None:
    if not row.answer:
        raise InvalidInput("answer", "Write the answer")


def _reason(text: str, message: str) -> str:
    if len(text.strip()) < SHORTEST_REASON:
        raise InvalidInput("reason", message.format(SHORTEST_REASON))
    return text.strip()


def _settle(row: Clarification, state: State, actor: Actor, now: datetime) -> None:
    row.state, row.settled_at, row.settled_by_id = state, now, actor.user_id


def _tell_asker(session: Session, row: Clarification, kind: str, title: str, text: str, now: datetime) -> None:
    telling.tell(
        session, kind=kind, subject=row.public_id, now=now, title=title, text=text, procurement=row.procurement,
        endpoint="supplier.clarifications.show", params={"question_id": row.public_id},
        organisations=(row.organisation_id,),
    )  # fmt: skip


def _record(session: Session, tag: str, row: Clarification, actor: Actor, now: datetime, **data: object) -> None:
    audit.record(session, tag=tag, actor=actor, now=now, procurement=row.procurement, subject=row.public_id, **data)
