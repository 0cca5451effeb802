"""Gathers whom and whose ideas a text must not give away, and asks for a reason for each finding that stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.clarifications.disclosure import Finding, Known, check
from assurance.domain.clarifications.questions import CIRCLES, TAKES_PART, Circle
from assurance.domain.dialogue import disclosure as ideas
from assurance.domain.errors import InvalidInput
from assurance.domain.selection.answers import text_of
from assurance.persistence.models import (
    Bid,
    Clarification,
    CriterionRow,
    DisclosureConsent,
    Interest,
    Organisation,
    Procurement,
    Subcontractor,
    User,
)
from assurance.persistence.queries.selection import read_request
from assurance.services.dialogue import screening

SHORTEST_REASON = 10


class Found(Protocol):
    """A finding of either check: who asked or is named, or whose idea is told."""

    @property
    def key(self) -> str:
        """What names the finding while the text keeps its words."""

    @property
    def field(self) -> str:
        """The name of the field in which it is answered."""

    @property
    def message(self) -> str:
        """What was found, in words."""


def screen(
    session: Session, procurement: Procurement, text: str, row: Clarification | None = None
) -> tuple[Finding, ...]:
    """Find what in a text would give away the asker of a question, or name any organisation of the procurement."""
    return check(text, _known(session, procurement, row))


def ideas_told(
    session: Session, procurement: Procurement, text: str, *, to: Organisation | None = None
) -> tuple[tuple[ideas.Finding, ...], tuple[DisclosureConsent, ...]]:
    """Find which ideas of the dialogue a text would tell whom they do not belong to, and the consents it relies on.

    `to` is the one organisation that reads it, or nobody for all who are entitled now.
    """
    found, used = screening.check(session, procurement, text, _readers(session, procurement, to))
    return tuple(each for each in found if each.kind is not ideas.Kind.NAME), used


def answered(findings: Sequence[Found], reasons: Mapping[str, str], least: int = SHORTEST_REASON) -> dict[str, str]:
    """Return the reason for each finding by its key; raise `InvalidInput` naming its field without one."""
    found: dict[str, str] = {}
    for finding in findings:
        reason = " ".join(reasons.get(finding.key, "").split())
        if len(reason) < least:
            raise InvalidInput(
                finding.field, f"{finding.message}: change the text, or say in {least} characters or more why it stays"
            )
        found[finding.key] = reason
    return found


def _readers(session: Session, procurement: Procurement, to: Organisation | None) -> list[str]:
    bids = select(Bid).where(Bid.procurement_id == procurement.id)
    if to is not None:
        own = session.scalar(bids.where(Bid.organisation_id == to.id))
        return [str(own.id) if own else f"organisation {to.id}"]
    if CIRCLES.get(procurement.stage) is not Circle.PARTICIPANTS:
        return ["everybody"]
    return [str(each.id) for each in session.scalars(bids.where(Bid.stage.in_(TAKES_PART)))]


def _known(session: Session, procurement: Procurement, row: Clarification | None) -> Known:
    asker = row.organisation_id if row else None
    others = [name for key, name in _organisations(session, procurement.id) if key != asker]
    public = (procurement.title, procurement.summary, procurement.notice_text, *_criteria(session, procurement.id))
    if row is None or asker is None:
        return Known(organisations=tuple(others), public=public)
    bid = session.scalar(select(Bid).where(Bid.procurement_id == procurement.id, Bid.organisation_id == asker))
    partners = session.scalars(select(Subcontractor).where(Subcontractor.bid_id == bid.id)).all() if bid else ()
    return Known(
        asker=row.organisation.name,
        people=tuple(session.scalars(select(User.name).where(User.organisation_id == asker))),
        subcontractors=tuple(each.name for each in partners),
        organisations=tuple(others),
        own=(row.question, *_said_at_selection(session, bid)) if bid else (row.question,),
        public=public,
    )


def _said_at_selection(session: Session, bid: Bid) -> list[str]:
    return [text for row in read_request(session, bid).answers.values() if (text := text_of(row.content))]


def _organisations(session: Session, procurement_id: int) -> list[tuple[int, str]]:
    """List every provider that has to do with the procurement: who bids, is interested or has asked."""
    models = (Bid, Interest, Clarification)
    ids = {key for model in models for key in session.scalars(
        select(model.organisation_id).where(model.procurement_id == procurement_id)
    )}  # fmt: skip
    rows = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids)))
    return [(key, name) for key, name in rows]


def _criteria(session: Session, procurement_id: int) -> list[str]:
    rows = session.scalars(select(CriterionRow).where(CriterionRow.procurement_id == procurement_id)).all()
    return [text for row in rows for text in (row.title, row.question or "", row.guidance or "")]
