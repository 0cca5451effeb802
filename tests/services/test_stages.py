"""The one door for stages: history, audit and version with every move; refused moves leave no trace but the refusal."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Procurement, StageChange
from assurance.persistence.session import Database
from assurance.services import moves
from tests.factories.cast import NOW, make_world
from tests.factories.notices import approve_notices
from tests.factories.plans import make_bid
from tests.factories.sealing import give_box_a_key


def test_a_move_writes_stage_history_and_audit(session: Session) -> None:
    world = make_world(session)
    procurement = world.procurement(session)
    approve_notices(session, world, "abandon", "No budget this year.")
    moves.perform(
        session, procurement=procurement, trigger="abandon", actor=world.actor(session, "owner"), now=NOW,
        reason="No budget this year.",
    )  # fmt: skip
    assert procurement.stage is Stage.ABANDONED
    change = session.scalars(select(StageChange)).one()
    assert (change.from_stage, change.to_stage, change.reason) == (
        Stage.PLANNING, Stage.ABANDONED, "No budget this year.",
    )  # fmt: skip
    event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "procurement:moved")).one()
    assert event.body["data"] == {"before": "planning", "after": "abandoned", "reason": "No budget this year."}


@pytest.mark.parametrize(
    ("trigger", "who", "reason", "error"),
    [
        ("start_engagement", "officer", "", MoveRefused),
        ("confirm_award", "officer", "", MoveRefused),
        ("teleport", "officer", "", MoveRefused),
        ("abandon", "clinician", "Because.", NotPermitted),
        ("abandon", "owner", "  ", InvalidInput),
    ],
)
def test_a_refused_move_changes_nothing(
    session: Session, trigger: str, who: str, reason: str, error: type[Exception]
) -> None:
    world = make_world(session)
    procurement = world.procurement(session)
    with pytest.raises(error):
        moves.perform(
            session, procurement=procurement, trigger=trigger, actor=world.actor(session, who), now=NOW, reason=reason
        )
    assert procurement.stage is Stage.PLANNING
    assert session.scalars(select(StageChange)).all() == []


def test_a_page_seen_before_someone_elses_change_is_stale(session: Session) -> None:
    world = make_world(session)
    procurement = world.procurement(session)
    seen = procurement.version
    procurement.summary = "Changed meanwhile."
    session.flush()
    with pytest.raises(Conflict, match="changed by someone else"):
        moves.perform(
            session, procurement=procurement, trigger="abandon", actor=world.actor(session, "owner"), now=NOW,
            reason="No budget.", version=seen,
        )  # fmt: skip


def test_of_two_simultaneous_changes_the_second_fails(database: Database) -> None:
    with database.transaction() as session:
        world = make_world(session)
    with database.reading() as slow:
        held = slow.get_one(Procurement, world.procurement_id)
        slow.expunge(held)
    with database.transaction() as quick:
        quick.get_one(Procurement, world.procurement_id).summary = "Quicker."
    with database.writing() as session:
        session.add(held)
        held.summary = "Slower."
        with pytest.raises(StaleDataError):
            session.flush()
        session.rollback()


def test_deadlines_become_the_next_date_of_the_list(session: Session) -> None:
    world = make_world(session)
    procurement = world.at(session, Stage.DIALOGUE_CLOSED)
    procurement.tenders_due_at = NOW.replace(month=5)
    give_box_a_key(session, world)
    for name in ("alder", "birch", "cedar"):
        make_bid(session, world, name, BidStage.IN_DIALOGUE)
    moves.perform(
        session, procurement=procurement, trigger="invite_final_tenders", actor=world.actor(session, "officer"), now=NOW
    )
    assert procurement.next_due_at == NOW.replace(month=5)
