"""A procurement in market engagement with a plan, and a questionnaire."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.domain.stages import Stage
from assurance.services import planning
from tests.factories.cast import NOW, World, make_world

QUESTIONNAIRE: dict[str, Any] = {
    "introduction": "We plan one contract for all knee care and want to know what is possible.",
    "questions": ["Which term lets you invest?", "", " Who  would be your partners? "],
    "closes_on": date(2025, 1, 20), "closes_time": time(12),
}  # fmt: skip


@pytest.fixture
def world(session: Session) -> World:
    """The cast with a procurement in market engagement."""
    made = make_world(session)
    common = {"procurement": made.procurement(session), "actor": made.actor(session, "officer"), "now": NOW}
    planning.add_element(session, pathway="Knee pain", name="First contact", **common)
    planning.add_element(session, pathway="Knee pain", name="Surgery", **common)
    made.at(session, Stage.ENGAGEMENT)
    return made


@pytest.fixture
def officer(session: Session, world: World) -> dict[str, Any]:
    """What every act of the officer takes."""
    return {"procurement": world.procurement(session), "actor": world.actor(session, "officer"), "now": NOW}
