"""The decision to go on with few bidders: when it shows how many there are, and not in advance."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from assurance.domain.stages import Stage
from assurance.persistence.session import Database
from tests.factories.cast import World

REASON = "Two strong bidders remain and each knows that the other does."


@pytest.mark.parametrize(("stage", "status"), [(Stage.PLANNING, 409), (Stage.SELECTION, 302), (Stage.SCORING, 409)])
def test_it_is_recorded_once_the_number_is_known(
    sign_in: Callable[[str], FlaskClient], world: World, database: Database, stage: Stage, status: int
) -> None:
    with database.transaction() as session:
        world.at(session, stage)
    url = f"/staff/procurements/{world.reference}/competition"
    assert sign_in("officer").post(url, data={"reason": REASON}).status_code == status
    with database.reading() as session:
        assert world.procurement(session).competition_decision == (REASON if status == 302 else "")
