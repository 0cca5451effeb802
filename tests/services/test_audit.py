"""The one door to the audit trail: chained, in the transaction of its effect, whole under two writers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.chain import body_bytes, link_hash
from assurance.persistence.models import AuditEvent, AuditHead
from assurance.persistence.session import Database
from assurance.services import audit
from tests.factories.cast import NOW, make_world


def trail(session: Session) -> list[AuditEvent]:
    """Return the entries in order."""
    return list(session.scalars(select(AuditEvent).order_by(AuditEvent.seq)))


def assert_whole(events: list[AuditEvent]) -> None:
    """Assert that each entry follows the one before and holds the hash of what it says."""
    prev = ""
    for seq, event in enumerate(events, start=1):
        assert (event.seq, event.prev) == (seq, prev)
        assert (event.body["seq"], event.body["prev"]) == (seq, prev)
        assert event.hash == link_hash(prev, body_bytes(event.body))
        prev = event.hash


def test_entries_are_chained_from_the_first(session: Session) -> None:
    make_world(session)
    events = trail(session)
    assert len(events) > 20
    assert_whole(events)
    head = session.get_one(AuditHead, 1)
    assert (head.seq, head.hash) == (events[-1].seq, events[-1].hash)


def test_an_entry_goes_with_the_transaction_it_belongs_to(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction() as session:
        audit.record(session, tag="mark:saved", actor=None, now=NOW)
        raise RuntimeError("the effect failed")
    with database.reading() as session:
        assert trail(session) == []


def test_a_refusal_is_kept_although_what_was_refused_is_undone(database: Database) -> None:
    with database.transaction() as session:
        world = make_world(session)
    audit.record_apart(
        database, tag="access:denied", actor=None, now=NOW, reference=world.reference, subject="x", path="/staff/"
    )
    with database.reading() as session:
        last = trail(session)[-1]
    assert (last.tag, last.procurement_id, last.body["data"]) == (
        "access:denied",
        world.procurement_id,
        {"path": "/staff/"},
    )


def test_writers_at_once_never_fork_the_chain(database: Database) -> None:
    def write(number: int) -> None:
        audit.record_apart(database, tag="test:written", actor=None, now=NOW, subject=str(number))

    write(0)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(1, 41)))
    with database.reading() as session:
        events = trail(session)
    assert {event.subject for event in events} == {str(number) for number in range(41)}
    assert_whole(events)
