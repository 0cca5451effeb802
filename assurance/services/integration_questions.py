"""Who answers for the consequences of a bid’s form of working, on both sides, and what the answers are.

The bidder’s part is a part of its tender and sealed with it; once it is told that it is preferred it may add to it,
and what it tendered stays. The authority’s own part is written from the preferred bidder on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, NotFound, Stale
from assurance.domain.provision import consequences
from assurance.domain.provision.consequences import Kept, Question
from assurance.persistence.models import Bid, FormQuestion
from assurance.persistence.queries.bids import find_letter
from assurance.persistence.queries.facts.award import CHOSEN_STAGES
from assurance.persistence.queries.form_questions import (
    AUTHORITY,
    BIDDER,
    TENDER,
    Asked,
    Said,
    find_said,
    lay_beside,
    list_said,
    said,
)
from assurance.services import audit
from assurance.services.bids.own import hold, hold_tender
from assurance.services.permission import demand

NO_FORM = "The bid has chosen no form of working together, so nobody answers for what it brings"
NEWER = "Somebody changed this after you opened the page"
NOT_PREFERRED = "The authority names its owners once there is a preferred bidder"


def asked(session: Session, bid: Bid) -> tuple[Asked, ...]:
    """List the questions of a bid’s form with what both sides say to them now."""
    return lay_beside(bid.integration_form, list_said(session, bid.id))


def unowned(session: Session, bid: Bid) -> list[str]:
    """Say in words which questions nobody owns, side by side; a bid without a form owns none of them."""
    return _of(session, bid, consequences.unowned)


def unanswered(session: Session, bid: Bid) -> list[str]:
    """Say in words which questions have an owner and no answer with evidence."""
    return _of(session, bid, consequences.unanswered)


def get_question(bid: Bid, code: str) -> Question:
    """Return one question of a bid’s form by its code."""
    for each in consequences.questions(bid.integration_form):
        if each.code == code:
            return each
    raise NotFound("The form of working of this bid brings no such question")


def answer_in_tender(
    session: Session, *, bid: Bid, code: str, kept: Kept, actor: Actor, now: datetime, version: int | None = None
) -> FormQuestion:
    """Keep what the bidder says in its tender, while it is in its hands."""
    hold_tender(session, bid, actor, now)
    return _keep(session, bid, code, TENDER, kept, actor, now, version)


def add_as_preferred(
    session: Session, *, bid: Bid, code: str, kept: Kept, actor: Actor, now: datetime, version: int | None = None
) -> FormQuestion:
    """Keep what a bidder adds once it is told that it is preferred; what it tendered stays on record."""
    hold(session, bid, actor)
    if not may_add(session, bid):
        raise Conflict("Your tender stands as you sent it. You can add to it once you are told that you are preferred")
    return _keep(session, bid, code, BIDDER, kept, actor, now, version)


def answer_for_authority(
    session: Session, *, bid: Bid, code: str, kept: Kept, actor: Actor, now: datetime, version: int | None = None
) -> FormQuestion:
    """Keep who answers at the authority, and what; from the preferred bidder on."""
    demand(actor, Permission.PROCUREMENT_RUN, bid.procurement, act="name who answers at the authority")
    if bid.stage not in CHOSEN_STAGES:
        raise Conflict(NOT_PREFERRED)
    return _keep(session, bid, code, AUTHORITY, kept, actor, now, version)


def may_add(session: Session, bid: Bid) -> bool:
    """Say whether the bidder may add to its answers: it is preferred, and was told so."""
    return bid.stage in CHOSEN_STAGES and find_letter(session, bid.id) is not None


def _of(session: Session, bid: Bid, find: Callable[[str, dict[str, Kept], dict[str, Kept]], list[str]]) -> list[str]:
    if not bid.integration_form:
        return [NO_FORM]
    found: Said = said(list_said(session, bid.id))
    return find(bid.integration_form, dict(found.bidder), dict(found.authority))


def _keep(
    session: Session, bid: Bid, code: str, side: str, kept: Kept, actor: Actor, now: datetime, version: int | None
) -> FormQuestion:
    get_question(bid, code)
    words = consequences.checked(kept)
    row = find_said(session, bid.id, code, side) or FormQuestion(bid_id=bid.id, code=code, side=side)
    if version is not None and version != (row.version or 0):
        raise Stale(NEWER)
    row.owner, row.evidence, row.answer = words.owner, words.evidence, words.answer
    row.updated_at, row.updated_by_id = now, actor.user_id
    session.add(row)
    audit.record(
        session, tag="form-question:answered", actor=actor, now=now, procurement=bid.procurement,
        subject=bid.public_id, question=code, side=side,
    )  # fmt: skip
    return row
