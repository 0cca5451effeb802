"""What waits for whom under a signed contract, on the first page of each."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from assurance.domain.stages import Stage
from assurance.services import duties
from assurance.services.contracting import overview
from tests.factories.cast import make_world
from tests.factories.running import Running, condition
from tests.services.contracting.test_running import subcontract


def waiting(running: Running, name: str) -> list[tuple[str, str]]:
    found = duties.list_waiting(
        running.session, user_id=running.world.users[name], procurements=[running.procurement], now=running.now
    )
    return [(each.what, each.endpoint) for each in found]


def test_each_is_asked_for_what_is_theirs_and_nobody_for_their_own(session: Session) -> None:
    live = Running(session, make_world(session)).sign_and_go()
    live.report("mobility", 70)
    live.report("waiting", 95)
    subcontract(live)
    amendment = live.propose()
    assert waiting(live, "contracts") == [
        ("Settle the exit plan by Wednesday 1 April 2026", "staff.contract.exit_plan"),
        ("Decide on 2 results", "staff.contract.results"),
        ("Decide on a subcontractor", "staff.contract.subcontracts"),
    ]
    decide = [("Decide on an amendment of the contract", "staff.contract.amendments")]
    assert waiting(live, "owner") == waiting(live, "approver") == decide
    assert waiting(live, "officer") == waiting(live, "auditor") == waiting(live, "clinician") == []
    amendment.proposed_by_id = live.world.users["owner"]
    session.flush()
    assert waiting(live, "owner") == []


def test_open_conditions_on_the_first_day_are_told_to_who_makes_ready(session: Session) -> None:
    made = Running(session, make_world(session)).sign_and_go(Stage.CHECKPOINT_3)
    condition(made, date(2025, 9, 20))
    told = ("The service was to start, but conditions precedent are open", "staff.contract.mobilisation")
    made.now = datetime(2025, 9, 30, 9, tzinfo=UTC)
    assert told not in waiting(made, "contracts")
    made.now = datetime(2025, 10, 1, 9, tzinfo=UTC)
    for name in ("contracts", "officer", "owner"):
        assert told in waiting(made, name)
    assert told not in waiting(made, "approver")


def test_the_first_page_of_a_contract_says_where_it_stands(session: Session) -> None:
    live = Running(session, make_world(session)).sign_and_go()
    live.results(mobility=70)
    live.issue(live.prepare())
    found = overview.standing(session, live.contract, live.procurement, live.now)
    assert found.quarter is not None
    assert (found.quarter.label, found.years, found.paid) == ("Year 1, quarter 2", 5, 455_000)
    assert [(each.last, each.quarter) for each in found.outcomes] == [
        (70, "Year 1, quarter 1"), (95, "Year 1, quarter 1"),
    ]  # fmt: skip
    assert (found.overdue, found.undecided, found.unissued, found.years_to_review) == ([], [], [], [])
