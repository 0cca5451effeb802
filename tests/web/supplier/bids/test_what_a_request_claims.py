"""What a request says of the time, of its sender or of its tender, beside what the form asks for, has no effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Submission
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.tenders import DUE
from tests.web.supplier.bids.test_tender import checked, submit

SignIn = Callable[[str], FlaskClient]
SECOND = timedelta(seconds=1)


def claims(hours: int) -> dict[str, str]:
    """The headers by which a browser or a proxy may tell a time."""
    claimed = DUE + timedelta(hours=hours)
    return {
        "Date": f"{claimed:%a, %d %b %Y %H:%M:%S GMT}", "X-Request-Start": f"t={claimed.timestamp() * 1000:.0f}",
        "If-Unmodified-Since": f"{claimed:%a, %d %b %Y %H:%M:%S GMT}", "X-Forwarded-For": "192.0.2.1",
    }  # fmt: skip


@pytest.mark.parametrize("hours", [-1, 1])
@pytest.mark.parametrize(("when", "status"), [(DUE - SECOND, 200), (DUE, 409), (DUE + SECOND, 409)])
def test_only_the_clock_of_the_service_counts(
    sign_in: SignIn, bid_id: str, clock: Any, hours: int, when: Any, status: int
) -> None:
    alder = sign_in("alder")
    form = checked(alder, bid_id)
    clock.now = when
    answer = alder.post(f"/supplier/bids/{bid_id}/submit", data=form, headers=claims(hours))
    assert answer.status_code == status


def test_fields_that_no_form_asks_for_change_nothing(
    sign_in: SignIn, database: Database, world: World, bid_id: str, clock: Any
) -> None:
    clock.now = DUE - SECOND
    alder = sign_in("alder")
    more = {
        "stage": "confirmed", "received_at": "2020-01-01", "organisation_id": str(world.organisations["birch"]),
        "version": "9", "bid_id": "1", "submitted_by_id": str(world.users["birch"]), "tenders_due_at": "2030-01-01",
    }  # fmt: skip
    assert submit(alder, bid_id, {**checked(alder, bid_id), **more}).status_code == 200
    with database.reading() as session:
        bid = session.scalars(select(Bid).where(Bid.public_id == bid_id)).one()
        kept = session.scalars(select(Submission)).one()
        assert (bid.stage, bid.organisation_id) == (BidStage.SUBMITTED, world.organisations["alder"])
        assert (kept.version, kept.received_at) == (1, DUE - SECOND)
        assert (kept.submitted_by_id, kept.deadline) == (world.users["alder"], DUE)
