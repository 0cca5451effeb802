"""Recommendation, letters, standstill and representations by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import select

from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, Letter, Recommendation, Representation
from assurance.persistence.session import Database
from tests.factories.award import Award
from tests.factories.cast import World

ADDED = {"words", "addressee", "criteria_of_award", "subtotals"}
"""What letters carry since they are written in the words of each law."""
SignIn = Callable[[str], FlaskClient]
Arrange = Callable[..., str]


@pytest.fixture
def arranged(database: Database, world: World) -> Arrange:
    """Take the procurement as far as told, and return the address of its award pages."""

    def arrange(*steps: str) -> str:
        with database.transaction() as session:
            award = Award(session, world)
            for step in steps:
                getattr(award, step)()
        return f"/staff/procurements/{world.reference}/award"

    return arrange


def recommendations(database: Database) -> list[Recommendation]:
    with database.reading() as session:
        return list(session.scalars(select(Recommendation)))


def tags(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq)))


def test_the_officer_writes_and_the_approver_approves(sign_in: SignIn, arranged: Arrange, database: Database) -> None:
    base = arranged("rank")
    officer, approver = sign_in("officer"), sign_in("approver")
    page = officer.get(f"{base}/recommendation/write").text
    assert "You recommend <strong>Alder Care</strong>" in page
    assert "Birch Care, ranked 2" in page
    data = {"reserve": "bid-of-birch", "text": "First by the published criteria."}
    assert officer.post(f"{base}/recommendation/write", data=data).status_code == 302
    assert "Waits for a decision" in approver.get(f"{base}/recommendation").text
    assert "First by the published criteria." in approver.get(f"{base}/recommendation/decide").text
    answer = approver.post(f"{base}/recommendation/decide", data={"decision": "approve", "reason": ""})
    assert answer.status_code == 302
    shown = approver.get(f"{base}/recommendation").text
    assert "Approved" in shown
    assert "Preferred bidder" in shown
    assert [each.decision for each in recommendations(database)] == ["approved"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [({"text": ""}, "Say why this bid"), ({"reserve": ""}, "Select whether there is a reserve")],
)
def test_a_recommendation_with_a_gap_is_refused_at_the_field(
    sign_in: SignIn, arranged: Arrange, database: Database, typed: dict[str, str], message: str
) -> None:
    data = {"reserve": "bid-of-birch", "text": "Reasons worth keeping", **typed}
    answer = sign_in("officer").post(f"{arranged('rank')}/recommendation/write", data=data)
    assert answer.status_code == 422
    assert message in answer.text
    assert data["text"] in answer.text
    assert recommendations(database) == []


def test_a_bid_that_is_not_next_cannot_be_slipped_in_as_reserve(
    sign_in: SignIn, arranged: Arrange, database: Database
) -> None:
    data = {"reserve": "bid-of-cedar", "text": "Reasons"}
    assert sign_in("officer").post(f"{arranged('rank')}/recommendation/write", data=data).status_code == 422
    assert recommendations(database) == []


def test_a_refusal_needs_its_reason(sign_in: SignIn, arranged: Arrange, database: Database) -> None:
    base = arranged("rank", "recommend")
    answer = sign_in("approver").post(f"{base}/recommendation/decide", data={"decision": "refuse", "reason": ""})
    assert answer.status_code == 422
    assert "Say why the recommendation is refused" in answer.text
    assert recommendations(database)[0].decision == ""


def test_nobody_writes_or_decides_out_of_role(sign_in: SignIn, arranged: Arrange) -> None:
    base = arranged("rank", "recommend")
    assert sign_in("officer").get(f"{base}/recommendation/decide").status_code == 403
    assert sign_in("approver").get(f"{base}/recommendation/write").status_code == 403
    assert sign_in("clinician").get(f"{base}/recommendation").status_code == 403
    assert sign_in("outsider").get(f"{base}/recommendation").status_code == 404


def test_out_of_stage_it_is_refused_and_says_where(
    sign_in: SignIn, arranged: Arrange, database: Database, world: World
) -> None:
    base = arranged("rank", "recommend")
    with database.transaction() as session:
        world.at(session, Stage.CHECKPOINT_2)
    answer = sign_in("approver").post(f"{base}/recommendation/decide", data={"decision": "approve", "reason": ""})
    assert answer.status_code == 409
    assert "not possible at the stage “Checkpoint 2”" in Markup(answer.text).striptags()
    assert recommendations(database)[0].decision == ""


def test_before_the_ranking_the_page_says_what_will_come(sign_in: SignIn, arranged: Arrange) -> None:
    assert "Once the ranking is confirmed" in sign_in("officer").get(f"{arranged()}/recommendation").text


def test_letters_are_prepared_and_read_and_reading_is_on_record(
    sign_in: SignIn, arranged: Arrange, database: Database
) -> None:
    base = arranged("to_intention")
    officer = sign_in("officer")
    assert "Not prepared" in officer.get(f"{base}/letters").text
    assert officer.post(f"{base}/letters/prepare").status_code == 302
    assert officer.post(f"{base}/letters/prepare").status_code == 302
    page = officer.get(f"{base}/letters").text
    assert page.count("Read<span") == 4
    letter = officer.get(f"{base}/letters/bid-of-birch").text
    for words in ("Reason of birch for clinical", "Where that tender did better than yours", "£8,000,000", "4 of 5"):
        assert words in letter
    assert "letter:viewed" in tags(database)
    with database.reading() as session:
        assert len(session.scalars(select(Letter)).all()) == 4


def test_letters_wait_for_their_stage_and_their_writer(sign_in: SignIn, arranged: Arrange, database: Database) -> None:
    base = arranged("rank", "recommend")
    assert "Letters are prepared once checkpoint 2" in sign_in("owner").get(f"{base}/letters").text
    assert sign_in("officer").post(f"{base}/letters/prepare").status_code == 409
    assert sign_in("owner").post(f"{base}/letters/prepare").status_code == 403
    assert sign_in("officer").get(f"{base}/letters/bid-of-birch").status_code == 404
    with database.reading() as session:
        assert session.scalars(select(Letter)).all() == []


def test_standstill_says_its_dates_and_why(sign_in: SignIn, arranged: Arrange) -> None:
    base = arranged("to_standstill")
    page = sign_in("officer").get(f"{base}/standstill").text
    for words in (
        "Standstill is open", "Tuesday 7 January 2025", "Friday 17 January 2025 at midnight (end of day)",
        "Why this date", "regulation 12", "No representation has been received",
    ):  # fmt: skip
        assert words in page
    assert "Standstill has not begun" not in page


def test_a_representation_is_read_and_decided_by_the_reviewer(
    sign_in: SignIn, arranged: Arrange, database: Database
) -> None:
    base = arranged("to_standstill", "represent")
    with database.reading() as session:
        public_id = session.scalars(select(Representation.public_id)).one()
    address = f"{base}/representations/{public_id}"
    officer, reviewer = sign_in("officer"), sign_in("representations")
    assert "Not answered" in officer.get(f"{base}/standstill").text
    assert "Our workforce plan was misread." in officer.get(address).text
    data = {"decision": "proceed", "nature": "criteria", "reason": "The record was read again; the marks stand."}
    assert officer.post(address, data=data).status_code == 403
    refused = reviewer.post(address, data={**data, "reason": "No"})
    assert refused.status_code == 422
    assert "Give the reasons in full" in refused.text
    assert reviewer.post(address, data=data).status_code == 302
    assert "Go on with the award as intended" in officer.get(address).text
    assert reviewer.post(address, data=data).status_code == 409
    assert {"representation:viewed", "representation:decided"} <= set(tags(database))


def test_an_unknown_representation_is_not_found(sign_in: SignIn, arranged: Arrange) -> None:
    assert sign_in("officer").get(f"{arranged('to_standstill')}/representations/none").status_code == 404


def test_a_recommendation_typed_too_late_is_given_back(
    sign_in: SignIn, arranged: Arrange, database: Database, world: World
) -> None:
    base = arranged("rank")
    with database.transaction() as session:
        world.at(session, Stage.CHECKPOINT_2)
    data = {"reserve": "none", "text": "An hour of careful reasons"}
    answer = sign_in("officer").post(f"{base}/recommendation/write", data=data)
    assert answer.status_code == 409
    assert "An hour of careful reasons" in answer.text
    answer = sign_in("approver").post(f"{base}/recommendation/write", data=data)
    assert answer.status_code == 403
    assert "An hour of careful reasons" in answer.text
    assert recommendations(database) == []


def test_a_letter_of_an_earlier_release_is_still_read(sign_in: SignIn, arranged: Arrange, database: Database) -> None:
    base = arranged("to_intention")
    officer = sign_in("officer")
    assert officer.post(f"{base}/letters/prepare").status_code == 302
    with database.transaction() as session:
        for letter in session.scalars(select(Letter)):
            kept = {key: value for key, value in letter.content.items() if key not in ADDED}
            if kept["winner"]:
                kept["winner"] = {key: value for key, value in kept["winner"].items() if key != "subtotals"}
            letter.content = kept
    assert "Where that tender did better than yours" in officer.get(f"{base}/letters/bid-of-birch").text
