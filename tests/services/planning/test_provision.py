"""Pathways, outcomes, programme and engagement: what is refused, and what the rules then see."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent
from assurance.persistence.queries.facts.plan import plan_facts
from assurance.persistence.queries.planning import list_elements, list_handovers, list_outcomes
from assurance.services import planning
from tests.factories.cast import World
from tests.factories.plans import make_plan

OUTCOME: dict[str, Any] = {
    "code": "prom", "name": "Better knees", "weight_percent": Decimal(60), "rule": "linear",
    "baseline": Decimal(55), "threshold": Decimal(60), "target": Decimal(70),
}  # fmt: skip


def test_a_whole_plan_satisfies_the_rules_of_the_first_moves(session: Session, world: World) -> None:
    make_plan(session, world)
    facts = plan_facts(session, world.procurement(session))
    assert (facts.has_budget, facts.pathway_elements, facts.outcomes) == (True, 1, 1)
    assert facts.outcome_weights_sum_to_100
    assert facts.criteria_faults == ()


def test_elements_stay_with_their_pathway_and_are_not_doubled(session: Session, common: dict[str, Any]) -> None:
    for pathway, name in (("Knee", "Surgery"), ("Back", "Self-care"), ("Knee", "  First   contact ")):
        planning.add_element(session, pathway=pathway, name=name, **common)
    listed = [(each.pathway, each.name) for each in list_elements(session, common["procurement"].id)]
    assert listed == [("Knee", "Surgery"), ("Knee", "First contact"), ("Back", "Self-care")]
    with pytest.raises(InvalidInput, match="already an element"):
        planning.add_element(session, pathway="Knee", name="Surgery", **common)


def test_an_element_is_removed_once(session: Session, common: dict[str, Any]) -> None:
    planning.add_element(session, pathway="Knee", name="Surgery", **common)
    planning.remove_element(session, pathway="Knee", name="Surgery", **common)
    assert list_elements(session, common["procurement"].id) == []
    with pytest.raises(NotFound):
        planning.remove_element(session, pathway="Knee", name="Surgery", **common)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "no spaces"}, "code"),
        ({"name": "  "}, "name"),
        ({"weight_percent": Decimal(0)}, "weight_percent"),
        ({"weight_percent": Decimal("100.01")}, "weight_percent"),
        ({"weight_percent": Decimal("33.333")}, "weight_percent"),
        ({"rule": "guess"}, "rule"),
        ({"threshold": None}, "threshold"),
        ({"threshold": Decimal(70)}, "target"),
        ({"rule": "pass-fail"}, "threshold"),
        ({"target": Decimal("NaN")}, "target"),
    ],
)
def test_an_outcome_that_cannot_be_paid_is_refused_at_its_field(
    session: Session, common: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        planning.add_outcome(session, **{**OUTCOME, **change}, **common)
    assert refused.value.field == field
    assert list_outcomes(session, common["procurement"].id) == []


def test_outcomes_are_changed_and_removed_by_their_code(session: Session, common: dict[str, Any]) -> None:
    planning.add_outcome(session, **OUTCOME, **common)
    with pytest.raises(InvalidInput, match="already used"):
        planning.add_outcome(session, **OUTCOME, **common)
    planning.edit_outcome(
        session, code="prom", name="Complete data", weight_percent=Decimal(100), rule="pass-fail", target=Decimal(95),
        **common,
    )  # fmt: skip
    (row,) = list_outcomes(session, common["procurement"].id)
    assert (row.rule, row.threshold, row.target, row.weight_percent) == ("pass-fail", None, Decimal(95), Decimal(100))
    planning.remove_outcome(session, code="prom", **common)
    assert list_outcomes(session, common["procurement"].id) == []


def test_a_changed_programme_keeps_what_was_before(session: Session, common: dict[str, Any]) -> None:
    procurement = common["procurement"]
    session.flush()
    planning.update_programme(
        session, title="MSK for all", summary=procurement.summary, care_group="MSK", population=700_000,
        contract_years=7, outcome_share_percent=30, integration_forms=[IntegrationForm.ALLIANCE],
        version=procurement.version, **common,
    )  # fmt: skip
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()
    assert event.tag == "programme:changed"
    assert event.body["data"]["fields"] == ["title", "contract_years", "integration_forms"]
    assert event.body["data"]["old"]["contract_years"] == 5


def test_a_stale_programme_is_refused(session: Session, common: dict[str, Any]) -> None:
    procurement = common["procurement"]
    seen = procurement.version
    planning.add_element(session, pathway="Knee", name="Surgery", **common)
    session.flush()
    assert procurement.version == seen + 1, "every change of the plan moves the version"
    with pytest.raises(Conflict, match="changed by someone else"):
        planning.update_programme(
            session, title="T", summary="", care_group="MSK", population=None, contract_years=5,
            outcome_share_percent=30, integration_forms=[IntegrationForm.ALLIANCE], version=seen, **common,
        )  # fmt: skip


def test_engagement_is_summarised_after_it_began_and_in_substance(
    session: Session, world: World, common: dict[str, Any]
) -> None:
    with pytest.raises(Conflict, match="not started"):
        planning.record_engagement(session, summary="What was heard and what was changed by it.", **common)
    world.at(session, Stage.ENGAGEMENT)
    with pytest.raises(InvalidInput, match="40 characters"):
        planning.record_engagement(session, summary="All well.", **common)
    planning.record_engagement(session, summary="What was heard and what was changed by it.", **common)
    assert plan_facts(session, common["procurement"]).has_engagement_summary


def test_an_abandoned_plan_is_closed(session: Session, world: World, common: dict[str, Any]) -> None:
    world.at(session, Stage.ABANDONED)
    with pytest.raises(Conflict, match="abandoned"):
        planning.add_element(session, pathway="Knee", name="Surgery", **common)


def test_handovers_join_two_elements_once_and_go_with_them(session: Session, common: dict[str, Any]) -> None:
    knee, back = (
        planning.add_element(session, pathway=pathway, name="Surgery", **common) for pathway in ("Knee", "Back")
    )
    session.flush()
    procurement_id = common["procurement"].id
    with pytest.raises(InvalidInput, match="another element"):
        planning.add_handover(session, source=knee, target=knee, **common)
    planning.add_handover(session, source=knee, target=back, **common)
    session.flush()
    with pytest.raises(InvalidInput, match="already named"):
        planning.add_handover(session, source=knee, target=back, **common)
    planning.add_handover(session, source=back, target=knee, **common)
    session.flush()
    planning.remove_handover(session, source=back, target=knee, **common)
    with pytest.raises(NotFound):
        planning.remove_handover(session, source=back, target=knee, **common)
    assert [(each.source.pathway, each.target.pathway) for each in list_handovers(session, procurement_id)] == [
        ("Knee", "Back")
    ]
    planning.remove_element(session, pathway="Back", name="Surgery", **common)
    session.flush()
    assert list_handovers(session, procurement_id) == []


def test_a_published_plan_takes_no_more_handovers(session: Session, world: World, common: dict[str, Any]) -> None:
    first, second = (planning.add_element(session, pathway="Knee", name=name, **common) for name in ("One", "Two"))
    session.flush()
    common["procurement"].criteria_frozen_at, common["procurement"].criteria_digest = common["now"], "0" * 64
    with pytest.raises(Conflict, match="published"):
        planning.add_handover(session, source=first, target=second, **common)
