"""The second person's decision on an answer or addendum that shares words with an idea: it goes, or it is kept back."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.clarifications.questions import State
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.persistence.models import DisclosureConsent, HeldText
from assurance.services import telling
from assurance.services.clarifications import addenda, answering, holding
from assurance.services.clarifications.screening import ideas_told
from assurance.services.permission import demand

SHORTEST_REASON = holding.SHORTEST_REASON


def release(session: Session, *, row: HeldText, actor: Actor, now: datetime, version: int | None = None) -> None:
    """Release a held text as the second person, upon which it goes to those it is for, at once.

    It is checked once more, since ideas and consents may have changed: raises `Conflict` where the check finds what
    nobody has answered, where it was decided or replaced meanwhile, and where it can no longer be sent.
    """
    _demand(row, actor, version)
    consents = _check_again(session, row)
    _decide(session, row, holding.RELEASED, "", actor, now)
    content, question = json.loads(row.content), row.clarification
    if question is None:
        _issue(session, row, content, actor, now)
    elif row.act == holding.PUBLISH:
        answering.publish_now(session, row=question, actor=actor, now=now)
    else:
        answering.answer_privately_now(session, row=question, actor=actor, now=now)
    holding.use(consents, now)


def keep_back(
    session: Session, *, row: HeldText, reason: str, actor: Actor, now: datetime, version: int | None = None
) -> None:
    """Do not release a held text, and say why; its writer changes it or asks the owner of the idea for consent."""
    _demand(row, actor, version)
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput("reason", f"Say in at least {SHORTEST_REASON} characters why it is kept back")
    _decide(session, row, holding.KEPT, reason.strip(), actor, now)


def why_not_released(row: HeldText, actor: Actor) -> str:
    """Say why this person cannot decide on a held text, or return nothing."""
    if row.decision:
        return "This text was decided on or replaced by another already"
    return "You wrote this or answered for it, so somebody else has to release it" if _wrote(row, actor) else ""


def _demand(row: HeldText, actor: Actor, version: int | None) -> None:
    demand(actor, Permission.DISCLOSURE_RELEASE, row.procurement, act="release what bidders are told")
    if why := why_not_released(row, actor):
        raise NotPermitted(why) if not row.decision else Conflict(why)
    if version is not None and version != row.version:
        raise Conflict("This text was changed by someone else after you opened the page")
    if row.clarification is not None and row.clarification.state is not State.OPEN:
        raise Conflict("The question is settled or waits for its organisation: nothing can be answered now")


def _wrote(row: HeldText, actor: Actor) -> bool:
    return row.written_by_id == actor.user_id


def _check_again(session: Session, row: HeldText) -> tuple[DisclosureConsent, ...]:
    content: dict[str, Any] = json.loads(row.content)
    said = (
        addenda.in_words(content) if row.clarification is None else f"{content.get('wording', '')}\n{content['answer']}"
    )
    to = row.clarification.organisation if row.clarification and row.act == holding.PRIVATE else None
    found, consents = ideas_told(session, row.procurement, said, to=to)
    known = {key for key, _, _ in json.loads(row.findings)}
    if new := [each.message for each in found if each.key not in known]:
        raise Conflict(
            f"The check finds more now than was answered: its writer has to look at it again. {'; '.join(new)}"
        )
    return consents


def _issue(session: Session, row: HeldText, content: dict[str, Any], actor: Actor, now: datetime) -> None:
    try:
        addenda.issue_now(session, procurement=row.procurement, content=content, actor=actor, now=now)
    except InvalidInput as passed:
        raise Conflict(f"{passed.message}: its writer has to name a later day") from passed


def _decide(session: Session, row: HeldText, decision: str, reason: str, actor: Actor, now: datetime) -> None:
    row.decision, row.decision_reason = decision, reason
    row.decided_by_id, row.decided_at = actor.user_id, now
    holding.record(session, decision, row, actor, now)
    said = "Released" if decision == holding.RELEASED else "Kept back"
    telling.tell(
        session, kind="text-decided", subject=row.public_id, now=now, procurement=row.procurement,
        title=f"{said}: {holding.WHAT[row.act]}",
        text=reason, endpoint="staff.clarifications.held", params={"held_id": row.public_id},
        people=(row.written_by_id,),
    )  # fmt: skip
