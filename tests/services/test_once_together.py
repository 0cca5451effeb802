"""What several workers take up at the same instant happens once, and none of them falls over the others."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, BrokenBarrierError

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.stages import Stage
from assurance.persistence.models import Erasure, GateReview, StageChange
from assurance.persistence.queries.packs import get_pack
from assurance.persistence.session import Database
from assurance.services import gate_reopening, moves, packs, retention
from tests.factories.cast import NOW, make_world
from tests.factories.tenders import DUE, submitted, tenders_open
from tests.packs.fixture import make_story
from tests.services.tenders.test_together import at_once, tags
from tests.services.test_gates import Gate
from tests.services.test_packs import PRINTED, ask


class Meeting:
    """Lets two transactions go on together once both have read; where writers queue (SQLite), one goes on alone."""

    def __init__(self) -> None:
        self.barrier = Barrier(2)

    def wait(self) -> None:
        try:
            self.barrier.wait(0.2)
        except BrokenBarrierError:
            return


def test_tenders_are_closed_once_by_three_at_the_same_instant(database: Database) -> None:
    with database.transaction() as session:
        world = make_world(session)
        tenders_open(session, world)
        submitted(session, world, "birch")

    def closes(session: Session) -> None:
        procurement, officer = world.procurement(session), world.actor(session, "officer")
        moves.perform(session, procurement=procurement, trigger="close_tenders", actor=officer, now=DUE)

    refusals = at_once(database, closes, closes, closes)

    assert refusals.count(None) == 1
    with database.reading() as session:
        changes = select(StageChange).where(StageChange.trigger == "close_tenders")
        assert len(session.scalars(changes).all()) == 1
        assert world.procurement(session).stage is Stage.OPENING
    assert tags(database).count("procurement:moved") == 1


def test_a_pack_that_two_workers_finish_at_once_is_issued_once(database: Database) -> None:
    with database.transaction() as session:
        public_id = ask(session, make_story(session)).public_id
    meeting = Meeting()

    def finishes(session: Session) -> None:
        get_pack(session, public_id)
        meeting.wait()
        packs.finish(session, public_id=public_id, printed=PRINTED, now=NOW)

    assert at_once(database, finishes, finishes) == [None, None]

    assert tags(database).count("pack:issued") == 1
    with database.reading() as session:
        assert get_pack(session, public_id).sha256 == PRINTED.sha256


def test_a_gate_that_two_workers_reopen_at_once_is_opened_once(database: Database) -> None:
    with database.transaction() as session:
        gate = Gate(session)
        gate.rate_all()
        gate.condition()
        gate.sign()
        gate.conclude()
    late, meeting = NOW + timedelta(days=80), Meeting()

    def reopens(session: Session) -> None:
        gate_reopening.has_overdue(session, now=late)
        meeting.wait()
        gate_reopening.reopen_overdue(session, now=late)

    assert at_once(database, reopens, reopens) == [None, None]

    assert tags(database).count("gate:reopened") == 1
    with database.reading() as session:
        assert session.scalars(select(GateReview.sitting).order_by(GateReview.sitting)).all() == [1, 2]


def test_what_two_workers_propose_to_erase_at_once_is_proposed_once(database: Database) -> None:
    with database.transaction() as session:
        world = make_world(session)
        procurement = world.at(session, Stage.ABANDONED)
        session.add(
            StageChange(
                procurement_id=procurement.id, trigger="abandon", from_stage=Stage.PLANNING, to_stage=Stage.ABANDONED,
                actor_id=world.users["owner"], at=NOW, reason="No budget.",
            )
        )  # fmt: skip
    late, meeting = NOW + timedelta(days=366 * 7), Meeting()

    def proposes(session: Session) -> None:
        world.procurement(session)
        meeting.wait()
        retention.propose_due(session, now=late)

    assert at_once(database, proposes, proposes) == [None, None]

    with database.reading() as session:
        kinds = session.scalars(select(Erasure.kind)).all()
        assert len(kinds) == len(set(kinds)) == tags(database).count("erasure:proposed") > 0
