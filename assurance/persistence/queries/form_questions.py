"""What each side said to the questions of a bid’s form of working."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.provision.consequences import Kept, Question, questions
from assurance.persistence.models import FormQuestion

TENDER, BIDDER, AUTHORITY = "tender", "bidder", "authority"
"""What was tendered, what the bidder added when it was preferred, and what the authority says for itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what each side says to it now."""

    question: Question
    bidder: Kept
    authority: Kept


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that was said to the questions of one bid, by the code of the question."""

    tender: Mapping[str, Kept]
    later: Mapping[str, Kept]
    authority: Mapping[str, Kept]

    @property
    def bidder(self) -> Mapping[str, Kept]:
        """What the bidder says now: what it added stands in the place of what it tendered."""
        return {**self.tender, **self.later}


def list_said(session: Session, bid_id: int) -> list[FormQuestion]:
    """List every row of a bid."""
    return list(session.scalars(select(FormQuestion).where(FormQuestion.bid_id == bid_id).order_by(FormQuestion.id)))


def find_said(session: Session, bid_id: int, code: str, side: str) -> FormQuestion | None:
    """Return what one side said to one question, or None."""
    return session.scalar(
        select(FormQuestion).where(FormQuestion.bid_id == bid_id, FormQuestion.code == code, FormQuestion.side == side)
    )


def said(rows: Iterable[FormQuestion]) -> Said:
    """Sort rows by who said them."""
    found: dict[str, dict[str, Kept]] = {TENDER: {}, BIDDER: {}, AUTHORITY: {}}
    for row in rows:
        found[row.side][row.code] = Kept(row.owner, row.evidence, row.answer)
    return Said(found[TENDER], found[BIDDER], found[AUTHORITY])


def lay_beside(form: str, rows: Iterable[FormQuestion]) -> tuple[Asked, ...]:
    """Lay what was said beside the questions of a form."""
    found = said(rows)
    return tuple(
        Asked(each, found.bidder.get(each.code, Kept()), found.authority.get(each.code, Kept()))
        for each in questions(form)
    )
