"""An open call in which questions may be asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assurance.domain.stages import Stage
from assurance.persistence.models import QuestionPeriod
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World
from tests.factories.tenders import call_open


@pytest.fixture
def asking(world: World, database: Database) -> str:
    """The address of the questions, for providers."""
    with database.transaction() as session:
        call_open(session, world)
        due = NOW + timedelta(days=3)
        session.add(QuestionPeriod(procurement_id=world.procurement_id, stage=Stage.CALL, due_at=due))
    return f"/supplier/opportunities/{world.reference}/questions"
