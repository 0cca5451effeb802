from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.contracts.model import ContractYear, Phase, maximum_downside
from assurance.domain.contracts.risk_share import Band, Corridor, Split
from assurance.domain.errors import Conflict, InvalidInput
from assurance.persistence.models import AuditEvent, NetworkMember
from assurance.persistence.queries.facts.plan import plan_facts
from assurance.persistence.queries.planning import get_outcome
from assurance.services import payment_model, planning
from tests.factories.cast import NOW, World
from tests.factories.payment import CORRIDOR, contract_years, make_payment_model
from tests.factories.plans import make_plan


def _set(session: Session, world: World, **given: object) -> None:
    procurement = world.procurement(session)
    terms = {"years": contract_years(procurement.contract_years), "risk": CORRIDOR, "limit": None} | given
    payment_model.set_model(
        session, procurement=procurement, actor=world.actor(session, "officer"), now=NOW,
        **terms,  # type: ignore[arg-type]  # reason: what is tried is given by name
    )  # fmt: skip


def test_a_model_is_kept_whole_and_on_record(session: Session, world: World) -> None:
    make_plan(session, world)
    make_payment_model(session, world)
    found = payment_model.of(session, world.procurement(session))
    assert found is not None
    assert found.years == contract_years(5)
    assert (found.risk, found.limit) == (CORRIDOR, None)
    assert [each.code for each in found.measures] == ["prom"]
    assert maximum_downside(found) == 1_400_000
    entry = session.scalars(select(AuditEvent).where(AuditEvent.tag == "payment-model:set")).one()
    assert entry.body["data"]["model"]["gain_share"]["bands"][0] == {"up_to": "0.02", "provider_share": "1"}


def test_a_second_setting_takes_the_place_of_the_first(session: Session, world: World) -> None:
    make_plan(session, world)
    make_payment_model(session, world)
    split = Split((("commissioner", Decimal("0.4")), ("lead_provider", Decimal("0.6"))))
    _set(session, world, risk=split, limit=Decimal("0.05"), years=[
        replace(each, value=Decimal(50_000_000)) for each in contract_years(5)
    ])  # fmt: skip
    found = payment_model.of(session, world.procurement(session))
    assert found is not None
    assert (found.risk, found.limit) == (split, Decimal("0.05"))
    assert {each.value for each in found.years} == {Decimal(50_000_000)}


def test_there_is_no_model_before_one_is_set_or_before_outcomes_make_a_whole(session: Session, world: World) -> None:
    procurement = world.procurement(session)
    assert payment_model.of(session, procurement) is None
    make_payment_model(session, world)
    assert payment_model.of(session, procurement) is None
    assert payment_model.standing(session, procurement).problems == (
        "The outcomes cannot be paid on yet: there are no indicators",
    )
    make_plan(session, world)
    assert payment_model.of(session, procurement) is not None


def test_the_call_waits_for_a_model_where_payment_depends_on_outcomes(session: Session, world: World) -> None:
    procurement = world.procurement(session)
    make_plan(session, world)
    assert plan_facts(session, procurement).payment_faults == (
        "30% of the payment depends on outcomes, and no model says how",
    )
    procurement.outcome_share_percent = 0
    assert plan_facts(session, procurement).payment_faults == ()
    make_payment_model(session, world)
    assert plan_facts(session, procurement).payment_faults == ()
    procurement.contract_years = 4
    assert plan_facts(session, procurement).payment_faults == payment_model.standing(session, procurement).problems


def test_a_model_for_another_term_is_no_model(session: Session, world: World) -> None:
    make_plan(session, world)
    make_payment_model(session, world)
    procurement = world.procurement(session)
    procurement.contract_years = 4
    assert payment_model.of(session, procurement) is None
    assert payment_model.standing(session, procurement).problems[0] == (
        "The model has 5 years and the contract 4: set it again"
    )


def test_a_year_that_is_not_worth_its_envelope_is_told(session: Session, world: World) -> None:
    make_plan(session, world)
    make_payment_model(session, world)
    told = payment_model.standing(session, world.procurement(session)).remarks
    assert told[0] == "Year 1 is worth £40,000,000 in the model and £50,717,000 in the envelope"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"years": contract_years(4)}, "years"),
        ({"years": [*contract_years(4), ContractYear(Decimal(0), Decimal(0))]}, "value_5"),
        ({"years": [*contract_years(4), ContractYear(Decimal(1), Decimal(0), Phase.SHADOW, Decimal(0))]}, "phase_5"),
        ({"years": [*contract_years(4), ContractYear(Decimal(1), Decimal(0), Phase.CAPITATION, Decimal(0))]},
         "settled_5"),
        ({"risk": Corridor((*CORRIDOR.bands, Band(Decimal("0.04"), Decimal(0))))}, "end_3"),
        ({"risk": Corridor((Band(Decimal("0.04"), Decimal(2)),))}, "part_1"),
        ({"risk": Corridor(CORRIDOR.bands, Decimal("0.5"))}, "limit"),
        ({"risk": Split((("commissioner", Decimal("0.4")),)), "limit": Decimal("0.1")}, "sharing"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_at_its_box_and_nothing_is_kept(
    session: Session, world: World, given: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        _set(session, world, **given)
    assert refusal.value.field == field
    assert payment_model.standing(session, world.procurement(session)).model is None


def test_nobody_overwrites_what_a_colleague_set(session: Session, world: World) -> None:
    _set(session, world, version=0)
    with pytest.raises(Conflict):
        _set(session, world, version=0)
    _set(session, world, version=1)


def test_what_was_published_stands(session: Session, world: World) -> None:
    make_plan(session, world)
    make_payment_model(session, world)
    procurement = world.procurement(session)
    procurement.criteria_frozen_at, procurement.criteria_digest = NOW, "0" * 64
    session.flush()
    with pytest.raises(Conflict, match="published"):
        _set(session, world)
    with pytest.raises(Conflict, match="published"):
        _network(session, world, [("A practice", 100)])


def test_a_network_is_pooled_and_goes_with_its_outcome(session: Session, world: World) -> None:
    make_plan(session, world)
    make_payment_model(session, world)
    _network(session, world, [("Practice A", 4000), ("Practice B", 6000)])
    found = payment_model.of(session, world.procurement(session))
    assert found is not None
    assert found.measures[0].network == (("Practice A", Decimal(4000)), ("Practice B", Decimal(6000)))
    officer = world.actor(session, "officer")
    planning.remove_outcome(session, procurement=world.procurement(session), code="prom", actor=officer, now=NOW)
    session.flush()
    assert session.scalars(select(NetworkMember)).all() == []


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ([("", 4)], "Each line needs the name"),
        ([("A", 4), ("a", 5)], "more than once"),
        ([("A", 0)], "at least one person"),
        ([(str(n), 1) for n in range(201)], "at most 200"),
    ],
)
def test_a_network_that_cannot_be_pooled_is_refused(
    session: Session, world: World, members: list[tuple[str, int]], words: str
) -> None:
    make_plan(session, world)
    with pytest.raises(InvalidInput, match=words):
        _network(session, world, members)


def _network(session: Session, world: World, members: list[tuple[str, int]]) -> None:
    payment_model.set_network(
        session, procurement=world.procurement(session), outcome=get_outcome(session, world.procurement_id, "prom"),
        members=members, actor=world.actor(session, "officer"), now=NOW,
    )  # fmt: skip
