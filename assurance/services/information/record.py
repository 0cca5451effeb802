"""What of the record of a procurement can be picked for an answer, as items under keys that stay the same.

Marks and their reasons can be picked once every bidder has been told the outcome; before that not even the officer
reads them. Tenders themselves are not among the items: whoever asks for one is answered by a letter.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from assurance.domain.award.disclosure import Item
from assurance.domain.award.record_keeping import State
from assurance.domain.deadlines import LONDON, say_day
from assurance.domain.stages import Stage, reached
from assurance.persistence.models import Procurement
from assurance.persistence.queries.information import list_judged, list_minuted
from assurance.persistence.queries.record_keeping import list_kept
from assurance.services.disclosure.contents import compose_about

KEPT, MINUTES = "Record that the law asks to keep", "Minutes of dialogue"


def items_of(session: Session, procurement: Procurement) -> tuple[Item, ...]:
    """Gather every item that can be picked now."""
    told = procurement.stage is Stage.ABANDONED or reached(procurement.stage, Stage.STANDSTILL)
    judged = list_judged(session, procurement.id) if told else []
    evaluation = compose_about(session, procurement, judged) if told else ()
    return (*_kept(session, procurement), *_minutes(session, procurement), *evaluation)


def _kept(session: Session, procurement: Procurement) -> Iterator[Item]:
    for each in list_kept(session, procurement):
        if each.state is State.FILLED:
            asked = each.requirement
            yield Item(f"kept:{asked.fact}", KEPT, asked.title, each.text)


def _minutes(session: Session, procurement: Procurement) -> Iterator[Item]:
    for each in list_minuted(session, procurement.id):
        held = say_day(each.held_at.astimezone(LONDON).date())
        title = f"Round {each.round}, {held}: {each.bid.organisation.name}"
        yield Item(f"minutes:{each.public_id}", MINUTES, title, each.minutes)
