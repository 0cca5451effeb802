"""Bidders at work: a box that is open, with a tender in hand."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assurance.persistence.models import Bid
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.tenders import fill, invited, tenders_open


@pytest.fixture
def bid_id(database: Database, world: World) -> str:
    """The public id of Alder's bid, invited and with every part in place."""
    with database.transaction() as session:
        tenders_open(session, world)
        return fill(session, world, invited(session, world, "alder"), "alder").public_id


@pytest.fixture
def load(database: Database):  # type: ignore[no-untyped-def]  # reason: a function made by a fixture
    """Return a bid as it is stored now."""

    def loaded(public_id: str) -> Bid:
        with database.reading() as session:
            return session.scalars(select(Bid).where(Bid.public_id == public_id)).one()

    return loaded
