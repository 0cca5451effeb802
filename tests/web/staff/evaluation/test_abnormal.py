"""Low bids in the browser: found, asked, answered on the bidder's side, decided; who sees nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AbnormalBidQuery, AuditEvent, Price
from assurance.persistence.session import Database
from tests.factories.cast import NOW
from tests.factories.evaluation import Scene
from tests.web.conftest import SetClock
from tests.web.staff.evaluation.test_ranking import counted

SignIn = Callable[[str], FlaskClient]
At = Callable[[str], str]
DUE = {"due_on-day": "10", "due_on-month": "1", "due_on-year": "2025", "due_time": "12:00"}
AFTER = NOW + timedelta(days=4, hours=3)


@pytest.fixture
def low(scene: Scene, database: Database) -> Scene:
    """Two bids at the ranking, the first at little more than half of the other."""
    with database.transaction() as session:
        scene.to_ranking(session)
        session.scalars(select(Price).where(Price.bid_id == scene.bid(session).id)).one().amount = Decimal(60_000_000)
    return scene


def ask(sign_in: SignIn, at: At, scene: Scene, name: str = "finance", about: str = "price", **given: str):  # type: ignore[no-untyped-def]  # reason: a test shortcut
    data = {"question": "What does the price rest on?", **DUE, **given}
    return sign_in(name).post(at(f"abnormal/{scene.bids[0]}/ask?about={about}"), data=data)


def row(database: Database) -> AbnormalBidQuery:
    with database.reading() as session:
        return session.scalars(select(AbnormalBidQuery)).one()


def test_a_low_price_is_asked_about_explained_and_accepted(
    sign_in: SignIn, at: At, low: Scene, database: Database
) -> None:
    page = sign_in("finance").get(at("abnormal")).text
    assert "£60,000,000 is 27.27% below £82,500,000, the mean of the 2 bids still in" in page
    assert "neither a question nor" in sign_in("officer").get(f"/staff/procurements/{low.world.reference}/").text
    assert ask(sign_in, at, low).status_code == 302
    assert row(database).answer_due_at.isoformat() == "2025-01-10T12:00:00+00:00"

    bidder, rival = sign_in("alder"), sign_in("birch")
    workspace = bidder.get(f"/supplier/bids/{low.bids[0]}/").text
    assert "Explain your price" in workspace
    assert "The authority asked you to explain your bid" in workspace
    assert "asks you to explain" in bidder.get("/supplier/bids/").text
    address = f"/supplier/bids/{low.bids[0]}/questions/1"
    asked = bidder.get(address).text
    assert "What does the price rest on?" in asked
    assert "the mean of" not in asked
    assert "82,500,000" not in asked
    assert rival.get(address).status_code == 404
    assert "explain" not in rival.get("/supplier/bids/").text

    version = row(database).version
    kept = bidder.post(address, data={"version": version, "text": "A shared lease", "keep": "y"}, follow_redirects=True)
    assert "It is not sent yet" in kept.text
    assert "A shared lease" in kept.text
    for name in ("officer", "finance", "auditor"):
        assert "A shared lease" not in sign_in(name).get(at(f"abnormal/{low.bids[0]}/1")).text
    stale = bidder.post(address, data={"version": version, "text": "Typed meanwhile", "submit": "y"})
    assert stale.status_code == 409
    assert "Typed meanwhile" in stale.text
    sent = bidder.post(address, data={"version": version + 1, "text": "A shared lease.", "submit": "y"})
    assert sent.status_code == 302
    assert "no longer changed" in bidder.get(address).text

    assert "Decide on a bidder’s explanation" in sign_in("finance").get("/staff/").text
    finance = sign_in("finance")
    decision = at(f"abnormal/{low.bids[0]}/1")
    assert "A shared lease." in finance.get(decision).text
    given = {"version": "1", "decision": "accepted", "reason": ""}
    refused = finance.post(decision, data=given)
    assert refused.status_code == 422
    assert "Enter the reason for the decision" in refused.text
    unread = finance.post(decision, data={**given, "version": "0", "reason": "Kept as typed"})
    assert unread.status_code == 409
    assert "Kept as typed" in unread.text
    assert finance.post(decision, data={**given, "reason": "The lease is shown."}).status_code == 302
    assert row(database).decision == "accepted"
    with database.reading() as session:
        reads = session.scalars(select(AuditEvent).where(AuditEvent.tag == "abnormal:read")).all()
        assert [(each.actor_id, each.body["data"]["with_answer"]) for each in reads] == [
            (low.world.users["officer"], False), (low.world.users["finance"], False),
            (low.world.users["auditor"], False), (low.world.users["finance"], True),
        ]  # fmt: skip


def test_a_rejected_bid_is_out_and_its_bidder_is_not_told_before_the_letter(
    sign_in: SignIn, at: At, low: Scene, database: Database, clock: SetClock
) -> None:
    ask(sign_in, at, low)
    decision = at(f"abnormal/{low.bids[0]}/1")
    given = {"version": "0", "decision": "rejected", "reason": "No evidence came"}
    early = sign_in("officer").post(decision, data=given)
    assert early.status_code == 409
    assert "real chance to explain" in early.text
    assert "once the bidder has answered" in sign_in("officer").get(decision).text
    clock.now = AFTER
    assert "No answer in time" in sign_in("officer").get(decision).text
    assert sign_in("officer").post(decision, data=given).status_code == 302
    with database.reading() as session:
        assert low.bid(session).stage is BidStage.REJECTED
    ranking = sign_in("officer").get(at("ranking")).text
    assert "Alder" not in ranking
    workspace = sign_in("alder").get(f"/supplier/bids/{low.bids[0]}/").text
    assert "Opened, being evaluated" in workspace
    assert "ejected" not in workspace
    assert "No evidence came" not in workspace
    late = sign_in("alder").post(
        f"/supplier/bids/{low.bids[0]}/questions/1", data={"version": "2", "text": "Our late words", "submit": "y"}
    )
    assert late.status_code == 409
    assert "Our late words" in late.text


def test_an_answer_after_its_time_is_read_and_marked_late(
    sign_in: SignIn, at: At, low: Scene, database: Database, clock: SetClock
) -> None:
    ask(sign_in, at, low)
    clock.now = AFTER
    address = f"/supplier/bids/{low.bids[0]}/questions/1"
    assert "The time to answer has passed" in sign_in("alder").get(address).text
    sign_in("alder").post(address, data={"version": row(database).version, "text": "Late", "submit": "y"})
    assert "Answered late" in sign_in("officer").get(at("abnormal")).text


def test_a_promise_is_asked_about_with_what_was_seen(sign_in: SignIn, at: At, low: Scene, database: Database) -> None:
    assert ask(sign_in, at, low, "officer", "promise", finding="Halves waiting in a month").status_code == 302
    assert (row(database).about, row(database).finding) == ("promise", "Halves waiting in a month")
    asked = sign_in("alder").get(f"/supplier/bids/{low.bids[0]}/questions/1").text
    assert "Halves waiting in a month" not in asked


def test_a_price_may_be_let_be_with_a_reason(sign_in: SignIn, at: At, low: Scene, database: Database) -> None:
    address = at(f"abnormal/{low.bids[0]}/let-be")
    assert "£60,000,000" in sign_in("officer").get(address).text
    assert sign_in("officer").post(address, data={"reason": ""}).status_code == 422
    assert sign_in("officer").post(address, data={"reason": "Annex 3 shows the lease."}).status_code == 302
    assert "No question needed" in sign_in("auditor").get(at("abnormal")).text
    assert "explain" not in sign_in("alder").get(f"/supplier/bids/{low.bids[0]}/").text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"question": ""}, "Enter what the bidder is to explain"),
        ({"due_on-day": "7"}, "at least 2 working days"),
        ({"due_on-day": "5"}, "must be due in the future"),
        ({"due_on-day": "31", "due_on-month": "3", "due_time": "01:30", "due_on-year": "2026"}, "within 60 days"),
        ({"due_on-day": "45"}, "real date"),
    ],
)
def test_a_question_refused_is_given_back(
    sign_in: SignIn, at: At, low: Scene, database: Database, given: dict[str, str], said: str
) -> None:
    typed = {"question": "Kept as typed", **given}
    page = ask(sign_in, at, low, **typed)
    assert page.status_code == 422
    assert said in page.text
    assert typed["question"] in page.text
    with database.reading() as session:
        assert session.scalars(select(AbnormalBidQuery)).all() == []


@pytest.mark.parametrize(
    ("name", "sees", "asks"),
    [
        ("officer", 200, 302), ("finance", 200, 302), ("owner", 200, 403), ("auditor", 200, 403),
        ("moderator", 403, 403), ("nurse", 403, 403), ("approver", 403, 403), ("outsider", 404, 404),
        ("alder", 403, 403),
    ],
)  # fmt: skip
def test_who_sees_and_who_asks(
    sign_in: SignIn, at: At, low: Scene, database: Database, name: str, sees: int, asks: int
) -> None:
    assert sign_in(name).get(at("abnormal")).status_code == sees
    assert ask(sign_in, at, low, name).status_code == asks
    with database.reading() as session:
        assert len(session.scalars(select(AbnormalBidQuery)).all()) == (asks == 302)


@pytest.mark.parametrize("name", ["owner", "auditor"])
def test_a_reader_does_not_decide(sign_in: SignIn, at: At, low: Scene, clock: SetClock, name: str) -> None:
    ask(sign_in, at, low)
    clock.now = AFTER
    given = {"version": "0", "decision": "accepted", "reason": "Fine"}
    assert sign_in(name).post(at(f"abnormal/{low.bids[0]}/1"), data=given).status_code == 403


def test_after_the_confirmation_nothing_is_asked_and_the_record_stays(
    sign_in: SignIn, at: At, low: Scene, database: Database, arrange: Callable[..., None]
) -> None:
    ask(sign_in, at, low)
    arrange(low.world.at, Stage.RECOMMENDATION)
    assert ask(sign_in, at, low, "officer").status_code == 409
    page = sign_in("officer").get(at("abnormal")).text
    assert "Questions and decisions" in page
    assert "Ask about a promise" not in page
    assert "none is looked into now" in page
    assert "No price of a bid still in looks low" not in page, "the price that was asked about did look low"


def test_the_finance_officer_sees_no_mark_before_the_ranking(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None]
) -> None:
    arrange(scene.to_moderation)
    for page in ("ranking", "moderation", "progress", "queue", "panel"):
        assert sign_in("finance").get(at(page)).status_code in {403, 409}, page


def test_more_bids_and_questions_cost_no_more_queries(
    sign_in: SignIn, at: At, low: Scene, database: Database, arrange: Callable[..., None]
) -> None:
    def questions(session: Session, number: int) -> None:
        for each in range(number):
            session.add(
                AbnormalBidQuery(
                    bid_id=low.bid(session, each % 2).id, about="promise", finding="Seen", question="Why?",
                    asked_by_id=low.world.users["officer"], asked_at=NOW, answer_due_at=AFTER,
                )
            )  # fmt: skip

    client = sign_in("officer")
    arrange(questions, 1)
    with counted(database) as few:
        client.get(at("abnormal"))
    arrange(questions, 9)
    with counted(database) as many:
        client.get(at("abnormal"))
    assert len(many) == len(few)
