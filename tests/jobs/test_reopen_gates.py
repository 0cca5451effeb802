"""The worker opens gates with an overdue condition, once, and takes no lock while there is none."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from assurance.jobs.reopen_gates import reopen_gates
from assurance.persistence.models import GateReview
from assurance.persistence.session import Database
from tests.factories.cast import NOW
from tests.services.test_gates import Gate


def test_a_gate_with_an_overdue_condition_is_opened_once(database: Database) -> None:
    with database.transaction() as session:
        gate = Gate(session)
        gate.rate_all()
        gate.condition()
        gate.sign()
        gate.conclude()
    late = NOW + timedelta(days=80)
    assert [reopen_gates(database, now=each) for each in (NOW, late, late)] == [0, 1, 0]
    with database.reading() as session:
        sittings = session.scalars(select(GateReview.sitting).order_by(GateReview.sitting)).all()
        assert sittings == [1, 2]
