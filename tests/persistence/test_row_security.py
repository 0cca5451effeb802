"""PostgreSQL keeps suppliers apart by itself: each sees its own, and who has not said who they are sees nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.orm import Session

from assurance.domain.clarifications.questions import Category
from assurance.domain.stages import BidStage
from assurance.domain.told import How
from assurance.persistence.base import Base
from assurance.persistence.models import (
    AuditEvent,
    Bid,
    Clarification,
    MailPreference,
    Message,
    Outgoing,
    OutgoingAnswer,
    OutgoingRecipient,
    Price,
    QuestionPeriod,
    SupplierProfile,
    User,
)
from assurance.persistence.row_security import conditions
from assurance.persistence.session import Database
from assurance.persistence.sight import EVERYTHING, NOTHING, SETTING, see, seeing_everything
from assurance.services import audit, carrying, clarifications, telling
from tests import postgres
from tests.factories.cast import NOW, SUPPLIERS, World, make_world
from tests.factories.tenders import fill, invited, put_in_box, tenders_open
from tests.statements import listened

SENT = {
    "audit_event", "bid", "bid_stage_change", "clarification", "mail_preference", "message", "sealed_item",
    "submission", "supplier_profile",
}  # fmt: skip
DRAFTED = {"answer", "bid", "form_question", "price", "subcontractor"}
"""Tables of which two suppliers each have rows at the least, directly or through another table."""


@pytest.fixture
def backend() -> str:
    """Only a server can do this."""
    return "postgresql"


def ask(session: Session, world: World, name: str) -> None:
    """Ask a question, which the officer is told of."""
    clarifications.ask(
        session, procurement=world.procurement(session), actor=world.actor(session, name), now=NOW,
        category=Category.SPECIFICATION, question="May we use two sites?", is_confidential=False,
        confidential_reason="",
    )  # fmt: skip


def tell(session: Session, subject: str, **to: list[int]) -> list[Message]:
    """Tell something to somebody."""
    return telling.tell(
        session, kind="test", subject=subject, title="A word", endpoint="supplier.bids.index", now=NOW, **to
    )  # fmt: skip


def give(session: Session, world: World, name: str) -> None:
    """Give one bidder a briefing, prepare another, and keep why a finding of the check may stand."""
    bid = session.scalars(select(Bid).where(Bid.organisation_id == world.organisations[name])).one()
    writer = world.users["officer"]
    for number, given_at in ((1, NOW), (None, None)):
        row = Outgoing(
            public_id=f"briefing-{number}", procurement_id=world.procurement_id, kind="briefing", number=number,
            round=1, title="The car park", text="It is free.", is_to_all=False, written_by_id=writer, written_at=NOW,
            sent_by_id=writer if given_at else None, sent_at=given_at,
        )  # fmt: skip
        row.recipients.append(OutgoingRecipient(bid_id=bid.id, given_at=given_at))
        row.answers.append(
            OutgoingAnswer(key="idea", finding="Of Birch", reason="Public", answered_by_id=writer, answered_at=NOW)
        )
        session.add(row)
    session.flush()


@pytest.fixture(scope="module")
def filled(postgres_server: postgres.Server) -> Iterator[tuple[Database, World]]:
    """Alder and Birch have sent a tender and asked a question, Cedar and Dogwood write one; nobody changes it."""
    with postgres_server.database("kept_apart", role=postgres.PROGRAM) as url:
        database = Database.open(url)
        with database.transaction() as session:
            world = make_world(session)
            tenders_open(session, world)
            due, stage = NOW + timedelta(days=1), world.procurement(session).stage
            session.add(QuestionPeriod(procurement_id=world.procurement_id, stage=stage, due_at=due))
            for name in ("alder", "birch"):
                put_in_box(session, world, name)
                ask(session, world, name)
                tell(session, "1", organisations=[world.organisations[name]])
                carrying.choose(session, needed=How.AT_ONCE, other=How.NEVER, actor=world.actor(session, name), now=NOW)
            give(session, world, "alder")
            for name in ("cedar", "dogwood"):
                fill(session, world, invited(session, world, name), name)
        yield database, world
        database.close()


@pytest.fixture
def alder(filled: tuple[Database, World]) -> str:
    """The mark of Alder's sessions."""
    return str(filled[1].organisations["alder"])


def ids(database: Database, reader: str) -> dict[str, set[int]]:
    """Return what a reader finds in each table without any condition."""
    with database.seen_by(reader).reading() as session:
        return {
            name: {row[0] for row in session.execute(text(f"SELECT id FROM {name}"))}  # noqa: S608 -- our own names
            for name in conditions()
        }


def test_each_sees_its_own_of_every_table_and_nothing_of_the_others(filled: tuple[Database, World]) -> None:
    database, world = filled
    whole = ids(database, EVERYTHING)
    seen = {name: ids(database, str(world.organisations[name])) for name in SUPPLIERS}
    for table in conditions():
        found = [row for name in SUPPLIERS for row in seen[name][table]]
        assert len(found) == len(set(found))
        assert set(found) <= whole[table]
    for one, other, least in (("alder", "birch", SENT), ("cedar", "dogwood", DRAFTED)):
        assert {table for table in conditions() if seen[one][table] and seen[other][table]} >= least
    with database.seen_by(str(world.organisations["alder"])).reading() as session:
        for model in (Bid, Clarification):
            assert set(session.scalars(select(model.organisation_id))) == {world.organisations["alder"]}


