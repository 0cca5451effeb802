"""A gate review by hand: rate, condition, sign, conclude, meet; refusals keep what was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import Condition, GateLine, GateReview
from assurance.persistence.queries.gates import get_last_review
from assurance.persistence.session import Database
from assurance.services import gates
from tests.factories.cast import NOW, World

SignIn = Callable[[str], FlaskClient]
CONDITION = {
    "line_code": "budget", "text": "Reconcile the budget", "owner": "Finance director",
    "evidence_required": "Signed reconciliation", "due_on-day": "1", "due_on-month": "3", "due_on-year": "2025",
    "blocks": "contract_signature",
}  # fmt: skip


def review(database: Database, world: World) -> GateReview:
    with database.reading() as session:
        row = get_last_review(session, world.procurement_id, "checkpoint_1")
        assert row.lines is not None
        assert row.signatures is not None
        return row


def rate_all(database: Database, world: World, amber: str = "") -> None:
    with database.transaction() as session:
        row = get_last_review(session, world.procurement_id, "checkpoint_1")
        for line in row.lines:
            gates.rate_line(
                session, review=row, line_code=line.code, rating="amber" if line.code == amber else "green",
                reason="Read", evidence_seen="File 1", actor=world.actor(session, "reviewer"), now=NOW,
            )  # fmt: skip


def test_the_board_shows_three_checkpoints_with_their_state(sign_in: SignIn, base: str) -> None:
    page = sign_in("owner").get(f"{base}/")
    assert page.status_code == 200
    for words in ("Checkpoint 1", "Checkpoint 2", "Checkpoint 3", "Under review", "Not opened yet", "0 of 8"):
        assert words in page.text


def test_a_line_is_rated_and_the_verdict_shown_as_it_would_be(
    sign_in: SignIn, base: str, database: Database, world: World
) -> None:
    client = sign_in("reviewer")
    page = client.get(f"{base}/checkpoint_1/lines/budget")
    assert "What good looks like" in page.text
    answer = client.post(
        f"{base}/checkpoint_1/lines/budget",
        data={"rating": "red", "reason": "It does not add up", "evidence_seen": "Ledger", "version": "1"},
    )
    assert answer.status_code == 302
    rate_all(database, world, amber="procedure")
    shown = client.get(f"{base}/checkpoint_1").text
    assert "“Legal route and procurement plan” is mandatory and amber: set a condition on it" in shown
    assert "Verdict as it would be now" in shown


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"rating": ""}, "Select red, amber or green"),
        ({"reason": ""}, "Say why the line stands where it does"),
        ({"evidence_seen": ""}, "Say which evidence you saw"),
    ],
)
def test_a_bad_rating_is_refused_at_the_field_and_the_text_kept(
    sign_in: SignIn, base: str, database: Database, world: World, typed: dict[str, str], message: str
) -> None:
    data = {"rating": "green", "reason": "A reason worth keeping", "evidence_seen": "Board paper", "version": "1"}
    answer = sign_in("reviewer").post(f"{base}/checkpoint_1/lines/budget", data={**data, **typed})
    assert answer.status_code == 422
    assert message in answer.text
    kept = {**data, **typed}
    assert all(text in answer.text for text in (kept["reason"], kept["evidence_seen"]))
    assert {line.rating for line in review(database, world).lines} == {None}


def test_a_rating_over_another_reviewers_is_refused(
    sign_in: SignIn, base: str, database: Database, world: World
) -> None:
    rate_all(database, world)
    answer = sign_in("second_reviewer").post(
        f"{base}/checkpoint_1/lines/budget",
        data={"rating": "red", "reason": "I see it otherwise", "evidence_seen": "", "version": "1"},
    )
    assert answer.status_code == 409
    assert "I see it otherwise" in answer.text
    with database.reading() as session:
        assert session.scalars(select(GateLine.rating).where(GateLine.code == "budget")).one() == "green"


def test_a_condition_is_set_shown_and_removed(sign_in: SignIn, base: str, database: Database, world: World) -> None:
    client = sign_in("reviewer")
    assert client.post(f"{base}/checkpoint_1/conditions/new", data=CONDITION).status_code == 302
    page = client.get(f"{base}/checkpoint_1").text
    assert "C-001" in page
    assert "Signature of the contract" in page
    assert client.post(f"{base}/conditions/C-001/remove").status_code == 302
    with database.reading() as session:
        assert session.scalars(select(Condition)).all() == []


def test_a_condition_in_the_past_is_refused_at_its_date(sign_in: SignIn, base: str, database: Database) -> None:
    answer = sign_in("reviewer").post(f"{base}/checkpoint_1/conditions/new", data={**CONDITION, "due_on-year": "2024"})
    assert answer.status_code == 422
    assert "The date must be in the future" in answer.text
    assert "Signed reconciliation" in answer.text
    with database.reading() as session:
        assert session.scalars(select(Condition)).all() == []


def test_two_sign_and_the_verdict_follows(sign_in: SignIn, base: str, database: Database, world: World) -> None:
    rate_all(database, world)
    for name in ("reviewer", "second_reviewer"):
        version = review(database, world).version
        assert sign_in(name).post(f"{base}/checkpoint_1/sign", data={"version": version}).status_code == 302
    client = sign_in("reviewer")
    assert "Conclude: Proceed" in client.get(f"{base}/checkpoint_1").text
    assert client.post(f"{base}/checkpoint_1/conclude").status_code == 302
    row = review(database, world)
    assert (row.verdict, len(row.signatures)) == ("proceed", 2)
    assert "Nothing in this sitting" not in client.get(f"{base}/checkpoint_1").text


def test_one_signature_does_not_conclude(sign_in: SignIn, base: str, database: Database, world: World) -> None:
    rate_all(database, world)
    client = sign_in("reviewer")
    client.post(f"{base}/checkpoint_1/sign", data={"version": review(database, world).version})
    answer = client.post(f"{base}/checkpoint_1/conclude")
    assert answer.status_code == 409
    assert "1 of the 2 reviewers needed have signed" in answer.text
    assert review(database, world).verdict is None


def test_a_signature_under_an_older_page_is_refused(
    sign_in: SignIn, base: str, database: Database, world: World
) -> None:
    rate_all(database, world)
    answer = sign_in("reviewer").post(f"{base}/checkpoint_1/sign", data={"version": "1"})
    assert answer.status_code == 409
    assert review(database, world).signatures == []


def test_a_condition_is_met_with_evidence_after_the_verdict(
    sign_in: SignIn, base: str, database: Database, world: World
) -> None:
    rate_all(database, world, amber="budget")
    sign_in("reviewer").post(f"{base}/checkpoint_1/conditions/new", data=CONDITION)
    manager = sign_in("contracts")
    assert "no verdict yet" in manager.get(f"{base}/conditions/C-001").text
    assert manager.post(f"{base}/conditions/C-001", data={"evidence": "Signed on 3 March"}).status_code == 409
    for name in ("reviewer", "second_reviewer"):
        version = review(database, world).version
        sign_in(name).post(f"{base}/checkpoint_1/sign", data={"version": version})
    sign_in("reviewer").post(f"{base}/checkpoint_1/conclude")
    refused = manager.post(f"{base}/conditions/C-001", data={"evidence": "done"})
    assert refused.status_code == 422
    assert "what shows that the condition is met" in refused.text
    assert manager.post(f"{base}/conditions/C-001", data={"evidence": "Signed on 3 March"}).status_code == 302
    assert "Signed on 3 March" in manager.get(f"{base}/").text


@pytest.mark.parametrize("name", ["officer", "owner", "contracts", "auditor"])
def test_others_read_and_do_not_write(sign_in: SignIn, base: str, name: str) -> None:
    client = sign_in(name)
    page = client.get(f"{base}/checkpoint_1")
    assert page.status_code == 200
    assert "Set a condition" not in page.text
    assert client.get(f"{base}/checkpoint_1/lines/budget").status_code == 403
    assert client.post(f"{base}/checkpoint_1/sign", data={"version": "1"}).status_code == 403
    assert client.post(f"{base}/checkpoint_1/conditions/new", data=CONDITION).status_code == 403


def test_evaluators_see_no_gate_and_strangers_nothing(sign_in: SignIn, base: str) -> None:
    assert sign_in("clinician").get(f"{base}/").status_code == 403
    assert sign_in("outsider").get(f"{base}/").status_code == 404
    assert sign_in("alder").get(f"{base}/checkpoint_1").status_code in (403, 404)


def test_what_does_not_exist_is_not_found(sign_in: SignIn, base: str) -> None:
    client = sign_in("reviewer")
    for path in ("checkpoint_9", "checkpoint_2", "checkpoint_1/lines/astrology", "conditions/C-099/date"):
        assert client.get(f"{base}/{path}").status_code == 404


def test_a_new_sitting_is_refused_with_the_reason_while_the_old_one_is_open(sign_in: SignIn, base: str) -> None:
    client = sign_in("reviewer")
    assert "There is no concluded sitting" in client.get(f"{base}/checkpoint_1/reopen").text
    assert client.post(f"{base}/checkpoint_1/reopen", data={"reason": "Again"}).status_code == 409


def test_a_new_sitting_follows_do_not_proceed_and_both_can_be_read(
    sign_in: SignIn, base: str, database: Database, world: World
) -> None:
    rate_all(database, world)
    client = sign_in("reviewer")
    version = next(line.version for line in review(database, world).lines if line.code == "budget")
    client.post(
        f"{base}/checkpoint_1/lines/budget",
        data={"rating": "red", "reason": "No", "evidence_seen": "", "version": version},
    )
    for name in ("reviewer", "second_reviewer"):
        sign_in(name).post(f"{base}/checkpoint_1/sign", data={"version": review(database, world).version})
    client.post(f"{base}/checkpoint_1/conclude")
    assert "Open a new sitting" in client.get(f"{base}/checkpoint_1").text
    assert client.post(f"{base}/checkpoint_1/reopen", data={"reason": ""}).status_code == 422
    assert client.post(f"{base}/checkpoint_1/reopen", data={"reason": "Mended"}).status_code == 302
    assert "sitting 2" in client.get(f"{base}/checkpoint_1").text
    old = client.get(f"{base}/checkpoint_1?sitting=1").text
    assert "Do not proceed" in old
    assert "followed by another" in old
