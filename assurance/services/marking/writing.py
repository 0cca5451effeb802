"""Who may write a mark now, and which text can be kept. Asked before anything of a mark is changed."""

from __future__ import annotations

import unicodedata

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.stages import Stage
from assurance.persistence.models import Bid, CriterionRow, Mark, Procurement
from assurance.persistence.queries.evaluation import find_mark
from assurance.persistence.queries.panel import Cell, has_duty
from assurance.services import conflicts

MOST_COMBINING = 8
"""Signs that may stand on one letter; no script needs more."""


def require_duty(session: Session, *, bid: Bid, criterion: CriterionRow, actor: Actor) -> Cell:
    """Return the actor's duty to mark a question of a bid, or raise `Conflict` (declare first) or `NotFound`.

    Whoever is clear of conflicts is not recused, so the duty is all that is left to ask for.
    """
    conflicts.require_clear(session, bid=bid, actor=actor)
    cell = Cell(bid.id, criterion.id, actor.user_id)
    if not has_duty(session, cell, bid):
        raise NotFound("There is no such question, or it is not yours to mark")
    return cell


def check_scoring(procurement: Procurement) -> None:
    """Raise `Conflict` outside individual scoring."""
    if procurement.stage is not Stage.SCORING:
        raise Conflict(f"Marks are written during individual scoring; the stage is “{procurement.stage.label}”")


def own_draft(session: Session, *, bid: Bid, criterion: CriterionRow, actor: Actor) -> Mark | None:
    """Return the actor's own mark while it may be written, None while there is none; raise where it may not."""
    check_scoring(bid.procurement)
    row = find_mark(session, require_duty(session, bid=bid, criterion=criterion, actor=actor))
    if row is not None and row.locked_at is not None:
        raise Conflict("You have locked your marks; they can no longer be changed")
    return row


def tidy_text(field: str, text: str, longest: int) -> str:
    """Take off blanks at both ends; raise `InvalidInput` for text too long to keep, or that no database keeps."""
    text = text.strip()
    if len(text) > longest:
        raise InvalidInput(field, f"Use {longest:,} characters or fewer: take out {len(text) - longest:,}")
    if any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in text):
        raise InvalidInput(field, "This holds a sign that is no character: take it out, or type the text again")
    if _piled_up(text):
        raise InvalidInput(field, "This holds too many accents on one letter: take them out")
    return text


def _piled_up(text: str) -> bool:
    """Say whether more signs are piled on one letter than any script needs."""
    run = 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run > MOST_COMBINING:
            return True
    return False
