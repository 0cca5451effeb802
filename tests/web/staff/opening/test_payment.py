"""Promise against cost: who may compare opened tenders, at which prices, and what is put on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, Bid, ConflictDeclaration
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World
from tests.factories.payment import make_payment_model
from tests.factories.tenders import OPENING, close, open_box, submitted, tenders_open
from tests.web.conftest import SetClock

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def opened(world: World, database: Database, clock: SetClock) -> tuple[str, str]:
    """The address of the opening, and the id of Alder's opened tender."""
    with database.transaction() as session:
        make_payment_model(session, world)
        tenders_open(session, world)
        alder, _ = (submitted(session, world, name) for name in ("alder", "birch"))
        close(session, world)
        open_box(session, world)
    clock.now = OPENING
    return f"/staff/procurements/{world.reference}/opening", alder.public_id


def test_tenders_are_compared_under_one_model_and_each_reading_is_recorded(
    sign_in: SignIn, opened: tuple[str, str], database: Database
) -> None:
    base, bid = opened
    page = sign_in("officer").get(f"{base}/payment").text
    assert page.count("£123,456.78") == 2
    assert "by the prices of each tender" in page
    assert "£2,500,000 stands behind it" in page
    one = sign_in("officer").get(f"{base}/{bid}/payment").text
    assert "at its prices" in one
    assert "How money and outcome risk flow down" in one
    with database.reading() as session:
        read = session.scalars(select(AuditEvent).where(AuditEvent.tag == "bid:read")).all()
        assert [each.body["data"]["what"] for each in read] == ["payment"] * 3


def test_the_panel_sees_no_figure_from_which_a_price_could_be_told(
    sign_in: SignIn, opened: tuple[str, str], world: World, database: Database
) -> None:
    base, bid = opened
    assert sign_in("clinician").get(f"{base}/{bid}/payment").status_code == 409, "nothing is declared yet"
    with database.transaction() as session:
        world.at(session, Stage.SCORING)
        _declare(session, world, bid)
    page = sign_in("clinician").get(f"{base}/{bid}/payment").text
    assert "its prices are not shown to you" in page
    assert "123,456" not in page
    assert "£1,400,000" in page, "the largest loss is that of the published model"


def test_before_the_opening_nothing_is_told_and_strangers_never(
    sign_in: SignIn, world: World, database: Database
) -> None:
    with database.transaction() as session:
        make_payment_model(session, world)
        tenders_open(session, world)
        bid = submitted(session, world, "alder").public_id
    base = f"/staff/procurements/{world.reference}/opening"
    assert sign_in("officer").get(f"{base}/{bid}/payment").status_code == 409
    page = sign_in("officer").get(f"{base}/payment").text
    assert "Nothing to compare" in page
    assert "Alder" not in page
    assert sign_in("outsider").get(f"{base}/payment").status_code == 404
    assert sign_in("alder").get(f"{base}/payment").status_code in {403, 404}


def _declare(session: Session, world: World, public_id: str) -> None:
    bid = session.scalars(select(Bid).where(Bid.public_id == public_id)).one()
    session.add(
        ConflictDeclaration(
            bid_id=bid.id, user_id=world.users["clinician"], has_conflict=False, detail="", declared_at=NOW
        )
    )
