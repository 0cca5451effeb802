"""The questions of the demonstration: what everybody read, what one read, what nobody did; a deadline that moved."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.clarifications.questions import State
from assurance.domain.deadlines import LONDON
from assurance.persistence.models import (
    Addendum,
    Bid,
    Clarification,
    DeadlineChange,
    Message,
    Organisation,
    Procurement,
    QuestionPeriod,
)
from assurance.persistence.queries.clarifications import list_unconfirmed
from assurance.services.clarifications.screening import screen

pytestmark = pytest.mark.xdist_group("demonstration")  # built once, not once for each process


def test_one_question_was_published_one_answered_privately_one_withdrawn(session: Session, msk: Procurement) -> None:
    rows = session.scalars(
        select(Clarification).where(Clarification.procurement_id == msk.id).order_by(Clarification.id)
    ).all()
    assert [(each.state, each.number) for each in rows] == [
        (State.PUBLISHED, 1), (State.PRIVATE, None), (State.WITHDRAWN, None),
    ]  # fmt: skip
    assert rows[1].reason and rows[2].refusal_reason
    assert rows[0].findings == {}
    assert screen(session, msk, f"{rows[0].wording}\n{rows[0].answer}", rows[0]) == ()


def test_the_addendum_reached_the_three_participants_at_once_and_every_tender_came_after_it(
    session: Session, msk: Procurement
) -> None:
    row = session.scalars(select(Addendum).where(Addendum.procurement_id == msk.id)).one()
    told = session.scalars(select(Message).where(Message.kind == "addendum", Message.procurement_id == msk.id)).all()
    names = {session.get_one(Organisation, each.organisation_id).name.split()[0] for each in told}
    assert (names, {each.sent_at for each in told}) == ({"Alder", "Birch", "Cedar"}, {row.issued_at})
    for bid in session.scalars(select(Bid).where(Bid.procurement_id == msk.id)):
        assert list_unconfirmed(session, bid) == []


def test_the_deadline_for_questions_moved_by_two_people(session: Session, msk: Procurement) -> None:
    row = session.scalars(select(DeadlineChange).where(DeadlineChange.procurement_id == msk.id)).one()
    due = session.scalars(
        select(QuestionPeriod.due_at).where(
            QuestionPeriod.procurement_id == msk.id, QuestionPeriod.stage == "final_tenders"
        )
    ).one()
    assert (row.decision, row.after_at) == ("approved", due)
    assert (row.before_at, row.after_at) == (
        datetime(2025, 6, 13, 12, tzinfo=LONDON), datetime(2025, 6, 16, 12, tzinfo=LONDON),
    )  # fmt: skip
    assert row.decided_by_id != row.proposed_by_id
