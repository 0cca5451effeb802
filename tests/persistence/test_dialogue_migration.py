"""A decision to go on with few that an earlier version kept becomes the first of the decisions, for two left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, select
from sqlalchemy.orm import Session

from assurance.persistence import migrate
from assurance.persistence.models import CompetitionDecision
from assurance.persistence.session import make_engine
from tests.persistence.test_at_rest_migration import _insert

BEFORE = "022_clarifications"
THEN = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def old(tmp_path: Any) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'old.db'}")
    migrate.upgrade(engine, BEFORE)
    yield engine
    engine.dispose()


def test_a_decision_kept_before_is_kept_with_who_took_it(old: Engine) -> None:
    tables = MetaData()
    tables.reflect(old)
    with old.begin() as connection:
        for name, values in (
            ("organisation", {"audience": "staff"}),
            ("user", {"organisation_id": 1}),
            ("procurement", {"organisation_id": 1, "competition_decision": "Two strong bidders.", "reference": "A"}),
            ("procurement", {"organisation_id": 1, "competition_decision": " ", "reference": "B"}),
            ("audit_event", {"seq": 1, "prev": "", "hash": "0" * 64, "procurement_id": 1, "actor_id": 1,
                             "tag": "competition:decided", "at": THEN}),
        ):  # fmt: skip
            _insert(connection, tables.tables[name], dict(values))
    migrate.upgrade(old)
    with Session(old) as session:
        (row,) = session.scalars(select(CompetitionDecision)).all()
        assert (row.procurement_id, row.bids_left, row.reason) == (1, 2, "Two strong bidders.")
        assert (row.decided_by_id, row.decided_at) == (1, THEN)
