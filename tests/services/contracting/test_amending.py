from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.contracts.schedule_changes import differences
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted
from assurance.domain.procedures import PA23_FLEXIBLE
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, ContractAmendment, Message, Notice
from assurance.persistence.queries.contract_running import current_schedules, current_value, list_amendments
from assurance.services.contracting import amending
from tests.factories.cast import make_world
from tests.factories.running import Running


@pytest.fixture
def running(session: Session) -> Running:
    return Running(session, make_world(session)).sign_and_go()


def test_an_approved_amendment_is_a_version_of_the_schedules(running: Running) -> None:
    signed = running.contract.schedules
    row = running.propose(1_000_000, from_year=3)
    assert current_value(running.session, running.contract) == 10_000_000
    running.approve_amendment(row)
    assert row.schedules_version == 2
    assert current_value(running.session, running.contract) == 11_000_000
    now = current_schedules(running.session, running.contract)
    assert [each["total"] for each in now["payment"]] == [
        "2000000",
        "2000000",
        "2333333.34",
        "2333333.33",
        "2333333.33",
    ]
    assert [each.what for each in differences(signed, now)] == ["Year 3", "Year 4", "Year 5", "Care covered"]
    assert running.contract.schedules == signed
    assert running.contract.value_amount == 10_000_000
    said = running.session.scalars(select(AuditEvent).where(AuditEvent.tag == "amendment:approved")).one()
    assert said.body["data"]["cumulative"] == "1000000.00"
    messages = running.session.scalars(select(Message).where(Message.kind == "amendment:approved")).all()
    assert [each.organisation_id for each in messages] == [running.world.organisations["alder"]]


def test_each_is_measured_with_those_before_it(running: Running) -> None:
    running.approve_amendment(running.propose(2_000_000))
    with pytest.raises(InvalidInput, match="25% of the original value; less than 25%") as refusal:
        running.propose(500_000)
    assert refusal.value.field == "ground"
    assert len(list_amendments(running.session, running.contract.id)) == 1
    row = running.propose(499_999)
    assert "near the limit" in amending.judgement_of(running.session, row).warnings[0]
    assert "reg 13(4)" in amending.notice_of(running.session, row)


def test_nobody_approves_what_they_proposed_and_its_author_cannot_be_the_approver_s_role(running: Running) -> None:
    row = running.propose()
    for name in ("contracts", "officer", "finance", "auditor", "clinician", "alder"):
        with pytest.raises(NotPermitted):
            running.approve_amendment(row, name)
    assert row.decision == ""
    row.proposed_by_id = running.world.users["owner"]
    with pytest.raises(NotPermitted, match="Four eyes"):
        running.approve_amendment(row)
    running.approve_amendment(row, "approver")
    assert row.decision == "approved"


@pytest.mark.parametrize("name", ["owner", "finance", "auditor", "clinician", "reviewer", "alder"])
def test_only_those_who_prepare_the_contract_propose(running: Running, name: str) -> None:
    with pytest.raises(NotPermitted):
        running.propose(name=name)


def test_one_waits_at_a_time_and_is_decided_once(running: Running) -> None:
    row = running.propose()
    with pytest.raises(Conflict, match="waits for its decision"):
        running.propose()
    running.approve_amendment(row, approve=False)
    with pytest.raises(Conflict, match="already refused"):
        running.approve_amendment(row)
    assert row.schedules_version is None
    assert running.propose().number == 2


def test_only_its_author_takes_it_back(running: Running) -> None:
    row = running.propose()
    act: Callable[[str], ContractAmendment] = lambda name: amending.withdraw(  # noqa: E731 -- one act, two people
        running.session, amendment=row, actor=running.actor(name), now=running.now
    )
    with pytest.raises(NotPermitted):
        act("officer")
    assert act("contracts").decision == "withdrawn"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"reason": "Because"}, "reason"),
        ({"ground": "light_touch"}, "ground"),
        ({"ground": "no_such"}, "ground"),
        ({"clauses": {}}, "change"),
        ({"clauses": {"poem": "x"}}, "schedule"),
        ({"change": -11_000_000}, "change"),
        ({"change": 5, "from_year": 6}, "from_year"),
        ({"change": 5, "years_added": 3}, "years_added"),
    ],
)
def test_what_does_not_stand_is_refused_at_its_field(running: Running, fields: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        running.propose(**fields)  # type: ignore[arg-type]  # reason: wrong on purpose
    assert refusal.value.field == field
    assert list_amendments(running.session, running.contract.id) == []


def test_years_of_extension_are_used_up(running: Running) -> None:
    running.approve_amendment(running.propose(1_000_000, years_added=2, ground="provided_for"))
    assert len(current_schedules(running.session, running.contract)["payment"]) == 7
    with pytest.raises(InvalidInput, match="0 years of extension are left"):
        running.propose(1_000_000, years_added=1, ground="provided_for")


def test_a_contract_is_amended_only_once_it_is_signed(running: Running) -> None:
    running.world.at(running.session, Stage.CONTRACT)
    with pytest.raises(MoveRefused, match="not possible at the stage"):
        running.propose()


def test_a_limit_reached_meanwhile_stops_the_approval(running: Running) -> None:
    row = running.propose(2_400_000)
    row.value_change_amount = Decimal(2_500_000)
    with pytest.raises(MoveRefused, match="less than 25%"):
        running.approve_amendment(row)
    running.approve_amendment(row, approve=False)
    assert row.decision == "refused"


def test_under_the_act_a_change_waits_for_its_notice(running: Running) -> None:
    running.procurement.procedure_code = PA23_FLEXIBLE.code
    running.procurement.procedure_version = PA23_FLEXIBLE.version
    row = running.propose(2_000_000, ground="unforeseeable")
    with pytest.raises(MoveRefused, match="contract change notice is not published"):
        running.approve_amendment(row)
    running.session.add(
        Notice(
            public_id="n-1", procurement_id=running.procurement.id, kind=amending.CHANGE_NOTICE, title="Change",
            content={}, published_at=running.now, subject="1",
        )
    )  # fmt: skip
    running.session.flush()
    running.approve_amendment(row)
    small = running.propose(500_000, ground="unforeseeable")
    running.approve_amendment(small)
    assert small.schedules_version == 3
