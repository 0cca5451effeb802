"""The contract follows from the bid and the programme; signature waits for conditions, award for decisions."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.domain.contracts.model import ContractYear, PaymentModel, Phase
from assurance.domain.contracts.risk_share import Band, Corridor
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Contract, Definition, Trajectory
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.contracts import get_contract
from assurance.persistence.queries.facts.award import award_facts
from assurance.persistence.queries.gates import get_condition
from assurance.persistence.queries.planning import list_elements, list_outcomes
from assurance.services import contract_schedules, contract_terms, contracts, gate_conditions, representation_decisions
from tests.factories.award import Award
from tests.factories.cast import make_world


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session))


def sign(award: Award, party: str = "authority", **more: Any) -> None:
    contract = get_contract(award.session, award.world.procurement_id)
    fields = {
        "signatory": "Ann Other", "capacity": "Chief executive", "signed_on": award.now.date(),
        "actor": award.actor("contracts"), "now": award.now,
    }  # fmt: skip
    contracts.sign(award.session, contract=contract, party=party, **{**fields, **more})


def meet(award: Award) -> None:
    condition = get_condition(award.session, award.world.procurement_id, "C-001")
    gate_conditions.meet_condition(
        award.session, condition=condition, evidence="Guarantee signed on 20 January", actor=award.actor("contracts"),
        now=award.now,
    )  # fmt: skip


def at_contract(award: Award, condition_blocks: str = "contract_signature") -> Award:
    award.to_award(condition_blocks).draw_up()
    award.move("open_contract", "contracts")
    return award


def test_the_contract_takes_value_share_and_schedules_from_what_was_offered(award: Award) -> None:
    contract = award.to_award().draw_up()
    assert contract.bid_id == award.bid("alder").id
    assert (contract.value_amount, contract.outcome_share_percent) == (Decimal(10_000_000), 30)
    schedules = contract.schedules
    first = schedules["coverage"][0]
    assert (first["pathway"], first["element"], first["accountable"]) == ("Hip", "Assessment", "Alder Care")
    assert [each["code"] for each in schedules["outcomes"]] == ["mobility", "waiting"]
    assert schedules["subcontractors"][0]["name"] == "Partner of alder"
    assert schedules["integration_form"]["code"] == "alliance"
    assert schedules["conditions"] == ["C-001"]
    assert schedules["payment"][0] == {"year": 1, "base": "1400000", "outcome_pool": "600000", "total": "2000000"}


def test_the_years_add_up_to_the_penny(award: Award) -> None:
    rows = contract_schedules.payment_by_year(Decimal("1000000.01"), 33, 3, [])
    assert sum(Decimal(row["total"]) for row in rows) == Decimal("1000000.01")
    assert all(Decimal(row["base"]) + Decimal(row["outcome_pool"]) == Decimal(row["total"]) for row in rows)
    assert rows[0]["total"] == "333333.34"


def test_the_years_are_those_offered_where_they_make_up_the_value_and_equal_where_not() -> None:
    offered = [Decimal("300000.01"), Decimal(700_000)]
    rows = contract_schedules.payment_by_year(Decimal("1000000.01"), 30, 2, [], offered)
    assert [row["total"] for row in rows] == ["300000.01", "700000"]
    for value, years in ((Decimal(1_000_000), 2), (Decimal("1000000.01"), 1)):
        other = contract_schedules.payment_by_year(value, 30, years, [], offered)
        assert other == contract_schedules.payment_by_year(value, 30, years, [])
    assert contract_schedules.offered_by_year([offered, [Decimal(1), Decimal(2)]]) == [
        Decimal("300001.01"),
        Decimal(700_002),
    ]


def test_cover_and_promises_of_the_winner_become_schedules(award: Award) -> None:
    award.to_award()
    bid = award.bid("alder")
    common = {"bid_id": bid.id, "updated_at": award.now, "updated_by_id": award.world.users["alder"]}
    (element, *_), (outcome, *_) = (read(award.session, bid.procurement_id) for read in (list_elements, list_outcomes))
    providers = [
        {"name": "Alder Care", "part": "takes_part", "payment_basis": "population"},
        {"name": "Partner of alder", "part": "accountable", "payment_basis": "activity"},
    ]
    cover = get_parts(award.session, bid.id).covers[element.id]
    cover.providers, cover.data_set = providers, "Letter"
    promises = tuple(Decimal(each) for each in (61, 62, 63, 64, 65))
    award.session.add(Trajectory(outcome_id=outcome.id, promises=promises, **common))
    schedules = award.draw_up().schedules
    assert schedules["coverage"][0] == {
        "pathway": element.pathway, "element": element.name, "accountable": "Partner of alder",
        "payment_basis": "Activity", "takes_part": [{"name": "Alder Care", "payment_basis": "Population budget"}],
        "handed_over": "Letter", "to": [],
    }  # fmt: skip
    assert schedules["outcomes"][0]["promised"] == ["61", "62", "63", "64", "65"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"starts_on": date(2025, 2, 5)}, "starts_on"),
        ({"years": 4}, "years"),
        ({"extension_years": 11}, "extension_years"),
        ({"extension_years": -1}, "extension_years"),
    ],
)
def test_terms_that_do_not_follow_are_refused_at_their_field(award: Award, fields: dict[str, Any], field: str) -> None:
    award.to_award()
    given = {"starts_on": date(2025, 10, 1), "years": 5, "extension_years": 0, **fields}
    with pytest.raises(InvalidInput) as refusal:
        contracts.draw_up(
            award.session, procurement=award.procurement, actor=award.actor("contracts"), now=award.now, **given
        )
    assert refusal.value.field == field
    with pytest.raises(NotFound):
        get_contract(award.session, award.world.procurement_id)


def test_it_is_drawn_up_again_until_it_is_before_the_parties_but_not_over_another(award: Award) -> None:
    first = award.to_award().draw_up()
    seen = first.version
    again = award.draw_up()
    assert again.id == first.id
    award.now += timedelta(minutes=1)
    award.draw_up()
    with pytest.raises(Conflict, match="drawn up anew"):
        contracts.draw_up(
            award.session, procurement=award.procurement, starts_on=date(2025, 10, 1), years=5, extension_years=0,
            actor=award.actor("contracts"), now=award.now, version=seen,
        )  # fmt: skip
    award.move("open_contract", "contracts")
    with pytest.raises(MoveRefused, match="not possible at the stage"):
        award.draw_up()


@pytest.mark.parametrize("name", ["owner", "approver", "finance", "auditor", "alder"])
def test_only_those_who_prepare_the_contract_draw_it_up(award: Award, name: str) -> None:
    award.to_award()
    with pytest.raises(NotPermitted):
        contracts.draw_up(
            award.session, procurement=award.procurement, starts_on=date(2025, 10, 1), years=5, extension_years=0,
            actor=award.actor(name), now=award.now,
        )  # fmt: skip


def test_an_open_condition_blocks_signature_and_a_met_one_does_not(award: Award) -> None:
    at_contract(award)
    with pytest.raises(MoveRefused, match="Condition C-001 is open"):
        sign(award)
    meet(award)
    sign(award)
    sign(award, "lead_provider", signatory="Al Der", capacity="Director")
    award.move("request_checkpoint_3", "contracts")
    assert award.procurement.stage is Stage.CHECKPOINT_3
    assert award.bid("alder").stage is BidStage.CONTRACTED


def test_a_condition_on_the_service_does_not_block_signature_but_the_start(award: Award) -> None:
    at_contract(award, "service_start")
    sign(award)
    sign(award, "lead_provider")
    award.move("request_checkpoint_3", "contracts")
    award.pass_gate("checkpoint_3")
    award.now += timedelta(days=260)
    with pytest.raises(MoveRefused, match="C-001"):
        award.move("start_service", "contracts")
    meet(award)
    award.move("start_service", "contracts")
    assert award.procurement.stage is Stage.LIVE


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"party": "nobody"}, "party"),
        ({"signatory": " "}, "signatory"),
        ({"signed_on": date(2025, 2, 4)}, "signed_on"),
        ({"signed_on": date(2025, 2, 6)}, "signed_on"),
    ],
)
def test_a_signature_is_refused_at_the_field_at_fault(award: Award, fields: dict[str, Any], field: str) -> None:
    at_contract(award, "")
    with pytest.raises(InvalidInput) as refusal:
        sign(award, **fields)
    assert refusal.value.field == field


def test_a_party_signs_once_and_only_at_its_stage(award: Award) -> None:
    at_contract(award, "")
    sign(award)
    with pytest.raises(Conflict, match="already signed"):
        sign(award)
    award.world.at(award.session, Stage.CHECKPOINT_3)
    with pytest.raises(MoveRefused, match="not possible at the stage"):
        sign(award, "lead_provider")


def test_the_award_notice_tells_contract_and_signatures(award: Award) -> None:
    at_contract(award, "")
    sign(award)
    sign(award, "lead_provider")
    award.move("request_checkpoint_3", "contracts")
    sections = award.published("award")
    assert "The service starts on Wednesday 1 October 2025 and runs for 5 years" in sections["Contract"]
    assert "Signed by both parties by Wednesday 5 February 2025." in sections["Contract"]
    assert sections["Representations"] == "No representation was received during standstill."


def decide(award: Award, representation: Any, decision: str = "proceed", name: str = "representations") -> None:
    representation_decisions.decide(
        award.session, representation=representation, decision=decision,
        reason="The record was read again and the marks stand.", actor=award.actor(name), now=award.now,
    )  # fmt: skip


def test_only_proceed_ends_what_holds_standstill_open_after_five_working_days(award: Award) -> None:
    representation = award.to_standstill().represent()
    award.now += timedelta(days=14)
    decide(award, representation, "return")
    with pytest.raises(MoveRefused, match="not been answered"):
        award.move("confirm_award")
    decide(award, representation, "proceed")
    award.now += timedelta(days=5)
    with pytest.raises(MoveRefused, match="Standstill stays open"):
        award.move("confirm_award")
    award.now += timedelta(days=3)
    award.move("confirm_award")
    assert award.procurement.stage is Stage.AWARD


def test_a_representation_sent_back_holds_the_award_until_the_step_is_taken_again(award: Award) -> None:
    representation = award.to_standstill().represent()
    unheard = award.represent()
    decide(award, representation, "return")
    assert award_facts(award.session, award.procurement).representations_outstanding == 2
    award.now += timedelta(hours=1)
    award.move("return_to_recommendation", "owner", "The panel read one answer against the wrong question.")
    award.session.flush()
    assert award_facts(award.session, award.procurement).representations_outstanding == 1, "one was never answered"
    award.world.at(award.session, Stage.STANDSTILL).intention_published_on = award.now.date()
    with pytest.raises(Conflict, match="was taken again, so nothing is left to decide"):
        decide(award, representation)
    award.session.flush()
    decide(award, unheard)
    award.session.flush()
    assert award_facts(award.session, award.procurement).representations_outstanding == 0


@pytest.mark.parametrize("name", ["officer", "clinician", "moderator", "owner", "approver", "birch"])
def test_only_the_independent_reviewer_decides(award: Award, name: str) -> None:
    representation = award.to_standstill().represent()
    with pytest.raises(NotPermitted):
        decide(award, representation, name=name)
    assert representation.decision == ""


@pytest.mark.parametrize(
    ("decision", "reason", "field"),
    [("maybe", "A reason that is long enough", "decision"), ("proceed", "No", "reason")],
)
def test_a_decision_needs_an_outcome_and_its_reasons(award: Award, decision: str, reason: str, field: str) -> None:
    representation = award.to_standstill().represent()
    with pytest.raises(InvalidInput) as refusal:
        representation_decisions.decide(
            award.session, representation=representation, decision=decision, reason=reason,
            actor=award.actor("representations"), now=award.now,
        )  # fmt: skip
    assert refusal.value.field == field


def test_a_decision_is_given_once_and_only_in_standstill(award: Award) -> None:
    representation = award.to_standstill().represent()
    decide(award, representation)
    with pytest.raises(Conflict, match="already decided"):
        decide(award, representation)
    other = award.represent("cedar")
    award.world.at(award.session, Stage.AWARD)
    with pytest.raises(MoveRefused, match="not possible at the stage"):
        decide(award, other)


def test_a_contract_of_another_procurement_is_not_found(award: Award) -> None:
    award.to_award()
    with pytest.raises(NotFound):
        get_contract(award.session, 999)
    assert award.session.query(Contract).count() == 0


def test_the_payment_model_sets_share_and_step_of_each_year_and_how_gain_is_shared(award: Award) -> None:
    years = [
        ContractYear(Decimal(2_000_000), Decimal(number) / 10, phase, settled)
        for number, phase, settled in (
            (1, Phase.PERFORMANCE, Decimal(0)), (2, Phase.SHADOW, Decimal("0.5")), (3, Phase.CAPITATION, Decimal(1)),
            (3, Phase.CAPITATION, Decimal(1)), (3, Phase.CAPITATION, Decimal(1)),
        )
    ]  # fmt: skip
    model = PaymentModel(tuple(years), (), Corridor((Band(Decimal("0.02"), Decimal(1)),)), Decimal("0.05"))
    rows = contract_schedules.payment_by_year(Decimal(10_000_000), 30, 5, [], (), model)
    assert [row["outcome_pool"] for row in rows] == ["200000", "400000", "600000", "600000", "600000"]
    assert (rows[1]["phase"], rows[1]["settled"]) == ("Shadow capitation", "0.5")
    assert contract_terms.sharing(model)["risk"] == {
        "bands": [{"up_to": "0.02", "provider_share": "1"}], "beyond": "0", "limit": "0.05",
    }  # fmt: skip
    assert contract_terms.sharing(None) == {}


def test_definitions_questions_and_the_flow_of_money_are_taken_over(award: Award) -> None:
    award.to_award()
    award.session.add(
        Definition(
            procurement_id=award.procurement.id, term="Day case", meaning="Planned, and home the same day",
            source="Data dictionary", number=2, written_by_id=award.world.users["officer"], written_at=award.now,
        )
    )  # fmt: skip
    schedules = award.draw_up().schedules
    assert [(each["term"], each["version"]) for each in schedules["definitions"]] == [("Day case", 2)]
    assert schedules["cascade"]["kept_percent"] == "80"
    assert {"title", "bidder", "authority"} <= set(schedules["integration_questions"][0])
