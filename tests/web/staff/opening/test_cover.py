"""The cover of care of all tenders side by side: what is wrong in words, and nothing for whom it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import AuditEvent, Bid, ConflictDeclaration, Cover
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World
from tests.factories.tenders import OPENING, close, open_box, submitted, tenders_open

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def page(database: Database, world: World, clock: Any) -> str:
    """Two opened tenders; in one of them nobody is accountable for the second element any more."""
    with database.transaction() as session:
        tenders_open(session, world)
        for name in ("alder", "birch"):
            submitted(session, world, name)
        close(session, world)
        open_box(session, world)
        birch = session.scalars(select(Bid).where(Bid.organisation_id == world.organisations["birch"])).one()
        session.delete(
            session.scalars(select(Cover).where(Cover.bid_id == birch.id).order_by(Cover.id.desc())).all()[0]
        )
    clock.now = OPENING
    return f"/staff/procurements/{world.reference}/opening/cover"


def test_every_tender_is_drawn_and_its_gaps_are_said(
    sign_in: SignIn, page: str, database: Database, world: World
) -> None:
    text = sign_in("officer").get(page).text
    assert "Nobody is accountable for “Physiotherapy” in Knee pain" in text
    assert text.count("1 finding") == 1
    with database.reading() as session:
        read = session.scalars(select(AuditEvent.body).where(AuditEvent.tag == "bid:read")).all()
    assert [each["data"]["what"] for each in read] == ["cover of care"] * 2


def test_a_tender_one_may_not_read_is_left_out(sign_in: SignIn, page: str, database: Database, world: World) -> None:
    with database.transaction() as session:
        birch = session.scalars(select(Bid).where(Bid.organisation_id == world.organisations["birch"])).one()
        declared = {"has_conflict": True, "detail": "My sister", "declared_at": NOW}
        session.add(ConflictDeclaration(bid_id=birch.id, user_id=world.users["officer"], **declared))
    text = sign_in("officer").get(page).text
    assert "1 tender is left out" in text
    assert "Birch" not in text.split("<main")[1]
    assert sign_in("clinician").get(page).status_code == 403
    assert sign_in("outsider").get(page).status_code == 404
