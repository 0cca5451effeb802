"""The cast at a stage where questions are asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.domain.clarifications.questions import Category
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Clarification, QuestionPeriod
from assurance.services import clarifications
from tests.factories.cast import NOW, World, make_world
from tests.factories.plans import make_bid
from tests.factories.tenders import call_open

QUESTIONS_DUE = NOW + timedelta(days=3)
Ask = Callable[..., Clarification]


@pytest.fixture
def world(session: Session) -> World:
    """The cast with an open call; Alder and Birch have begun a request."""
    world = make_world(session)
    call_open(session, world)
    session.add(QuestionPeriod(procurement_id=world.procurement_id, stage=Stage.CALL, due_at=QUESTIONS_DUE))
    for name in ("alder", "birch"):
        make_bid(session, world, name, BidStage.DRAFT_REQUEST)
    session.flush()
    return world


@pytest.fixture
def ask(session: Session, world: World) -> Ask:
    """Ask as somebody."""

    def asked(name: str = "alder", *, because: str = "", now: datetime = NOW, **changes: Any) -> Clarification:
        given = {
            "category": Category.SPECIFICATION, "question": "May one bidder use more than one site for this?",
            "is_confidential": bool(because), "confidential_reason": because, **changes,
        }  # fmt: skip
        return clarifications.ask(
            session, procurement=world.procurement(session), actor=world.actor(session, name), now=now, **given
        )

    return asked


@pytest.fixture
def officer(session: Session, world: World) -> dict[str, Any]:
    """What every act of the officer takes."""
    return {"actor": world.actor(session, "officer"), "now": NOW}
