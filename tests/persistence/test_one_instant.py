"""What is read in one session is as at one instant, whatever others commit meanwhile; the next session sees it."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.persistence.models import AuditEvent
from assurance.persistence.session import Database
from assurance.services import audit
from tests.factories.cast import NOW


def entries(session: Session) -> tuple[int, int]:
    """Count entries and list them, in two statements as a table with its total does."""
    counted = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
    return counted, len(session.scalars(select(AuditEvent.seq)).all())


def test_a_table_and_its_total_agree_while_others_save(database: Database) -> None:
    def save() -> None:
        with database.transaction() as session:
            audit.record(session, tag="test:saved", actor=None, now=NOW)

    save()
    with database.reading() as session:
        assert entries(session)[0] == 1
        save()
        assert entries(session) == (1, 1)
    with database.reading() as session:
        assert entries(session) == (2, 2)


def test_whoever_writes_sees_what_was_committed_before_its_turn(database: Database) -> None:
    """Only reading stands still: a writer that waited must not judge by what was before."""
    with database.writing() as session, session.begin():
        level = session.connection().get_isolation_level()
        assert level == ("SERIALIZABLE" if database.engine.dialect.name == "sqlite" else "READ COMMITTED")
