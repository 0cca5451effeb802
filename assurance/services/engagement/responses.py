"""What an organisation answers to the questionnaire: saved as a draft, submitted once, taken back while it is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, Stale
from assurance.domain.suppliers.readiness import Ready
from assurance.domain.words import count_words
from assurance.persistence.models import Engagement, EngagementResponse
from assurance.persistence.queries.engagement import find_response
from assurance.services import audit
from assurance.services.engagement.questionnaire import is_open
from assurance.services.suppliers.own import contributor

MOST_WORDS = 500
CLOSED = "The questionnaire is closed: answers can no longer be changed or submitted"


def save(
    session: Session,
    *,
    engagement: Engagement,
    answers: Mapping[int, str],
    readiness: Mapping[int, str],
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> EngagementResponse:
    """Keep the answers in draft, complete or not; nobody outside the organisation sees a draft.

    `answers` and `readiness` map the number of a question or an element, from 0, to what was said.
    """
    response = _hold(session, engagement, actor, now)
    if response is not None and response.submitted_at is not None:
        raise Conflict("The answers are submitted. Take them back first, change them, and submit them again")
    if version is not None and version != (response.version if response else 0):
        raise Stale("A colleague changed the answers after you opened the page")
    said = {str(number): _text(number, text) for number, text in answers.items() if text.strip()}
    ready = {str(number): _ready(number, value) for number, value in readiness.items() if value}
    _within(answers, len(engagement.questions))
    _within(readiness, len(engagement.elements))
    if response is None:
        response = EngagementResponse(engagement_id=engagement.id, organisation_id=actor.organisation_id)
        session.add(response)
    response.answers, response.readiness, response.saved_at = said, ready, now
    session.flush()  # two people of one organisation at once meet here
    audit.record(  # outside the procurement's own timeline, which the authority reads: a draft is nobody else's
        session, tag="engagement:answers-saved", actor=actor, now=now, subject=engagement.public_id
    )
    return response


def submit(session: Session, *, engagement: Engagement, actor: Actor, now: datetime) -> EngagementResponse:
    """Submit the organisation's answers; refused while nothing was said at all."""
    response = _hold(session, engagement, actor, now)
    if response is None or not (response.answers or response.readiness):
        raise Conflict("There is nothing to submit yet: answer at least one question or one element of care")
    if response.submitted_at is not None:
        raise Conflict("Your organisation’s answers are submitted already")
    response.submitted_at, response.submitted_by_id = now, actor.user_id
    _record(session, "engagement:answers-submitted", engagement, actor, now)
    return response


def take_back(session: Session, *, engagement: Engagement, actor: Actor, now: datetime) -> EngagementResponse:
    """Take submitted answers back into draft while the questionnaire is open; the authority no longer sees them."""
    response = _hold(session, engagement, actor, now)
    if response is None or response.submitted_at is None:
        raise Conflict("Your organisation has not submitted answers")
    response.submitted_at = response.submitted_by_id = None
    _record(session, "engagement:answers-taken-back", engagement, actor, now)
    return response


def _hold(session: Session, engagement: Engagement, actor: Actor, now: datetime) -> EngagementResponse | None:
    contributor(actor)
    if not is_open(engagement, now):
        raise Conflict(CLOSED)
    return find_response(session, engagement.id, actor.organisation_id)


def _text(number: int, text: str) -> str:
    if (count := count_words(text)) > MOST_WORDS:
        raise InvalidInput(f"answer_{number}", f"The answer must be {MOST_WORDS} words or fewer: it has {count:,}")
    return text.strip()


def _ready(number: int, value: str) -> str:
    if value not in {each.value for each in Ready}:
        raise InvalidInput(f"ready_{number}", "Select one of the options")
    return value


def _within(given: Mapping[int, str], size: int) -> None:
    if any(not 0 <= number < size for number in given):
        raise Conflict("The page is out of date: the questionnaire has no such question")


def _record(session: Session, tag: str, engagement: Engagement, actor: Actor, now: datetime) -> None:
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=engagement.procurement, subject=str(actor.organisation_id)
    )