def test_who_has_not_said_who_they_are_sees_nothing(filled: tuple[Database, World]) -> None:
    database, _ = filled
    assert not any(ids(database, NOTHING).values())
    with database.engine.connect() as connection:  # and no session at all
        assert not any(connection.execute(text(f"SELECT count(*) FROM {each}")).scalar() for each in SENT | DRAFTED)  # noqa: S608


def test_nobody_writes_for_another_nor_changes_or_removes_what_is_theirs(
    filled: tuple[Database, World], alder: str
) -> None:
    database, world = filled
    with database.reading() as session:
        theirs = session.scalars(select(Bid).where(Bid.organisation_id == world.organisations["cedar"])).one()
    with database.seen_by(alder).writing() as session:
        assert session.execute(update(Price).where(Price.bid_id == theirs.id).values(version=9)).rowcount == 0
        assert session.execute(text("DELETE FROM answer")).rowcount == 0
        given = {"bid_id": theirs.id, "from_stage": BidStage.INVITED, "to_stage": BidStage.WITHDRAWN}
        row = insert(Base.metadata.tables["bid_stage_change"])
        with pytest.raises(ProgrammingError, match="row-level security"):
            session.execute(row.values(trigger="withdraw", actor_id=None, at=NOW, **given))


def test_the_mark_goes_with_its_transaction_and_comes_with_the_next(filled: tuple[Database, World], alder: str) -> None:
    database, _ = filled
    with database.reading() as session, listened(database.engine) as sent:
        see(session, alder)
        for end in (session.commit, session.rollback):
            assert session.scalar(text(f"SELECT current_setting('{SETTING}', true)")) == alder
            connection = session.connection().connection.dbapi_connection
            end()
            with database.engine.connect() as next_in_pool:
                assert next_in_pool.connection.dbapi_connection is connection
                assert next_in_pool.execute(text("SELECT count(*) FROM bid")).scalar() == 0
    assert len([each for each in sent if "set_config" in each]) == 2


def test_an_act_that_looks_beyond_its_own_sees_no_more_when_it_is_over(
    filled: tuple[Database, World], alder: str
) -> None:
    database, world = filled
    count = select(Bid.id)
    with database.seen_by(alder).writing() as session:

        def seen() -> int:
            return len(session.scalars(count).all())

        with seeing_everything(session):
            assert seen() == 4
        assert seen() == 1
        with pytest.raises(ValueError, match="of our own"), seeing_everything(session):
            raise ValueError("of our own")
        assert seen() == 1
        with pytest.raises(ProgrammingError), seeing_everything(session):
            session.execute(text("SELECT no_such_column FROM bid"))
        session.rollback()
        assert seen() == 1
        assert (len(tell(session, "2", people=[world.users["officer"]])), seen()) == (1, 1)
        assert session.scalar(text("SELECT count(*) FROM message WHERE subject = '2'")) == 0


def test_information_is_seen_once_it_was_given_and_by_nobody_else(filled: tuple[Database, World]) -> None:
    database, world = filled
    seen = {}
    for name in ("alder", "birch"):
        with database.seen_by(str(world.organisations[name])).reading() as session:
            seen[name] = session.scalars(select(Outgoing.number)).all()
            assert session.scalars(select(OutgoingAnswer.id)).all() == []
    assert seen == {"alder": [1], "birch": []}


def test_of_profiles_choices_and_the_trail_each_sees_what_its_own_people_did(
    filled: tuple[Database, World], alder: str
) -> None:
    database, world = filled
    with database.seen_by(alder).reading() as session:
        own = session.scalars(select(User.id).where(User.organisation_id == int(alder))).all()
        assert session.scalars(select(SupplierProfile.organisation_id)).all() == [int(alder)]
        assert session.scalars(select(MailPreference.user_id)).all() == [world.users["alder"]]
        assert set(session.scalars(select(AuditEvent.actor_id))) <= set(own)


def test_an_entry_follows_that_of_another_and_is_written_by_no_other_door(
    filled: tuple[Database, World], alder: str
) -> None:
    database, world = filled
    with database.seen_by(alder).writing() as session:
        last = audit.record(session, tag="test:done", actor=world.actor(session, "alder"), now=NOW)
        assert session.scalars(select(AuditEvent.seq).where(AuditEvent.seq == last.seq)).one() == last.seq
        unsigned = audit.record(session, tag="test:done", actor=None, now=NOW)
        assert session.scalars(select(AuditEvent.seq).where(AuditEvent.seq == unsigned.seq)).all() == []
        forged = {"actor_id": world.users["birch"], "seq": unsigned.seq + 1, "prev": unsigned.hash, "hash": "0" * 64}
        with pytest.raises(DBAPIError):
            session.execute(insert(AuditEvent).values(at=NOW, tag="test:forged", body={}, **forged))


def test_staff_see_everything_as_before(session: Session) -> None:
    world = make_world(session)
    tenders_open(session, world)
    for name in ("alder", "birch"):
        put_in_box(session, world, name)
    assert len(session.scalars(select(Bid)).all()) == 2
