"""A procurement at checkpoint 1 with an open review, and the addresses of its pages."""

from __future__ import annotations

import pytest

from assurance.domain.stages import Stage
from assurance.persistence.session import Database
from assurance.services import gates
from tests.factories.cast import NOW, World


@pytest.fixture
def base(database: Database, world: World) -> str:
    """Open the review and return the address of the gates."""
    with database.transaction() as session:
        procurement = world.at(session, Stage.CHECKPOINT_1)
        gates.open_review(
            session, procurement=procurement, gate_code="checkpoint_1", actor=world.actor(session, "officer"), now=NOW
        )
    return f"/staff/procurements/{world.reference}/gates"
