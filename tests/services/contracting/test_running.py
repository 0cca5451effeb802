"""Results in, statements out, subcontractors, reviews and indicators of a running contract."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.contracts.payment_form import parse_payment
from assurance.domain.contracts.payments import payment
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.procedures import PA23_FLEXIBLE
from assurance.domain.provision.partners import PaymentBasis
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, ContractReport, SubcontractChange
from assurance.persistence.queries.contract_running import list_register
from assurance.services.contracting import indicators, owing, paying, reporting, reviewing, running, subcontracting
from tests.factories.cast import make_world
from tests.factories.running import AFTER_QUARTER_2, AFTER_YEAR_1, Running, condition

NETWORK = (("North", Decimal(4000), Decimal(82)), ("South", Decimal(11000), Decimal(60)))


@pytest.fixture
def live(session: Session) -> Running:
    return Running(session, make_world(session)).sign_and_go()


def set_indicator(live: Running, name: str = "contracts", **fields: Any) -> str:
    terms = indicators.IndicatorTerms(
        **{
            "title": "First appointment within six weeks", "measured_by": "Waiting list extract", "unit": "%",
            "target": Decimal(95), "floor": Decimal(90), "consequence": "A plan to improve within 20 working days",
            **fields,
        }
    )  # fmt: skip
    return indicators.set_indicator(
        live.session, contract=live.contract, terms=terms, actor=live.actor(name), now=live.now
    ).code


def tags(live: Running, start: str) -> list[str]:
    rows = live.session.scalars(select(AuditEvent).order_by(AuditEvent.seq))
    return [each.tag for each in rows if each.tag.startswith(start)]


def test_a_result_is_reported_by_the_provider_and_accepted_by_the_authority(live: Running) -> None:
    row = live.report("mobility", 67)
    for name in ("alder", "birch", "officer", "finance", "owner", "auditor", "clinician"):
        with pytest.raises(NotPermitted):
            live.accept(row, name=name)
    live.accept(row)
    assert (row.decision, row.actual) == ("accepted", 67)
    with pytest.raises(Conflict, match="already accepted"):
        live.accept(row)
    assert tags(live, "result:") == ["result:reported", "result:accepted"]


@pytest.mark.parametrize("name", ["contracts", "officer", "birch", "finance", "auditor"])
def test_nobody_else_reports_for_the_provider(live: Running, name: str) -> None:
    with pytest.raises(NotPermitted):
        live.report("mobility", 67, name=name)


def test_a_queried_result_is_reported_anew_and_both_stay(live: Running) -> None:
    first = live.report("mobility", 67)
    with pytest.raises(Conflict, match="reported already"):
        live.report("mobility", 68)
    query = {"row": first, "actor": live.actor("contracts"), "now": live.now}
    with pytest.raises(InvalidInput):
        reporting.query(live.session, reason="Why?", **query)  # type: ignore[arg-type]  # reason: a dict of both
    reporting.query(live.session, reason="The registry says 65 for December.", **query)  # type: ignore[arg-type]  # reason: a dict of both
    again = live.report("mobility", 65)
    live.accept(again)
    decisions = live.session.scalars(select(ContractReport.decision).order_by(ContractReport.id)).all()
    assert decisions == ["queried", "accepted"]


def test_a_network_is_pooled(live: Running) -> None:
    row = live.report("mobility", None, members=NETWORK)
    assert row.actual == Decimal("65.8667")
    assert row.members[0] == {"name": "North", "denominator": "4000", "rate": "82"}


def test_no_result_of_a_quarter_that_runs_or_is_not_in_the_term(live: Running) -> None:
    with pytest.raises(InvalidInput, match="its results come after that"):
        live.report("mobility", 67, 2)
    with pytest.raises(NotFound):
        live.report("mobility", 67, year=6)
    with pytest.raises(NotFound):
        live.report("unknown", 67)
    live.world.at(live.session, Stage.CHECKPOINT_3)
    with pytest.raises(MoveRefused):
        live.report("mobility", 67)


def test_what_is_due_to_be_reported_is_listed(live: Running) -> None:
    live.report("mobility", 67)
    (quarter, missing), *others = reporting.overdue(live.session, live.contract, live.now)
    assert (quarter.label, [each.code for each in missing], others) == ("Year 1, quarter 1", ["waiting"], [])


def test_an_indicator_is_rated_and_another_rating_needs_its_reason(live: Running) -> None:
    code = set_indicator(live)
    row = live.report(code, 91, kind="indicator")
    asked = reporting.get_asked(live.session, live.contract, "indicator", code)
    assert reporting.proposed_rating(asked, row.actual) == "approaching"
    for rating, reason, field in (("", "", "rating"), ("good", "", "reason")):
        with pytest.raises(InvalidInput) as refusal:
            live.accept(row, rating, reason)
        assert refusal.value.field == field
    live.accept(row, "good", "December was lost to the fire at the main site.")
    assert row.rating == "good"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"), ({"measured_by": ""}, "measured_by"), ({"consequence": ""}, "consequence"),
        ({"floor": Decimal(95)}, "floor"), ({"condition_reference": "C-999"}, "condition_reference"),
    ],
)  # fmt: skip
def test_an_indicator_is_refused_at_the_field_at_fault(live: Running, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        set_indicator(live, **fields)
    assert refusal.value.field == field


@pytest.mark.parametrize("name", ["officer", "owner", "auditor", "alder", "clinician"])
def test_only_the_contract_manager_sets_indicators(live: Running, name: str) -> None:
    with pytest.raises(NotPermitted):
        set_indicator(live, name)


def test_a_condition_on_performance_waits_for_an_indicator_that_carries_it(live: Running) -> None:
    row = condition(live, blocks="performance")
    assert indicators.uncarried(live.session, live.contract) == ["C-001"]
    set_indicator(live, condition_reference=row.reference)
    assert indicators.uncarried(live.session, live.contract) == []


def test_a_provider_sees_how_many_results_it_owes(live: Running) -> None:
    bid = live.bid("alder")
    assert owing.count_owed(live.session, [bid], live.now) == {bid.id: 2}
    live.report("mobility", 67)
    live.now = AFTER_QUARTER_2
    set_indicator(live)
    assert owing.count_owed(live.session, [bid], live.now) == {bid.id: 5}
    bid.stage = BidStage.CONTRACTED
    assert owing.count_owed(live.session, [bid], live.now) == {}


def test_the_act_asks_for_three_indicators(live: Running) -> None:
    assert indicators.missing_of(live.session, live.contract) == ""
    live.procurement.procedure_code = PA23_FLEXIBLE.code
    live.procurement.procedure_version = PA23_FLEXIBLE.version
    assert "none is set" in indicators.missing_of(live.session, live.contract)


def test_a_statement_follows_from_accepted_results_and_recomputes(live: Running) -> None:
    live.report("mobility", 70)
    with pytest.raises(MoveRefused, match="“Mobility regained” is not accepted"):
        live.prepare()
    live.accept(live.session.scalars(select(ContractReport)).one())
    live.accept(live.report("waiting", 95))
    row = live.prepare()
    # a quarter of £2 million: base £350,000; pool £150,000, of which .6 x .5 + .4 x 1 is earned
    assert row.due_amount == Decimal("455000.00")
    found = payment(parse_payment(json.dumps(row.document))).as_data()
    assert (found["base"], found["earned"], found["total"]) == ("350000", "105000", "455000")
    assert paying.due_of(row).now == row.due_amount


def test_a_later_statement_corrects_an_earlier_one(live: Running) -> None:
    live.results(1, mobility=80)
    live.issue(live.prepare())
    live.now = AFTER_QUARTER_2
    live.results(2, mobility=60)
    row = live.prepare(2)
    # the half year: base £700,000, pool £300,000 of which .4 is earned; £500,000 was paid before
    assert (row.to_date_amount, row.paid_before_amount, row.due_amount) == (820_000, 500_000, 320_000)


def test_who_prepares_a_statement_does_not_issue_it(live: Running) -> None:
    live.results()
    for name in ("contracts", "officer", "owner", "alder", "auditor"):
        with pytest.raises(NotPermitted):
            live.prepare(name=name)
    row = live.prepare()
    for name in ("finance", "officer", "owner", "alder", "auditor"):
        with pytest.raises(NotPermitted):
            live.issue(row, name)
    row.prepared_by_id = live.world.users["contracts"]
    live.session.flush()
    with pytest.raises(NotPermitted, match="Four eyes"):
        live.issue(row)
    row.prepared_by_id = live.world.users["finance"]
    live.session.flush()
    live.issue(row)
    with pytest.raises(Conflict, match="already issued"):
        live.issue(row)
    with pytest.raises(Conflict, match="stays as it is"):
        live.prepare()
    assert tags(live, "statement:") == ["statement:prepared", "statement:issued"]


def test_statements_come_in_order_and_follow_the_contract_as_amended(live: Running) -> None:
    live.results()
    row = live.prepare()
    live.now = AFTER_QUARTER_2
    live.results(2)
    with pytest.raises(Conflict, match="earlier statement of this year is not issued"):
        live.prepare(2)
    live.approve_amendment(live.propose(1_000_000))
    with pytest.raises(Conflict, match="amended since"):
        live.issue(row)
    again = live.prepare()
    assert (again.id, again.due_amount) == (row.id, Decimal("500500.00"))
    live.issue(again)
    live.prepare(2)
    assert len(tags(live, "statement:prepared")) == 3


def test_gain_and_loss_are_settled_with_the_last_quarter_only(live: Running) -> None:
    schedules = json.loads(json.dumps(live.contract.schedules))
    risk = {"bands": [{"up_to": "0.02", "provider_share": "1"}], "beyond": "0", "limit": "0.05"}
    schedules["payment"][0]["settled"] = "0.5"
    live.contract.schedules = schedules | {"risk": risk}
    live.now = AFTER_YEAR_1
    live.results(4)
    with pytest.raises(InvalidInput, match="Enter what was spent"):
        live.prepare(4)
    # £200,000 over £2 million, of which the corridor of 2 per cent holds £40,000, and half is settled
    row = live.prepare(4, spend=Decimal(2_200_000))
    assert paying.due_of(row).gain == -20_000
    assert row.document["gain_share"]["actual"] == "2100000.00"
    with pytest.raises(InvalidInput, match="not settled with this statement"):
        live.results(3)
        live.session.delete(row)
        live.session.flush()
        live.prepare(3, spend=Decimal(1))


def subcontract(live: Running, by: str = "alder", **fields: Any) -> SubcontractChange:
    wanted = subcontracting.Subcontract(
        **{
            "replaces": "", "name": "Elm Podiatry", "company_number": "", "delivers": "Podiatry in Corby",
            "payment_basis": PaymentBasis.ACTIVITY, "share_percent": Decimal(5), "payment_days": 30,
            "outcome_share_percent": Decimal(10), "flows_down": True, "from_on": date(2026, 3, 1),
            "reason": "Demand in Corby is higher than planned.", **fields,
        }
    )  # fmt: skip
    return subcontracting.propose(
        live.session, contract=live.contract, wanted=wanted, actor=live.actor(by), now=live.now
    )


def decide(
    live: Running,
    change: SubcontractChange,
    name: str = "contracts",
    *,
    approve: bool = True,
    check: str = "Debarment list and declarations read: none applies",
) -> None:  # noqa: E501
    subcontracting.decide(
        live.session, change=change, approve=approve, exclusion_check=check, reason="The need is shown.",
        actor=live.actor(name), now=live.now,
    )  # fmt: skip


def test_a_subcontractor_comes_in_only_after_a_check(live: Running) -> None:
    change = subcontract(live, replaces="Partner of alder")
    with pytest.raises(InvalidInput) as refusal:
        decide(live, change, check="")
    assert refusal.value.field == "exclusion_check"
    for name in ("alder", "officer", "auditor", "clinician"):
        with pytest.raises(NotPermitted):
            decide(live, change, name)
    decide(live, change)
    register = list_register(live.session, live.contract)
    assert [(each.terms["name"], each.until_on) for each in register] == [
        ("Partner of alder", date(2026, 3, 1)), ("Elm Podiatry", None),
    ]  # fmt: skip
    with pytest.raises(Conflict, match="already approved"):
        decide(live, change)
    assert tags(live, "subcontract:") == ["subcontract:asked", "subcontract:approved"]


def test_one_that_is_refused_is_not_in_the_register(live: Running) -> None:
    decide(live, subcontract(live), approve=False, check="")
    assert [each.terms["name"] for each in list_register(live.session, live.contract)] == ["Partner of alder"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"replaces": "Nobody"}, "replaces"),
        ({"name": "PARTNER of Alder Ltd"}, "name"), ({"name": "Alder Care"}, "name"),
        ({"share_percent": Decimal(81)}, "share_percent"), ({"payment_days": 200}, "payment_days"),
        ({"from_on": date(2025, 1, 1)}, "from_on"), ({"reason": "So"}, "reason"),
        ({"company_number": "??"}, "company_number"),
    ],
)  # fmt: skip
def test_terms_that_cannot_stand_are_refused(live: Running, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        subcontract(live, **fields)
    assert refusal.value.field == field


@pytest.mark.parametrize("name", ["birch", "contracts", "officer"])
def test_only_the_lead_of_the_provider_proposes(live: Running, name: str) -> None:
    with pytest.raises(NotPermitted):
        subcontract(live, name)


def test_a_review_is_put_together_signed_and_agreed_in_that_order(live: Running) -> None:
    said = {
        "summary": "A steady first year with results above the threshold.",
        "decisions": "Targets stay as they are.",
    }
    act = {"contract": live.contract, "year": 1, "actor": live.actor("contracts"), "now": live.now}
    with pytest.raises(InvalidInput, match="its results come after"):
        reviewing.write(live.session, **said, **act)  # type: ignore[arg-type]  # reason: dicts of arguments
    live.now = AFTER_YEAR_1
    set_indicator(live)
    live.results(4, mobility=80)
    live.issue(live.prepare(4))
    review = reviewing.write(live.session, **said, **{**act, "now": live.now})  # type: ignore[arg-type]  # reason: dicts
    assert review.content["paid"] == "£2,000,000"
    assert [each["actual"] for each in review.content["results"]] == ["80", "95", None]
    provider = live.actor("alder")
    with pytest.raises(Conflict, match="authority signs first"):
        reviewing.agree(live.session, review=review, actor=provider, now=live.now)
    signing: dict[str, Any] = {"review": review, "version": review.version, "now": live.now}
    with pytest.raises(NotPermitted):
        reviewing.sign(live.session, **signing, actor=provider)
    reviewing.sign(live.session, **signing, actor=live.actor("contracts"))
    with pytest.raises(Conflict, match="stays as it is"):
        reviewing.write(live.session, **said, **{**act, "now": live.now})  # type: ignore[arg-type]  # reason: dicts
    for name in ("contracts", "birch"):
        with pytest.raises(NotPermitted):
            reviewing.agree(live.session, review=review, actor=live.actor(name), now=live.now)
    reviewing.agree(live.session, review=review, actor=provider, now=live.now + timedelta(days=1))
    assert review.agreed_at is not None
    assert tags(live, "review:") == ["review:written", "review:signed", "review:agreed"]


def test_a_contract_is_shown_only_to_the_provider_it_is_with(live: Running) -> None:
    assert running.contract_of(live.session, live.bid("alder")) is live.contract
    other = live._bid("birch", BidStage.UNSUCCESSFUL)
    with pytest.raises(NotFound):
        running.contract_of(live.session, other)
    live.bid("alder").stage = BidStage.CONFIRMED
    with pytest.raises(NotFound):
        running.contract_of(live.session, live.bid("alder"))
