"""The questionnaire to the market: written while engagement runs, fixed when it is published with a closing date."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import london_to_utc
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.notices.kinds import ENGAGEMENT, TITLES
from assurance.domain.procedures.rules.wording import when
from assurance.domain.stages import Stage
from assurance.persistence.models import Engagement, Notice, Procurement
from assurance.persistence.queries.engagement import find_engagement
from assurance.persistence.queries.planning import list_elements
from assurance.services import audit
from assurance.services.open_data.publishing import publish_release
from assurance.services.planning.programme import why_no_engagement
from assurance.services.suppliers import alerts

MOST_QUESTIONS, LONGEST_QUESTION = 30, 500
SHORTEST = timedelta(days=1)


def write(
    session: Session,
    *,
    procurement: Procurement,
    introduction: str,
    questions: Sequence[str],
    closes_on: date,
    closes_time: time,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> Engagement:
    """Write the questionnaire, or rewrite it before it is published; `version` is the one the person was shown."""
    if why := why_not_written(session, procurement):
        raise Conflict(why)
    found = find_engagement(session, procurement.id)
    if version is not None and version != (found.version if found else 0):
        raise Conflict("The questionnaire was changed by someone else after you opened the page")
    closes = london_to_utc(closes_on, closes_time, "closes_time")
    if closes < now + SHORTEST:
        raise InvalidInput("closes_on", "Leave providers at least one day to answer")
    if len(introduction.strip()) < 40:
        raise InvalidInput("introduction", "Say in at least 40 characters what is planned and what you want to know")
    engagement = found or Engagement(public_id=str(uuid.uuid4()), procurement_id=procurement.id)
    engagement.introduction, engagement.questions = introduction.strip(), _checked(questions)
    engagement.closes_at = closes
    session.add(engagement)
    audit.record(
        session, tag="engagement:written", actor=actor, now=now, procurement=procurement,
        questions=engagement.questions, closes_at=closes.isoformat(),
    )  # fmt: skip
    return engagement


def publish(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> Engagement:
    """Publish the questionnaire with the elements of care as planned now; it is fixed from here on.

    Writes the notice, and tells those who asked to be told.
    """
    if why := why_not_written(session, procurement):
        raise Conflict(why)
    engagement = find_engagement(session, procurement.id)
    if engagement is None or engagement.closes_at is None:
        raise Conflict("There is no questionnaire to publish: write it first")
    if engagement.closes_at < now + SHORTEST:
        raise Conflict("The closing date leaves less than a day to answer: set a later one, then publish")
    engagement.elements = [[each.pathway, each.name] for each in list_elements(session, procurement.id)]
    engagement.published_at = now
    _give_notice(session, engagement, procurement, now)
    audit.record(
        session, tag="engagement:published", actor=actor, now=now, procurement=procurement,
        subject=engagement.public_id, closes_at=engagement.closes_at.isoformat(),
    )  # fmt: skip
    return engagement


def is_open(engagement: Engagement, now: datetime) -> bool:
    """Say whether answers are accepted now; at the closing time they no longer are."""
    return engagement.published_at is not None and engagement.closes_at is not None and now < engagement.closes_at


def why_not_written(session: Session, procurement: Procurement) -> str:
    """Say why the questionnaire cannot be written or published now, or return nothing while it can."""
    found = find_engagement(session, procurement.id)
    if found is not None and found.published_at is not None:
        return "The questionnaire is published and can no longer be changed: everybody answers the same questions"
    if why := why_no_engagement(procurement):
        return why
    if procurement.stage is not Stage.ENGAGEMENT:
        return "Market engagement is over: the procurement has gone on"
    return ""


def add_notice(
    session: Session, *, procurement: Procurement, kind: str, title: str, sections: Sequence[tuple[str, str]],
    now: datetime,
) -> Notice:  # fmt: skip
    """Make something public as it is now, and let those be told who asked to be."""
    notice = Notice(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, kind=kind,
        title=f"{title}: {procurement.title}"[:250], published_at=now,
        content={"sections": [{"heading": heading, "text": text} for heading, text in sections if text.strip()]},
    )  # fmt: skip
    session.add(notice)
    session.flush()
    alerts.announce(session, notice)
    return notice


def _give_notice(session: Session, engagement: Engagement, procurement: Procurement, now: datetime) -> None:
    """Ask the market under the name its law gives the notice, and keep it as open data."""
    kind = ENGAGEMENT[procurement.procedure.regime]
    closes = when(engagement.closes_at) if engagement.closes_at else ""
    pathways = dict.fromkeys(pathway for pathway, _ in engagement.elements)
    notice = add_notice(
        session, procurement=procurement, kind=kind, title=TITLES.get(kind, "Market engagement"), now=now,
        sections=(
            ("What is planned", procurement.summary),
            ("What the authority asks", engagement.introduction),
            ("Questions", "\n".join(f"{i}. {text}" for i, text in enumerate(engagement.questions, 1))),
            ("Pathways", "\n".join(pathways)),
            ("How to answer", f"Registered organisations answer in this service before {closes}. To answer, or not "
             "to answer, gives nobody an advantage or a disadvantage in a procurement that may follow."),
        ),
    )  # fmt: skip
    publish_release(session, procurement=procurement, notice=notice)


def _checked(questions: Sequence[str]) -> list[str]:
    found = [" ".join(each.split()) for each in questions]
    found = [each for each in found if each]
    if not found:
        raise InvalidInput("questions", "Write at least one question")
    if len(found) > MOST_QUESTIONS:
        raise InvalidInput("questions", f"Ask at most {MOST_QUESTIONS} questions: these are {len(found)}")
    for number, each in enumerate(found, 1):
        if len(each) > LONGEST_QUESTION:
            raise InvalidInput("questions", f"Question {number} is longer than {LONGEST_QUESTION} characters")
    if len(set(found)) < len(found):
        raise InvalidInput("questions", "Two questions are the same")
    return found
