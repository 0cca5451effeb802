"""Standstill is kept longer by two people, never shorter, and every bidder told the outcome is told of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.deadlines.changes import Which
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted
from assurance.persistence.models import AuditEvent, DeadlineChange, Message, Notice
from assurance.persistence.queries.awards import list_letter_bids
from assurance.services import clarifications
from assurance.services.representations import represent_until
from tests.factories.award import Award
from tests.factories.cast import make_world

REASON = "Birch asked for records that take longer to prepare."


@pytest.fixture
def award(session: Session) -> Award:
    """Standstill has begun."""
    made = Award(session, make_world(session))
    made.to_standstill()
    return made


def propose(award: Award, days: int, name: str = "officer", now: datetime | None = None) -> DeadlineChange:
    standstill = award.procurement.standstill
    assert standstill is not None
    return clarifications.propose(
        award.session, procurement=award.procurement, which=Which.STANDSTILL,
        due_on=standstill.last_day + timedelta(days=days), due_time=None, reason=REASON, actor=award.actor(name),
        now=now or award.now,
    )  # fmt: skip


def decide(award: Award, row: DeadlineChange, name: str = "owner", now: datetime | None = None) -> None:
    clarifications.decide(
        award.session, row=row, procurement=award.procurement, approve=True, reason="", actor=award.actor(name),
        now=now or award.now,
    )  # fmt: skip


def last_day(award: Award) -> date:
    assert award.procurement.standstill is not None
    return award.procurement.standstill.last_day


def test_approved_by_a_second_person_it_ends_later_for_everything_that_asks(award: Award) -> None:
    before = last_day(award)
    row = propose(award, 7)
    assert last_day(award) == before
    decide(award, row)
    assert last_day(award) == before + timedelta(days=7)
    standstill = award.procurement.standstill
    assert standstill is not None
    assert award.procurement.next_due_at == represent_until(award.procurement) == standstill.ends_at
    assert "The authority has extended it" in standstill.why[1]
    award.now = standstill.ends_at - timedelta(seconds=1)
    with pytest.raises(MoveRefused, match="Representations may still be made"):
        award.move("confirm_award")
    award.now = standstill.ends_at
    award.move("confirm_award")


def test_every_bidder_told_the_outcome_is_told_once_and_the_public_too(award: Award) -> None:
    row = propose(award, 7)
    decide(award, row)
    told = award.session.scalars(select(Message).where(Message.kind == "deadline-moved")).all()
    assert {each.organisation_id for each in told} == {
        bid.organisation_id for bid in list_letter_bids(award.session, award.world.procurement_id)
    }
    assert all(REASON in each.text and "the end of" in each.text for each in told)
    notice = award.session.scalars(select(Notice).where(Notice.kind == "change")).one()
    assert "Standstill: until the end of" in notice.content["sections"][0]["text"]
    moved = award.session.scalars(select(AuditEvent).where(AuditEvent.tag == "deadline:moved")).one()
    assert moved.subject == "standstill"


@pytest.mark.parametrize("days", [0, -1, -5])
def test_never_shorter(award: Award, days: int) -> None:
    with pytest.raises(InvalidInput, match="only be moved later than the end of"):
        propose(award, days)


def test_not_alone_not_by_others_and_not_after_it_is_over(award: Award) -> None:
    row = propose(award, 7)
    with pytest.raises(NotPermitted):
        decide(award, row, "officer")
    with pytest.raises(NotPermitted):
        propose(award, 7, "moderator")
    assert award.procurement.standstill is not None
    over = award.procurement.standstill.ends_at
    with pytest.raises(Conflict, match="has passed"):
        decide(award, row, now=over)
    with pytest.raises(Conflict, match="has passed"):
        propose(award, 7, now=over)
