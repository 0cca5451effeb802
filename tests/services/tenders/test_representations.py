"""A representation comes from a bidder with a letter, in standstill, before the midnight that ends it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.deadlines import psr_standstill
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, Bid, Letter, Representation
from assurance.persistence.queries.facts.award import award_facts
from assurance.services import representations
from tests.factories.cast import NOW, World
from tests.factories.tenders import invited, tenders_open

PUBLISHED = date(2025, 3, 3)
ENDS = psr_standstill(PUBLISHED).ends_at
LAST = ENDS - timedelta(seconds=1)


@pytest.fixture
def bid(session: Session, world: World) -> Bid:
    tenders_open(session, world)
    bid = invited(session, world, "alder")
    world.at(session, Stage.STANDSTILL).intention_published_on = PUBLISHED
    session.add(
        Letter(
            bid_id=bid.id, kind="outcome", content={}, prepared_by_id=world.users["officer"], prepared_at=NOW,
            issued_at=NOW,
        )
    )  # fmt: skip
    session.flush()
    return bid


def send(session: Session, world: World, bid: Bid, now: datetime = LAST, **given: Any) -> Representation:
    fields = {"text": "The weighting was not applied", "actor": world.actor(session, "alder"), **given}
    return representations.send(session, bid=bid, now=now, **fields)


def test_the_last_second_is_in_time_and_midnight_is_late_but_kept(session: Session, world: World, bid: Bid) -> None:
    in_time, late = send(session, world, bid), send(session, world, bid, ENDS)
    assert (in_time.in_time, late.in_time) == (True, False)
    assert "In time: representations could be made until the end of Friday 14 March 2025" in in_time.timing
    assert "holds nothing open" in late.timing
    session.flush()
    assert award_facts(session, world.procurement(session)).representations_outstanding == 1


def test_it_is_on_record_without_its_text(session: Session, world: World, bid: Bid) -> None:
    row = send(session, world, bid)
    event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "representation:received")).one()
    assert event.subject == row.public_id
    assert "weighting" not in str(event.body)


def test_without_an_issued_letter_or_outside_standstill_there_is_nothing_to_represent(
    session: Session, world: World, bid: Bid
) -> None:
    letter = session.scalars(select(Letter)).one()
    letter.issued_at = None
    session.flush()
    with pytest.raises(Conflict):
        send(session, world, bid)
    letter.issued_at = NOW
    for stage in (Stage.INTENTION, Stage.CHECKPOINT_3):
        world.at(session, stage)
        with pytest.raises(Conflict):
            send(session, world, bid)


def test_in_the_stage_of_the_award_what_comes_is_late_and_kept(session: Session, world: World, bid: Bid) -> None:
    world.at(session, Stage.AWARD)
    row = send(session, world, bid, information_asked=" The comments on our bid ")
    assert (row.in_time, row.information_asked) == (False, "The comments on our bid")


@pytest.mark.parametrize("text", ["", " \n", "x" * 50_001])
def test_an_empty_or_endless_text_is_refused(session: Session, world: World, bid: Bid, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        send(session, world, bid, text=text)
    assert refused.value.field == "text"


def test_nobody_represents_for_another(session: Session, world: World, bid: Bid) -> None:
    with pytest.raises(NotFound):
        send(session, world, bid, actor=world.actor(session, "birch"))
