"""Dialogue, letter and representation as the bidder sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.deadlines import psr_standstill
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, DialogueSession, Letter, Representation
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World

SignIn = Callable[[str], FlaskClient]
SESSION = "11111111-1111-1111-1111-111111111111"
PUBLISHED = date(2025, 3, 3)
STANDSTILL = psr_standstill(PUBLISHED)
LETTER: dict[str, Any] = {
    "kind": "unsuccessful", "to": "Alder Care",
    "procurement": {"reference": "PR-2025-0001", "title": "Musculoskeletal", "authority": "Test Board"},
    "date": "2025-03-03", "intro": "Thank you.", "total": "72.506", "rank": 2, "why": "Ranked second.",
    "criteria": [{"title": "Integrated care", "weight_percent": "60", "mark": 3, "scale_top": 5, "percent": "60",
                  "reason": "Hand-overs <are> missing."}],
    "winner": {"name": "Birch Care", "total": "81.25", "advantages": [
        {"title": "Integrated care", "winner_mark": 5, "your_mark": 3, "reason": "Every hand-over is owned."}]},
    "price": {"amount": "123456.78", "percent": "91.5"}, "how_to_represent": "Write to us.",
    "standstill": {"begins_on": "2025-03-04", "why": ["One.", "Two.", "Three."],
                   "representations_until": STANDSTILL.representations_until.isoformat()},
}  # fmt: skip
ABANDONED = {
    **LETTER, "kind": "abandonment", "criteria": [], "total": None, "rank": None, "winner": None, "price": None,
    "standstill": None, "how_to_represent": "", "why": "The budget is gone.",
}  # fmt: skip


def alder(session: Any, bid_id: str) -> Bid:
    found: Bid = session.scalars(select(Bid).where(Bid.public_id == bid_id)).one()
    return found


def give_letter(database: Database, world: World, bid_id: str, content: dict[str, Any], **fields: Any) -> None:
    with database.transaction() as session:
        bid = alder(session, bid_id)
        bid.stage = BidStage.UNSUCCESSFUL
        world.at(session, Stage.STANDSTILL).intention_published_on = PUBLISHED
        session.add(
            Letter(
                bid_id=bid.id, kind="outcome", content=content, prepared_by_id=world.users["officer"],
                prepared_at=NOW, **{"issued_at": NOW, **fields},
            )
        )  # fmt: skip


@pytest.fixture
def in_dialogue(database: Database, world: World, bid_id: str) -> str:
    """Alder's bid in the first round, with a session whose minutes wait for agreement."""
    with database.transaction() as session:
        bid = alder(session, bid_id)
        bid.stage = BidStage.IN_DIALOGUE
        world.at(session, Stage.DIALOGUE_1)
        session.add(
            DialogueSession(
                public_id=SESSION, bid_id=bid.id, round=1, held_at=NOW, place="Town hall", agenda="Risk",
                minutes="We spoke of risk.",
            )
        )  # fmt: skip
    return bid_id


def agreed(database: Database) -> bool:
    with database.reading() as session:
        return session.scalars(select(DialogueSession)).one().supplier_agreed_at is not None


def test_minutes_are_agreed_as_they_were_read(sign_in: SignIn, database: Database, in_dialogue: str) -> None:
    client, agree = sign_in("alder"), f"/supplier/bids/{in_dialogue}/dialogue/{SESSION}/agree"
    assert "We spoke of risk." in client.get(f"/supplier/bids/{in_dialogue}/dialogue").text
    assert client.post(agree, data={"version": 7}).status_code == 409
    assert not agreed(database)
    page = client.post(agree, data={"version": 1}, follow_redirects=True)
    assert "has agreed the minutes" in page.text
    assert agreed(database)


def test_nobody_else_agrees_or_reads_them(sign_in: SignIn, database: Database, in_dialogue: str) -> None:
    birch = sign_in("birch")
    assert birch.get(f"/supplier/bids/{in_dialogue}/dialogue").status_code == 404
    address = f"/supplier/bids/{in_dialogue}/dialogue/{SESSION}/agree"
    assert birch.post(address, data={"version": 1}).status_code == 404
    assert not agreed(database)


def test_a_letter_is_shown_once_it_is_issued(sign_in: SignIn, database: Database, world: World, bid_id: str) -> None:
    client = sign_in("alder")
    give_letter(database, world, bid_id, LETTER, issued_at=None)
    assert client.get(f"/supplier/bids/{bid_id}/letter").status_code == 404
    assert "There is a letter" not in client.get(f"/supplier/bids/{bid_id}/").text
    with database.transaction() as session:
        session.scalars(select(Letter)).one().issued_at = NOW
    page = client.get(f"/supplier/bids/{bid_id}/letter").text
    for part in ("72.51 of 100", "Hand-overs &lt;are&gt; missing.", "Birch Care", "81.25", "£123,456.78", "91.5%"):
        assert part in page
    assert "Friday 14 March 2025 at midnight (end of day)" in page
    hub = client.get(f"/supplier/bids/{bid_id}/").text
    assert "There is a letter" in hub
    assert "Unsuccessful" in hub


def test_a_letter_without_marks_is_shown_too(sign_in: SignIn, database: Database, world: World, bid_id: str) -> None:
    give_letter(database, world, bid_id, ABANDONED)
    page = sign_in("alder").get(f"/supplier/bids/{bid_id}/letter").text
    assert "The budget is gone." in page
    assert "Standstill" not in page


def test_a_representation_is_sent_in_time_and_not_after(
    sign_in: SignIn, clock: Any, database: Database, world: World, bid_id: str
) -> None:
    give_letter(database, world, bid_id, LETTER)
    client, address = sign_in("alder"), f"/supplier/bids/{bid_id}/representation"
    clock.now = STANDSTILL.ends_at - timedelta(seconds=1)
    refused = client.post(address, data={"text": " "})
    assert refused.status_code == 422
    assert STANDSTILL.why[1] in refused.text
    page = client.post(address, data={"text": "Please <look> again"}, follow_redirects=True)
    assert "Your representation is received" in page.text
    assert "Please &lt;look&gt; again" in page.text
    clock.now = STANDSTILL.ends_at
    assert "does not hold the award open" in client.get(address).text
    late = client.post(address, data={"text": "One more thing"}, follow_redirects=True)
    assert "It came late and is still answered" in late.text
    assert "Why it is late" in late.text
    with database.reading() as session:
        assert [each.in_time for each in session.scalars(select(Representation).order_by(Representation.id))] == [
            True,
            False,
        ]
