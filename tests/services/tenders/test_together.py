"""Two people at the same instant: one submission, one opening, and nothing in the box after its closing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from assurance.domain.errors import AssuranceError
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, Submission, User
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.criteria import get_criterion
from assurance.persistence.session import Database
from assurance.services import bids, idempotency, moves, submission
from tests.factories.answers import add_colleague
from tests.factories.cast import NOW, World, make_world
from tests.factories.sealing import take_part
from tests.factories.tenders import DUE, OPENING, close, fill, invited, submitted, tenders_open

Act = Callable[[Session], object]
REFUSALS = (AssuranceError, StaleDataError, OperationalError)


def at_once(database: Database, *acts: Act) -> list[Exception | None]:
    """Run acts in transactions of their own, begun together; return what each was refused with."""
    barrier = Barrier(len(acts))

    def run(act: Act) -> Exception | None:
        barrier.wait()
        try:
            with database.transaction() as session:
                act(session)
        except REFUSALS as refused:
            return refused
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def world(database: Database) -> World:
    """The cast, with an open box and Alder's tender complete and in hand."""
    with database.transaction() as session:
        made = make_world(session)
        tenders_open(session, made)
        fill(session, made, invited(session, made, "alder"), "alder")
    return made


def own(session: Session) -> Bid:
    return session.scalars(select(Bid)).one()


def tags(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq)))


def submit(world: World, key: str = "") -> Act:
    return lambda session: submission.submit(
        session, bid=own(session), actor=world.actor(session, "alder"), now=NOW, key=key
    )


def test_two_presses_submit_once(database: Database, world: World) -> None:
    key = idempotency.new_key()
    assert at_once(database, submit(world, key), submit(world, key)) == [None, None]
    assert tags(database).count("bid:submitted") == 1


def test_two_people_of_one_bidder_submit_once_and_the_second_is_told(database: Database, world: World) -> None:
    with database.transaction() as session:
        add_colleague(session, world)
        session.get_one(User, world.users["ally"]).is_organisation_lead = True

    def submits(name: str) -> Act:
        return lambda session: submission.submit(
            session, bid=own(session), actor=world.actor(session, name), now=NOW, key=idempotency.new_key()
        )

    refusals = at_once(database, submits("alder"), submits("ally"))
    assert [str(each) for each in refusals if each is not None] == [submission.ALREADY]
    assert tags(database).count("bid:submitted") == 1
    with database.reading() as session:
        assert session.scalars(select(Submission.version)).all() == [1]


def test_two_openers_at_the_same_instant_open_the_box(database: Database, world: World) -> None:
    with database.transaction() as session:
        submitted(session, world, "birch")
        close(session, world)

    def opens(name: str) -> Act:
        return lambda session: take_part(session, world, name, OPENING)

    assert at_once(database, opens("officer"), opens("finance")) == [None, None]
    assert tags(database).count("tender:opened") == 1
    with database.reading() as session:
        assert BidStage.OPENED in set(session.scalars(select(Bid.stage)))


@pytest.mark.parametrize("turn", range(4))
def test_nothing_is_submitted_after_the_closing(database: Database, world: World, turn: int) -> None:
    """Three submit while the box is closed; the closing begins first, last or between them, turn by turn."""
    racers = ("alder", "cedar", "dogwood")
    with database.transaction() as session:
        submitted(session, world, "birch")
        for name in racers[1:]:
            fill(session, world, invited(session, world, name), name)

    def closes(session: Session) -> None:
        procurement, officer = world.procurement(session), world.actor(session, "officer")
        moves.perform(session, procurement=procurement, trigger="close_tenders", actor=officer, now=DUE)

    def submits(name: str) -> Act:
        def act(session: Session) -> None:
            bid = session.scalars(select(Bid).where(Bid.organisation_id == world.organisations[name])).one()
            submission.submit(session, bid=bid, actor=world.actor(session, name), now=NOW)

        return act

    acts = [submits(name) for name in racers]
    at_once(database, *acts[:turn], closes, *acts[turn:])
    with database.reading() as session:
        events = session.execute(select(AuditEvent.tag, AuditEvent.subject).order_by(AuditEvent.seq)).all()
        stages = {owner: stage for owner, stage in session.execute(select(Bid.organisation_id, Bid.stage))}
        closed = world.procurement(session).stage is Stage.OPENING
    happened = [tag if tag != "procurement:moved" else f"{tag}:{subject}" for tag, subject in events]
    assert ("procurement:moved:close_tenders" in happened) is closed
    if closed:
        assert "bid:submitted" not in happened[happened.index("procurement:moved:close_tenders") :]
    expected = {BidStage.SUBMITTED, BidStage.NOT_SUBMITTED} if closed else {BidStage.SUBMITTED}
    assert {stages[world.organisations[name]] for name in racers} <= expected


def test_an_answer_saved_while_the_tender_is_submitted_is_in_it_or_refused(database: Database, world: World) -> None:
    def saves(session: Session) -> None:
        care = get_criterion(session, world.procurement_id, "care")
        who = {"actor": world.actor(session, "alder"), "now": NOW}
        bids.save_answer(session, bid=own(session), criterion=care, text="Newer words", **who)  # type: ignore[arg-type]  # reason: a shortcut

    at_once(database, submit(world), saves)
    with database.reading() as session:
        assert own(session).stage is BidStage.SUBMITTED
        assert not get_parts(session, own(session).id).answers
