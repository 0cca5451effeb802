"""The plan for the end of a contract: written, settled when whole, opened by every change, looked at each year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.contracts.exit_plan import HandOver, Item, Standing, Trigger
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, ExitPlan
from assurance.persistence.queries.exit_plans import get_exit_plan
from assurance.services import contract_duties
from assurance.services.contracting import exiting
from assurance.services.contracting.exiting import PlanTerms
from tests.factories.cast import make_world
from tests.factories.exit_plans import ITEM, TERMS, write_exit_plan
from tests.factories.running import Running
from tests.statements import asked, listened

SETTLED_BY = date(2026, 4, 1)


@pytest.fixture
def live(session: Session) -> Running:
    return Running(session, make_world(session)).sign_and_go()


def standing(live: Running) -> Standing:
    return exiting.read(live.session, live.contract, live.now).standing


def held(live: Running, name: str = "contracts") -> dict[str, Any]:
    """The plan as a person holds it now."""
    live.session.flush()
    plan = get_exit_plan(live.session, live.contract.id)
    return {"plan": plan, "version": plan.version, "actor": live.actor(name), "now": live.now}


def waiting(live: Running, name: str = "contracts") -> list[str]:
    """What waits for the contract manager about the end."""
    roles = set(live.actor(name).roles)
    found = contract_duties.list_contract_tasks(
        live.session, user_id=live.world.users[name], procurements=[(live.procurement, roles)], now=live.now
    )
    return [words for words, _, endpoint in found if endpoint == "staff.contract.exit_plan"]


def test_a_plan_is_due_settled_looked_at_again_after_a_year_and_opened_by_a_change(live: Running) -> None:
    assert (standing(live), exiting.read(live.session, live.contract, live.now).due_on) == (Standing.DUE, SETTLED_BY)
    assert waiting(live) == ["Settle the exit plan by Wednesday 1 April 2026"]
    live.now = datetime(2026, 4, 2, 9, tzinfo=UTC)
    assert (standing(live), waiting(live)) == (Standing.OVERDUE, ["The exit plan is overdue: settle it"])
    assert waiting(live, "finance") == []
    write_exit_plan(live)
    exiting.settle(live.session, **held(live))
    assert (standing(live), waiting(live)) == (Standing.SETTLED, [])
    live.now = datetime(2027, 4, 2, 9, tzinfo=UTC)
    assert (standing(live), waiting(live)) == (Standing.REVIEW_DUE, ["Look at the exit plan again, as every year"])
    with pytest.raises(InvalidInput):
        exiting.review(live.session, found="Fine", **held(live))
    exiting.review(live.session, found="Read with the provider; every owner is still there.", **held(live))
    assert standing(live) is Standing.SETTLED
    exiting.set_item(live.session, item=replace(ITEM, days=45), number=1, **held(live))
    assert standing(live) is Standing.OVERDUE, "what changed is not settled any more"
    with pytest.raises(Conflict, match="not settled"):
        exiting.review(live.session, found="Read with the provider; all of it holds.", **held(live))
    tags = [each.tag for each in live.session.scalars(select(AuditEvent).order_by(AuditEvent.seq))]
    expected = ["written", *["item-set"] * 5, "settled", "reviewed", "item-set"]
    assert [each for each in tags if each.startswith("exit:")] == [f"exit:{each}" for each in expected]


def test_what_is_not_whole_is_not_settled_and_says_what_is_missing(live: Running) -> None:
    write_exit_plan(live, kinds=list(HandOver)[1:])
    with pytest.raises(MoveRefused) as refused:
        exiting.settle(live.session, **held(live))
    assert [each.message for each in refused.value.objections] == [
        "Nothing is said of: services and people in treatment"
    ]
    exiting.set_item(live.session, item=Item(HandOver.SERVICES, False, "The pathways end with the term"), **held(live))
    exiting.settle(live.session, **held(live))
    with pytest.raises(Conflict, match="already"):
        exiting.settle(live.session, **held(live))
    exiting.remove_item(live.session, number=1, **held(live))
    assert get_exit_plan(live.session, live.contract.id).settled_at is None


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (replace(TERMS, triggers=()), "triggers"),
        (replace(TERMS, triggers=("whim",)), "triggers"),
        (replace(TERMS, step_in="Somebody"), "step_in"),
        (replace(TERMS, within_months=13), "within_months"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(live: Running, terms: PlanTerms, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        exiting.write(
            live.session, contract=live.contract, terms=terms, version=0, actor=live.actor("contracts"), now=live.now
        )
    assert refused.value.field == field
    assert live.session.scalars(select(ExitPlan)).all() == []


def test_only_whoever_runs_the_contract_keeps_its_plan_and_nobody_overwrites_a_colleague(live: Running) -> None:
    write_exit_plan(live)
    plan = held(live)
    for name in ("officer", "finance", "owner", "alder"):
        with pytest.raises(NotPermitted):
            exiting.settle(live.session, **{**plan, "actor": live.actor(name)})
    exiting.set_item(live.session, item=ITEM, number=1, **plan)
    live.session.flush()
    with pytest.raises(Conflict, match="someone else"):
        exiting.set_item(live.session, item=ITEM, number=1, **plan)


def test_there_is_no_plan_to_keep_once_the_procurement_is_abandoned(live: Running) -> None:
    write_exit_plan(live)
    live.world.at(live.session, Stage.ABANDONED)
    with pytest.raises(MoveRefused):
        exiting.settle(live.session, **held(live))
    assert Trigger.LOSSES.value in get_exit_plan(live.session, live.contract.id).triggers


def test_what_waits_asks_as_often_however_long_a_plan_is(live: Running) -> None:
    write_exit_plan(live, kinds=[HandOver.DATA])

    def questions() -> int:
        live.session.flush()
        live.session.expire_all()
        with listened(live.session.get_bind()) as sent:
            assert waiting(live) == ["Settle the exit plan by Wednesday 1 April 2026"]
        return len(asked(sent))

    few = questions()
    for kind in (HandOver.STAFF, HandOver.ASSETS, HandOver.SERVICES):
        exiting.set_item(live.session, item=replace(ITEM, kind=kind), **held(live))
    assert questions() == few
