"""The running contract in the pages of both sides: reported, accepted, paid, amended, reviewed, and by whom not."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.contracts.payment_form import parse_payment
from assurance.domain.contracts.payments import payment
from assurance.domain.procedures import PA23_FLEXIBLE
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent
from assurance.persistence.queries.contract_running import list_amendments, list_reports, list_tasks
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.running import AFTER_QUARTER_1, AFTER_YEAR_1, Running
from tests.statements import asked as questions
from tests.statements import listened
from tests.web.conftest import SetClock
from tests.web.staff.packs.test_packs import asked, build

SignIn = Callable[[str], FlaskClient]
PROVIDER = "/supplier/bids/bid-of-alder/contract"
AMENDMENT = {
    "title": "Podiatry in Corby", "reason": "Demand in Corby is a third above what was planned for.",
    "ground": "own_decision", "is_own_decision": "y", "direction": "adds", "change": "1,000,000", "from_year": "3",
    "schedule": "coverage", "text": "Podiatry is given in Corby too.", "effective_on-day": "1",
    "effective_on-month": "2", "effective_on-year": "2026",
}  # fmt: skip


@pytest.fixture
def base(database: Database, world: World, clock: SetClock) -> str:
    """Make the contract live and return the address of its staff pages."""
    clock.now = AFTER_QUARTER_1
    with database.transaction() as session:
        Running(session, world).sign_and_go()
    return f"/staff/procurements/{world.reference}/contract"


def test_results_come_in_are_accepted_and_paid(sign_in: SignIn, base: str) -> None:
    provider, manager, finance = sign_in("alder"), sign_in("contracts"), sign_in("finance")
    assert "2 results to report" in provider.get("/supplier/bids/").text
    page = provider.get(f"{PROVIDER}/").text
    assert "Mobility regained" in page
    assert provider.post(f"{PROVIDER}/results/1/1/outcome/mobility", data={"actual": "x"}).status_code == 422
    told = {"actual": "70", "evidence": "Extract of the registry, file 7"}
    assert provider.post(f"{PROVIDER}/results/1/1/outcome/mobility", data=told).status_code == 302
    network = {"members": "North; 4,000; 96\nSouth; 11000; 95", "evidence": "Waiting list extract, file 8"}
    assert provider.post(f"{PROVIDER}/results/1/1/outcome/waiting", data=network).status_code == 302
    assert "Results that wait for a decision" in manager.get(f"{base}/running").text
    refused = manager.post(f"{base}/results/1/1/outcome/mobility", data={"decision": "query", "reason": "Why"})
    assert refused.status_code == 422
    assert "Say what is not clear" in refused.text
    for code in ("mobility", "waiting"):
        assert manager.post(f"{base}/results/1/1/outcome/{code}", data={"decision": "accept"}).status_code == 302
    assert finance.post(f"{base}/statements/prepare", data={"quarter": "1-1"}).status_code == 302
    assert provider.get(f"{PROVIDER}/statements/1/1").status_code == 404
    page = manager.get(f"{base}/statements/1/1").text
    for words in ("£455,000", "(70 − 60) ÷ (80 − 60) = 50%", "£350,000", "Issue the statement"):
        assert words in page
    assert manager.post(f"{base}/statements/1/1/issue", data={"version": "9"}).status_code == 409
    assert manager.post(f"{base}/statements/1/1/issue", data={"version": "1"}).status_code == 302
    assert "£455,000" in provider.get(f"{PROVIDER}/statements/1/1").text
    document = provider.get(f"{PROVIDER}/statements/1/1/payment.json").text
    assert payment(parse_payment(document)).as_data()["total"] == "455000"
    assert json.loads(finance.get(f"{base}/statements/1/1/payment.json").text) == json.loads(document)


def test_both_sides_have_the_same_bytes_of_an_issued_statement_and_nobody_else(
    sign_in: SignIn, base: str, database: Database, app: Flask, world: World
) -> None:
    provider, printed = sign_in("alder"), f"{PROVIDER}/statements/1/1/statement.pdf"
    with database.transaction() as session:
        running = Running(session, world)
        running.now = AFTER_QUARTER_1
        running.results()
        running.issue(running.prepare())
    assert provider.get(printed).status_code == 404
    assert "is not printed yet" in provider.get(f"{PROVIDER}/statements/1/1").text
    (pack,) = asked(database)
    content = build(app, database, pack.public_id)
    assert printed in provider.get(f"{PROVIDER}/statements/1/1").text
    answer = provider.get(printed)
    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    packs = f"/staff/procurements/{world.reference}/packs"
    assert sign_in("officer").get(f"{packs}/{pack.public_id}/download").data == content
    assert sign_in("birch").get(printed).status_code == 404
    assert sign_in("officer").get(printed).status_code in (403, 404)
    assert app.test_client().get(printed).status_code == 302
    with database.reading() as session:
        noted = session.scalars(
            select(AuditEvent.actor_id).where(AuditEvent.tag == "pack:downloaded").order_by(AuditEvent.seq)
        )
        assert list(noted) == [world.users["alder"], world.users["officer"]]


@pytest.mark.parametrize("typed", ["North 4000 82", "North; many; 82", "North; 4000; 82\nSouth"])
def test_lines_of_providers_that_cannot_be_read_are_named(sign_in: SignIn, base: str, typed: str) -> None:
    answer = sign_in("alder").post(
        f"{PROVIDER}/results/1/1/outcome/mobility", data={"members": typed, "evidence": "Extract of the registry"}
    )
    assert answer.status_code == 422
    assert "must be like: Kettering practices" in answer.text
    assert typed.splitlines()[0] in answer.text


def test_an_amendment_is_proposed_and_decided_by_another(sign_in: SignIn, base: str, database: Database) -> None:
    manager, owner = sign_in("contracts"), sign_in("owner")
    too_much = manager.post(f"{base}/amendments/propose", data={**AMENDMENT, "change": "2,500,000"})
    assert too_much.status_code == 422
    assert "less than 25%" in too_much.text
    assert "2,500,000" in too_much.text
    assert manager.post(f"{base}/amendments/propose", data={**AMENDMENT, "change": ""}).status_code == 422
    assert manager.post(f"{base}/amendments/propose", data=AMENDMENT).status_code == 302
    page = manager.get(f"{base}/amendments/1").text
    assert "somebody else decides" in page
    assert "£1,000,000, 10% of the value when signed" in page
    decision = {"decision": "approve", "reason": "The ground holds and the budget allows it."}
    assert manager.post(f"{base}/amendments/1/decide", data=decision).status_code == 403
    assert owner.post(f"{base}/amendments/1/decide", data={"decision": "approve"}).status_code == 422
    assert owner.post(f"{base}/amendments/1/decide", data=decision).status_code == 302
    assert owner.post(f"{base}/amendments/1/decide", data=decision).status_code == 409
    page = owner.get(f"{base}/amendments/1").text
    assert "What differs in version 2" in page
    assert "£2,333,333.34" in page
    assert "£11,000,000" in owner.get(f"{base}/amendments").text
    with database.reading() as session:
        assert [each.decision for each in list_amendments(session, 1)] == ["approved"]


def test_the_plan_of_mobilisation_is_kept_and_drawn(
    sign_in: SignIn, base: str, database: Database, world: World, clock: SetClock
) -> None:
    with database.transaction() as session:
        world.at(session, Stage.CHECKPOINT_3)
    manager = sign_in("contracts")
    assert "Nothing is planned yet" in manager.get(f"{base}/mobilisation").text
    task = {
        "title": "Move the records", "owner": "Chief information officer", "starts_on-day": "1",
        "starts_on-month": "9", "starts_on-year": "2025", "due_on-day": "5", "due_on-month": "9",
        "due_on-year": "2025", "version": "0",
    }  # fmt: skip
    assert manager.post(f"{base}/mobilisation/add", data={**task, "due_on-day": "32"}).status_code == 422
    assert manager.post(f"{base}/mobilisation/add", data=task).status_code == 302
    later = {**task, "title": "Test the flows", "starts_on-day": "8", "due_on-day": "9", "after": "1"}
    assert manager.post(f"{base}/mobilisation/add", data=later).status_code == 302
    done = {"state": "done", "evidence": "Test report of 5 September", "version": "1"}
    assert manager.post(f"{base}/mobilisation/1/state", data={**done, "evidence": ""}).status_code == 422
    assert manager.post(f"{base}/mobilisation/1/state", data=done).status_code == 302
    assert manager.post(f"{base}/mobilisation/1", data={**task, "version": "1"}).status_code == 409
    page = manager.get(f"{base}/mobilisation").text
    for words in ("Critical: may not slip", "Test report of 5 September", "Move the records", "21 days before it"):
        assert words in page
    with database.reading() as session:
        assert [each.after for each in list_tasks(session, world.procurement_id)] == [[], [1]]


def test_a_subcontractor_is_asked_for_and_let_in(sign_in: SignIn, base: str) -> None:
    provider, manager = sign_in("alder"), sign_in("contracts")
    asked = {
        "replaces": "Partner of alder", "name": "Elm Podiatry", "delivers": "Podiatry", "payment_basis": "activity",
        "share_percent": "5", "payment_days": "30", "outcome_share_percent": "10", "flows_down": "y",
        "from_on-day": "1", "from_on-month": "3", "from_on-year": "2026", "reason": "Demand is higher than planned.",
    }  # fmt: skip
    assert provider.post(f"{PROVIDER}/subcontractors/ask", data={**asked, "share_percent": "101"}).status_code == 422
    assert provider.post(f"{PROVIDER}/subcontractors/ask", data=asked).status_code == 302
    decision = {"decision": "approve", "reason": "The need is shown."}
    unchecked = manager.post(f"{base}/subcontractors/1", data=decision)
    assert unchecked.status_code == 422
    assert "Say what was looked at" in unchecked.text
    decision["exclusion_check"] = "Debarment list and declarations read: none applies"
    assert manager.post(f"{base}/subcontractors/1", data=decision).status_code == 302
    assert "Elm Podiatry" in provider.get(f"{PROVIDER}/").text


def test_a_year_is_reviewed_and_signed_by_both(sign_in: SignIn, base: str, clock: SetClock) -> None:
    clock.now = AFTER_YEAR_1
    provider, manager = sign_in("alder"), sign_in("contracts")
    indicator = {
        "title": "First appointment within six weeks", "measured_by": "Waiting list extract", "unit": "%",
        "target": "95", "floor": "90", "consequence": "A plan to improve within 20 working days",
    }  # fmt: skip
    assert manager.post(f"{base}/indicators/set", data={**indicator, "floor": "95"}).status_code == 422
    assert manager.post(f"{base}/indicators/set", data=indicator).status_code == 302
    assert "K-01" in manager.get(f"{base}/indicators").text
    said = {"summary": "A steady first year, with results above the threshold.", "decisions": "Targets stay."}
    assert manager.post(f"{base}/reviews/1/write", data={**said, "summary": "Fine"}).status_code == 422
    assert manager.post(f"{base}/reviews/1/write", data=said).status_code == 302
    assert provider.get(f"{PROVIDER}/reviews/1").status_code == 404
    assert manager.post(f"{base}/reviews/1/sign", data={"version": "1"}).status_code == 302
    assert provider.post(f"{PROVIDER}/reviews/1").status_code == 302
    assert "signed by both" in manager.get(f"{base}/running").text


READ = ("running", "amendments", "exit", "mobilisation", "indicators", "results", "statements", "subcontractors")
WRITE = (
    "amendments/propose", "exit/edit", "mobilisation/add", "indicators/set", "statements/prepare", "reviews/1/write",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "reads", "writes"),
    [
        ("contracts", 200,
         {"amendments/propose", "exit/edit", "mobilisation/add", "indicators/set", "reviews/1/write"}),
        ("officer", 200, {"amendments/propose"}), ("finance", 200, {"statements/prepare"}),
        ("owner", 200, set()), ("auditor", 200, set()), ("reviewer", 200, set()),
        ("clinician", 403, set()), ("moderator", 403, set()), ("outsider", 404, set()),
    ],
)  # fmt: skip
def test_who_reads_and_who_writes(sign_in: SignIn, base: str, name: str, reads: int, writes: set[str]) -> None:
    client = sign_in(name)
    assert {page: client.get(f"{base}/{page}").status_code for page in READ} == dict.fromkeys(READ, reads)
    refused = 404 if name == "outsider" else 403
    expected = {page: 200 if page in writes else refused for page in WRITE}
    assert {page: client.get(f"{base}/{page}").status_code for page in WRITE} == expected


def test_who_reads_figures_and_results_is_on_record_once_a_page(
    sign_in: SignIn, base: str, database: Database, world: World
) -> None:
    finance = sign_in("finance")
    for page in ("results", "statements", "indicators"):
        assert finance.get(f"{base}/{page}").status_code == 200
    assert finance.get(f"{base}/statements/1/1").status_code == 404
    assert sign_in("clinician").get(f"{base}/results").status_code == 403
    with database.reading() as session:
        noted = session.scalars(select(AuditEvent).where(AuditEvent.tag == "record:read").order_by(AuditEvent.seq))
        found = [(each.actor_id, each.body["data"]["path"].rpartition("/")[2]) for each in noted]
    assert found == [(world.users["finance"], "results"), (world.users["finance"], "statements")]


def test_another_provider_sees_nothing_of_it(sign_in: SignIn, base: str) -> None:
    client = sign_in("birch")
    for page in ("", "results/1/1/outcome/mobility", "subcontractors/ask", "statements/1/1", "reviews/1"):
        assert client.get(f"{PROVIDER}/{page}").status_code == 404


def test_the_pages_ask_the_database_as_often_whatever_is_in_them(
    sign_in: SignIn, base: str, database: Database, world: World, clock: SetClock
) -> None:
    manager = sign_in("contracts")

    def asked() -> dict[str, int]:
        found = {}
        for page in ("results", "running", "subcontractors"):
            with listened(database.engine) as sent:
                assert manager.get(f"{base}/{page}").status_code == 200
            found[page] = len(questions(sent))
        return found

    clock.now = AFTER_YEAR_1
    with database.transaction() as session:
        running = Running(session, world)
        running.now = AFTER_YEAR_1
        running.results(1)
    before = asked()
    with database.transaction() as session:
        running = Running(session, world)
        running.now = AFTER_YEAR_1
        for quarter in (2, 3, 4):
            running.results(quarter)
        assert len(list_reports(session, running.contract.id)) == 8
    assert asked() == before


def test_under_the_act_the_contract_says_that_indicators_are_missing(
    sign_in: SignIn, base: str, database: Database, world: World
) -> None:
    said = "At least 3 key performance indicators must be set"
    manager = sign_in("contracts")
    assert said not in manager.get(f"{base}/").text
    with database.transaction() as session:
        procurement = world.procurement(session)
        procurement.procedure_code, procurement.procedure_version = PA23_FLEXIBLE.code, PA23_FLEXIBLE.version
    for page in ("", "running", "indicators"):
        assert said in manager.get(f"{base}/{page}").text
