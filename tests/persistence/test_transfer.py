"""Every row is carried as it lies there, to a database of either kind, and new rows are numbered after them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from assurance.domain.authority.policy import Audience
from assurance.persistence import migrate, transfer
from assurance.persistence.models import Bid, CriterionRow, Organisation
from assurance.persistence.session import Database, make_engine
from assurance.services import accounts
from assurance.services.audit_check import check_chain
from tests.factories.award import Award
from tests.factories.cast import NOW, make_world


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database to carry into, of either kind."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'other.db'}"
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgres_server").database("carried_into"))
        engine = make_engine(url)
        if request.param == "sqlite":
            migrate.upgrade(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def filled(database: Database) -> Database:
    """A procurement with marks, a contract and criteria of which one was put under a later one."""
    with database.transaction() as session:
        award = Award(session, make_world(session))
        award.to_intention()
        first, second = session.scalars(select(CriterionRow).order_by(CriterionRow.id).limit(2))
        first.parent_id, second.parent_id = second.id, None
    return database


def test_all_rows_arrive_there_and_back_and_the_audit_trail_holds(filled: Database, other: Engine) -> None:
    with transfer.snapshot(filled.engine) as source:
        before = transfer.digests(source)
        assert before["bid"].rows > 0
        assert transfer.copy_rows(source, other) == before
    there = Database(other)
    with there.reading() as session:
        assert check_chain(session).broken_at is None
        assert session.scalars(select(Bid)).all()
    with there.transaction() as session:
        kept = set(session.scalars(select(Organisation.id)))
        added = accounts.create_organisation(session, name="Ninth", audience=Audience.SUPPLIER, now=NOW)
        session.flush()
        assert added.id == max(kept) + 1


def test_what_holds_rows_already_is_not_written_over(filled: Database, other: Engine) -> None:
    with transfer.snapshot(filled.engine) as source:
        transfer.copy_rows(source, other)
        with pytest.raises(transfer.NotEmpty):
            transfer.copy_rows(source, other)


def test_a_change_of_one_value_changes_the_digest_of_its_table_alone(filled: Database) -> None:
    with filled.engine.connect() as connection:
        before = transfer.digests(connection)
    with filled.transaction() as session:
        session.scalars(select(Organisation).limit(1)).one().name += "."
    with filled.engine.connect() as connection:
        after = transfer.digests(connection)
    assert {name for name in before if before[name] != after[name]} == {"organisation"}
