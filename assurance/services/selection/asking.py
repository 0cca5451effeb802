"""The questionnaire of a selection: written before the call, fixed with its digest when the call is published."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.selection.questionnaire import LEAST_SHORTLIST, PROVISION, Asks, Kind, Question, Questionnaire
from assurance.domain.selection.standing import Requirement
from assurance.domain.stages import Stage
from assurance.persistence.models import Procurement, SelectionQuestionnaire
from assurance.persistence.queries.selection import find_questionnaire, get_questionnaire
from assurance.services import audit
from assurance.services.permission import demand
from assurance.services.selection.letters import rule_words

OPEN = frozenset({Stage.PLANNING, Stage.ENGAGEMENT, Stage.CHECKPOINT_1})
FIXED = "The questionnaire was published with the call, and what was published does not change"
CHANGED = "The questionnaire was changed by someone else after you opened the page"


def why_fixed(procurement: Procurement) -> str:
    """Say why the questionnaire can no longer change, or return nothing before the call."""
    return "" if procurement.stage in OPEN else FIXED


def set_rule(
    session: Session,
    *,
    procurement: Procurement,
    multiple: Fraction,
    reasons: str,
    at_most: int | None,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> Questionnaire:
    """Set how much turnover is enough, why it is more than twice the yearly value if it is, and how many go through."""
    asked = _open(session, procurement, actor, version)
    requirement = Requirement(asked.requirement.annual_value, multiple, reasons.strip())
    requirement.check()
    if at_most is not None and at_most < LEAST_SHORTLIST:
        raise InvalidInput(
            "at_most",
            f"At least {LEAST_SHORTLIST} go through, unless fewer qualify; leave it empty to let all ({PROVISION})",
        )
    return _write(session, procurement, replace(asked, requirement=requirement, at_most=at_most), actor, now)


def save_question(
    session: Session,
    *,
    procurement: Procurement,
    question: Question,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> Questionnaire:
    """Add a question, or put it in the place of the one with the same code."""
    asked = _open(session, procurement, actor, version)
    _check(question)
    codes = [each.code for each in asked.questions]
    kept = [question if each.code == question.code else each for each in asked.questions]
    if sum(each.asks is Asks.TURNOVER for each in kept) > 1 or (
        question.code not in codes and question.asks is Asks.TURNOVER and _asks_turnover(asked)
    ):
        raise InvalidInput("asks", "Turnovers are already asked for by another question")
    questions = (*kept, *(() if question.code in codes else (question,)))
    return _write(session, procurement, replace(asked, questions=tuple(questions)), actor, now)


def remove_question(
    session: Session, *, procurement: Procurement, code: str, actor: Actor, now: datetime, version: int | None = None
) -> Questionnaire:
    """Take a question out."""
    asked = _open(session, procurement, actor, version)
    gone = asked.find(code)
    return _write(
        session, procurement, replace(asked, questions=tuple(e for e in asked.questions if e is not gone)), actor, now
    )


def new_code(asked: Questionnaire, title: str) -> str:
    """Make a code from a title that no question has yet."""
    stem = re.sub("[^a-z0-9]+", "-", title.lower()).strip("-")[:30] or "question"
    taken = {"add", "rule", *(each.code for each in asked.questions)}
    return next(code for code in (stem, *(f"{stem}-{number}" for number in range(2, 99))) if code not in taken)


def published(session: Session, procurement: Procurement) -> dict[str, Any]:
    """Return what everybody may read once the call is published: what is `asked`, and the `rule` in words."""
    row = find_questionnaire(session, procurement.id)
    if row is None or row.frozen_at is None:
        return {"asked": None, "rule": ""}
    asked = Questionnaire.from_data(row.content)
    return {"asked": asked, "rule": rule_words(asked)}


def freeze(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> SelectionQuestionnaire:
    """Fix the questionnaire as it is published with the call, with the budget as yearly value and with its digest."""
    asked = get_questionnaire(session, procurement)
    row = _row(session, procurement, actor, now)
    row.content, row.digest, row.frozen_at = asked.as_data(), asked.digest(), now
    audit.record(
        session, tag="questionnaire:published", actor=actor, now=now, procurement=procurement, digest=row.digest,
        content=row.content,
    )  # fmt: skip
    return row


def _asks_turnover(asked: Questionnaire) -> bool:
    return any(each.asks is Asks.TURNOVER for each in asked.questions)


def _check(question: Question) -> None:
    if not question.title.strip():
        raise InvalidInput("title", "Give the question a short name")
    if not question.text.strip():
        raise InvalidInput("text", "Write the question")
    if question.kind is Kind.MARKED and not 0 < question.weight <= 100:
        raise InvalidInput("weight", "A marked question needs a weight above zero and at most 100%")
    if question.kind is Kind.PASS_FAIL and question.weight:
        raise InvalidInput("weight", "A question to pass or fail has no weight; leave it empty")


def _open(session: Session, procurement: Procurement, actor: Actor, version: int | None) -> Questionnaire:
    demand(actor, Permission.SELECTION_DECIDE, procurement, act="write what is asked at selection")
    if why := why_fixed(procurement):
        raise Conflict(why)
    row = find_questionnaire(session, procurement.id)
    if version is not None and version != (row.version if row else 0):
        raise Conflict(CHANGED, endpoint="staff.selection.questionnaire")
    return get_questionnaire(session, procurement)


def _write(
    session: Session, procurement: Procurement, asked: Questionnaire, actor: Actor, now: datetime
) -> Questionnaire:
    row = _row(session, procurement, actor, now)
    before, row.content = row.content, asked.as_data()
    row.updated_at, row.updated_by_id = now, actor.user_id
    session.flush()
    audit.record(
        session, tag="questionnaire:saved", actor=actor, now=now, procurement=procurement, before=before,
        after=row.content,
    )  # fmt: skip
    return asked


def _row(session: Session, procurement: Procurement, actor: Actor, now: datetime) -> SelectionQuestionnaire:
    row = find_questionnaire(session, procurement.id)
    if row is None:
        row = SelectionQuestionnaire(
            procurement_id=procurement.id, content={}, updated_at=now, updated_by_id=actor.user_id
        )
        session.add(row)
    return row
