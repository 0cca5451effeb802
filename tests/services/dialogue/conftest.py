"""The cast with three participants in the first round of dialogue."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid
from tests.factories.cast import World, make_world
from tests.factories.plans import make_bid, make_criteria


@pytest.fixture
def world(session: Session) -> World:
    """The cast with published criteria, at the first round."""
    world = make_world(session)
    make_criteria(session, world)
    world.at(session, Stage.DIALOGUE_1)
    return world


@pytest.fixture
def bids(session: Session, world: World) -> dict[str, Bid]:
    """The participants by name."""
    return {name: make_bid(session, world, name, BidStage.IN_DIALOGUE) for name in ("alder", "birch", "cedar")}


@pytest.fixture
def person(session: Session, world: World) -> Callable[[str], Actor]:
    """A member of the cast as an actor."""
    return lambda name: world.actor(session, name)
